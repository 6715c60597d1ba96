import { cliTime } from '../cache/cliTime.ts';
import type { RoleCredentials } from '../services/SsoPortal.ts';

/** Credentials as a `credential_process` of the AWS CLI and the SDKs prints them, version 1. */
export function processCredentials(credentials: RoleCredentials, accountId?: string): object {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  return {
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: cliTime(expiration),
    ...(accountId === undefined ? {} : { AccountId: accountId }),
  };
}
