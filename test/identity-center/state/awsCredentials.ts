import { createHash } from 'node:crypto';
import { newAwsCredentials } from './identifiers.ts';
import { issue } from './store.ts';
import type { AwsCredentials, IssuedCredentials, Store } from './store.ts';

/** @param owner whose they are, and until when, for the services that requests are signed for. */
export function issueAwsCredentials(
  store: Store,
  owner: Pick<IssuedCredentials, 'arn' | 'expiresAt'>,
): AwsCredentials {
  const credentials = newAwsCredentials();
  issue(store, credentials.secretAccessKey);
  issue(store, credentials.sessionToken);
  store.awsCredentials.set(credentials.accessKeyId, { ...credentials, ...owner });
  return credentials;
}

/** What IAM Identity Center makes of a permission set in an account, with the person's session. */
export function assumedRoleArn(accountId: string, roleName: string): string {
  const suffix = createHash('sha256').update(`${accountId}/${roleName}`).digest('hex').slice(0, 16);
  return `arn:aws:sts::${accountId}:assumed-role/AWSReservedSSO_${roleName}_${suffix}/alice`;
}
