import type { ContainerCredentials } from '../../http/loopback/CredentialsServer.ts';
import { cliTime } from '../cache/cliTime.ts';
import type { RoleCredentials } from '../services/SsoPortal.ts';

/** Credentials as a server of container credentials answers them. */
export function containerCredentials(
  { accessKeyId, secretAccessKey, sessionToken, expiration }: RoleCredentials,
  accountId: string,
): ContainerCredentials {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: cliTime(expiration),
    AccountId: accountId,
  };
}
