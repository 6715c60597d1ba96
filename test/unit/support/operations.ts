import { generateKeyPairSync } from 'node:crypto';
import { Retries } from '../../../src/aws/services/retries.ts';
import { SAME_DEVICE, Signin } from '../../../src/aws/services/Signin.ts';
import { deviceCodeGrant, SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { SsoPortal } from '../../../src/aws/services/SsoPortal.ts';
import { federatedConsoleLink } from '../../../src/aws/services/signinToken.ts';
import { Sts } from '../../../src/aws/services/Sts.ts';
import { collect } from '../../../src/base/collect.ts';
import { NEVER } from '../../../src/base/never.ts';
import type { HttpClient } from '../../../src/http/client/HttpClient.ts';
import type { Operation } from '../../../src/aws/services/retries.ts';

const CLIENT = { clientId: 'client-1', clientSecret: 'client-secret-1' };
const CODE = { redirectUri: 'http://127.0.0.1:1/oauth/callback', codeVerifier: 'code-verifier-1' };
const CREDENTIALS = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'secret-access-key-1',
  sessionToken: 'session-token-1',
  expiration: 0,
};
const ROLE = { accountId: '111122223333', roleName: 'ReadOnly' };
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Call = (http: HttpClient, endpoint: string) => Promise<unknown>;

const oidc =
  (call: (oidc: SsoOidc) => Promise<unknown>): Call =>
  (http, endpoint) =>
    call(new SsoOidc(http, endpoint, new Retries(() => 0)));
const portal =
  (call: (portal: SsoPortal) => Promise<unknown>): Call =>
  (http, endpoint) =>
    call(new SsoPortal(http, endpoint, new Retries(() => 0)));
const signin =
  (call: (signin: Signin) => Promise<unknown>): Call =>
  (http, endpoint) =>
    call(new Signin(http, endpoint, new Retries(() => 0)));

/** A call of each operation. */
export const OPERATIONS: Readonly<Record<Operation, Call>> = {
  RegisterClient: oidc((oidc) => oidc.registerClient({ clientName: 'Editor' }, NEVER)),
  StartDeviceAuthorization: oidc((oidc) =>
    oidc.startDeviceAuthorization(CLIENT, 'https://d-1234567890.awsapps.com/start', NEVER),
  ),
  'CreateToken device_code': oidc((oidc) =>
    oidc.createToken(CLIENT, deviceCodeGrant('device-code-1'), NEVER),
  ),
  'CreateToken refresh_token': oidc((oidc) =>
    oidc.createToken(CLIENT, { grantType: 'refresh_token', refreshToken: 'refresh-token-1' }, NEVER),
  ),
  'CreateToken authorization_code': oidc((oidc) =>
    oidc.createToken(CLIENT, { grantType: 'authorization_code', code: 'code-1', ...CODE }, NEVER),
  ),
  ListAccounts: portal((portal) => collect(portal.listAccounts('access-token-1', NEVER))),
  ListAccountRoles: portal((portal) =>
    collect(portal.listAccountRoles('access-token-1', '111122223333', NEVER)),
  ),
  GetRoleCredentials: portal((portal) => portal.getRoleCredentials('access-token-1', ROLE, NEVER)),
  AssumeRole: (http, address) =>
    new Sts(http, { address, signingRegion: 'us-east-1' }, new Retries(() => 0), { offset: 0 }).assumeRole(
      { roleArn: 'arn:aws:iam::111122223333:role/Deploy', externalId: 'external-id-1' },
      CREDENTIALS,
      NEVER,
    ),
  getSigninToken: (http, signin) =>
    federatedConsoleLink(
      { http, retries: new Retries(() => 0), signin, destination: 'https://console.example', issuer: '' },
      CREDENTIALS,
      NEVER,
    ),
  Logout: portal((portal) => portal.logout('access-token-1', NEVER)),
  'CreateOAuth2Token refresh_token': signin((signin) =>
    signin.createOAuth2Token(
      { clientId: SAME_DEVICE, grantType: 'refresh_token', refreshToken: 'refresh-token-1' },
      privateKey,
      NEVER,
    ),
  ),
  'CreateOAuth2Token authorization_code': signin((signin) =>
    signin.createOAuth2Token(
      { clientId: SAME_DEVICE, grantType: 'authorization_code', code: 'code-1', ...CODE },
      privateKey,
      NEVER,
    ),
  ),
};

export const OPERATION_NAMES = Object.keys(OPERATIONS) as Operation[];
