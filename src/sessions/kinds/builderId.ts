import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import type { SessionConfig } from './identityCenter.ts';
import { ACCOUNT_ACCESS_SCOPE } from './scopes.ts';

/** A person's own AWS Builder ID, which is signed in to like a portal and has neither accounts nor roles. */
export const BUILDER_ID: SessionConfig = {
  name: 'aws-builder-id',
  startUrl: 'https://view.awsapps.com/start',
  region: 'us-east-1',
  registrationScopes: [ACCOUNT_ACCESS_SCOPE],
};

export function isBuilderId({ startUrl }: Pick<SessionConfig, 'startUrl'>): boolean {
  return startUrl === BUILDER_ID.startUrl;
}

/** For who asks it for accounts or roles. */
export function noRolesOfBuilderId(): AwsSsoError {
  return new AwsSsoError(
    'InvalidRequest',
    l10n.t('An AWS Builder ID has no AWS accounts. Select a session of an access portal.'),
  );
}
