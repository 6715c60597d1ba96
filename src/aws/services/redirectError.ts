import * as l10n from '@vscode/l10n';
import { AwsSsoError, type ServiceFailure } from '../../base/errors.ts';
import { exceptionOfError, meaningOf } from './exceptions.ts';

/** The longest text of the service that is kept. */
const MAX_TEXT = 500;

/** The status of the answer that sent the browser back. */
const FOUND = 302;

/** What the service had the browser bring back in place of a code (RFC 6749 section 4.1.2.1). */
export interface RedirectError {
  readonly error: string;
  readonly description?: string;
}

/** What that means: the same for all services. Its words come through the browser, so people read none of them. */
export function redirectError(
  { error, description }: RedirectError,
  service: ServiceFailure['service'] = 'sso-oidc',
): AwsSsoError {
  // The editor makes links of brackets.
  const name = /^\w{1,64}$/.test(error) ? error : 'error';
  const failure: ServiceFailure = {
    service,
    name: exceptionOfError('sso-oidc', name) ?? name,
    status: FOUND,
    error: name,
    ...(description === undefined ? {} : { description: description.slice(0, MAX_TEXT) }),
    retryable: false,
  };
  const { code, sentence } = meaningOf({ ...failure, service: 'sso-oidc' });
  // There is no start URL, and nothing registered, where console credentials are asked for.
  const isAboutSession = service === 'signin' && code === 'InvalidRequest';
  const general = l10n.t('AWS didn’t accept the sign-in ({0}). Try again.', name);
  return new AwsSsoError(code, isAboutSession ? general : sentence, { service: failure });
}
