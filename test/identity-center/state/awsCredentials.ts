import { newAwsCredentials } from './identifiers.ts';
import { issue } from './store.ts';
import type { AwsCredentials, Store } from './store.ts';

export function issueAwsCredentials(store: Store): AwsCredentials {
  const credentials = newAwsCredentials();
  issue(store, credentials.secretAccessKey);
  issue(store, credentials.sessionToken);
  return credentials;
}
