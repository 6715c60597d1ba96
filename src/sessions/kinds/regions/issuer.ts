import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../../base/errors.ts';

/**
 * Makes sure that tokens go nowhere but where they were issued: a shell may have started this window with other endpoints.
 *
 * @param issuer absent in what version 0.1.0 stored and what the AWS CLI's files hold, which do not say.
 * @param address the one in force, as `issuerAddress` gives it.
 * @throws AwsSsoError `InvalidRequest`
 */
export function expectIssuer(issuer: string | undefined, address: string): void {
  if (issuer !== undefined && issuer !== address) {
    const sentence = l10n.t(
      'You signed in at {0}, but the endpoint is now {1}. Restore the endpoint, or sign in again.',
      issuer,
      address,
    );
    throw new AwsSsoError('InvalidRequest', sentence);
  }
}
