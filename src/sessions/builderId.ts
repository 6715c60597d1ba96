import { ACCOUNT_ACCESS_SCOPE, type SessionConfig } from './SsoSession.ts';

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
