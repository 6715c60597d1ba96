/* eslint-disable @typescript-eslint/no-unsafe-call -- what must not compile has no type */
import { SSOClient } from '@aws-sdk/client-sso';
import type {
  AwsCredentialIdentityProvider as SdkCredentialProvider,
  TokenIdentityProvider as SdkTokenProvider,
} from '@smithy/types';
import {
  type AccessToken,
  type AwsCredentialIdentity,
  type AwsSsoApi,
  type AwsSsoError,
  type AwsSsoErrorCode,
  type AwsSsoExports,
  type AwsSsoUnavailable,
  type AwsSsoUnavailableCode,
  type EnvironmentVariables,
  EXTENSION_ID,
  getAwsSsoApi,
  type SsoSession,
  type TokenOptions,
} from '@sso-signin/aws-sso-api';
import * as vscode from 'vscode';

/** What an extension may write, and what the compiler keeps it from: checked as it stands, never run. */
export async function allOfIt(options: TokenOptions): Promise<void> {
  const aws: AwsSsoApi = await getAwsSsoApi(vscode);
  await getAwsSsoApi(vscode, { silent: true });
  // @ts-expect-error -- whose consent would that be?
  await getAwsSsoApi();
  const id: 'sso-signin.aws-sso' = EXTENSION_ID;

  // Nothing is an answer only for who asked for silence, or may have.
  const token: AccessToken = await aws.getAccessToken();
  (await aws.getAccessToken({ session: 'corp', silent: false })) satisfies AccessToken;
  // @ts-expect-error -- it may be undefined
  (await aws.getAccessToken({ silent: true })) satisfies AccessToken;
  // @ts-expect-error -- it may be undefined
  (await aws.getAccessToken(options)) satisfies AccessToken;
  const role = { accountId: '111122223333', roleName: 'ReadOnly' };
  (await aws.getRoleCredentials(role)) satisfies AwsCredentialIdentity;
  // @ts-expect-error -- it may be undefined
  (await aws.getRoleCredentials({ ...role, silent: true })) satisfies AwsCredentialIdentity;

  const variables: Readonly<Record<string, string | null>> = await aws.getEnvironment({
    ...role,
    region: 'us-east-1',
  });
  // @ts-expect-error -- it may be undefined
  (await aws.getEnvironment({ ...role, silent: true })) satisfies EnvironmentVariables;
  // @ts-expect-error -- readonly
  variables['AWS_PROFILE'] = 'mine';

  // Clients of the AWS SDK take the providers.
  new SSOClient({ region: 'us-east-1', credentials: aws.credentialProvider(role) });
  aws.credentialProvider(role) satisfies SdkCredentialProvider;
  aws.tokenProvider({ silent: true }) satisfies SdkTokenProvider;

  // Nobody writes into what belongs to all.
  const [session] = aws.sessions as readonly [SsoSession];
  // @ts-expect-error -- readonly
  aws.sessions = [];
  // @ts-expect-error -- readonly
  aws.sessions.push(session);
  // @ts-expect-error -- readonly
  session.name = 'mine';
  // @ts-expect-error -- readonly
  session.scopes.push('sso:account:access');
  // @ts-expect-error -- readonly
  token.token = 'mine';
  // @ts-expect-error -- readonly
  (await aws.listAccounts()).pop();
  // @ts-expect-error -- of which account?
  await aws.listAccountRoles({ session: 'corp' });
  // @ts-expect-error -- there is no such option
  await aws.signIn({ silent: true });

  const subscription: vscode.Disposable = aws.onDidChangeSessions(({ added, changed, removed }) => {
    const all: readonly SsoSession[] = [...added, ...changed, ...removed];
    // @ts-expect-error -- readonly
    added.pop();
    return all;
  });
  subscription.dispose();

  const expires: Date = token.expiration;
  const sometimes: Date | undefined = session.expiresAt;
  const bearer: 'Bearer' = token.tokenType;
  const exported = vscode.extensions.getExtension<AwsSsoExports>(id)?.exports;
  exported?.getAPI(1, vscode) satisfies AwsSsoApi | undefined;
  // @ts-expect-error -- there is no such version
  exported?.getAPI(2, vscode);
  return void [expires, sometimes, bearer];
}

/** What each code means for an extension. A code that is new, or gone, does not compile. */
export function silently(error: AwsSsoError | AwsSsoUnavailable): boolean {
  const { code }: { readonly code: AwsSsoErrorCode | AwsSsoUnavailableCode } = error;
  switch (code) {
    case 'Cancelled':
    case 'ConsentDenied':
    case 'NotSignedIn':
    case 'NotInstalled':
      return true;
    case 'AccessDenied':
    case 'Expired':
    case 'InvalidRequest':
    case 'RoleNotAssigned':
    case 'Throttled':
    case 'Network':
    case 'Service':
    case 'Disabled':
    case 'TooOld':
      return false;
    default:
      return code satisfies never;
  }
}
