import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  GetRoleCredentialsCommand,
  ListAccountsCommand,
  LogoutCommand,
  paginateListAccountRoles,
  paginateListAccounts,
  SSOClient,
} from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { fromLoginCredentials } from '@aws-sdk/credential-provider-login';
import { fromSSO } from '@aws-sdk/credential-provider-sso';
import { Retries } from '../../src/aws/services/retries.ts';
import { SAME_DEVICE, Signin } from '../../src/aws/services/Signin.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { type IdentityCenter, madeUpAccounts, startIdentityCenter } from '../identity-center/server.ts';
import { setEnvironment } from './support/environment.ts';
import { ACCOUNT, cliDate, Home, LOGIN_SESSION } from './support/home.ts';
import { conforms } from './support/report.ts';

const version = (name: string) =>
  (createRequire(import.meta.url)(`@aws-sdk/${name}/package.json`) as { version: string }).version;

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const VERIFIER = 'v'.repeat(64);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

describe('The AWS SDK for JavaScript against the local Identity Center', () => {
  const CLIENT = `AWS SDK for JavaScript ${version('client-sso-oidc')}`;
  const saved = { ...process.env };
  let center: IdentityCenter;
  let home: Home;
  let oidc: SSOOIDCClient;
  let sso: SSOClient;
  let registration: { clientId: string; clientSecret: string };
  before(async () => {
    const directory = [{ accountId: ACCOUNT.accountId, roles: [ACCOUNT.roleName] }, ...madeUpAccounts(40)];
    center = await startIdentityCenter({ interval: 0.2, accounts: directory });
    home = new Home(center);
    Object.assign(process.env, {
      HOME: home.path,
      AWS_ENDPOINT_URL_SSO_OIDC: center.oidc,
      AWS_ENDPOINT_URL_SSO: center.portal,
      AWS_ENDPOINT_URL_SIGNIN: center.signin,
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    const { region } = center;
    oidc = new SSOOIDCClient({ region });
    sso = new SSOClient({ region });
    const { clientId = '', clientSecret = '' } = await oidc.send(
      new RegisterClientCommand({ clientName: 'js', clientType: 'public', scopes: ['sso:account:access'] }),
    );
    registration = { clientId, clientSecret };
  });
  beforeEach(() => center.healthy());
  after(async () => {
    setEnvironment(saved);
    home.remove();
    await center.stop();
  });

  async function start() {
    const started = await oidc.send(
      new StartDeviceAuthorizationCommand({ ...registration, startUrl: center.startUrl }),
    );
    const { deviceCode = '', userCode = '' } = started;
    const poll = () => oidc.send(new CreateTokenCommand({ ...registration, grantType: GRANT, deviceCode }));
    return { userCode, poll };
  }

  async function signIn() {
    const { userCode, poll } = await start();
    center.approve(userCode);
    const { accessToken = '', refreshToken = '' } = await poll();
    return { accessToken, refreshToken };
  }

  const refresh = (refreshToken: string) =>
    oidc.send(new CreateTokenCommand({ ...registration, grantType: 'refresh_token', refreshToken }));

  conforms(CLIENT, 'CreateToken', 'pending, too fast, then a token', async () => {
    const { userCode, poll } = await start();
    await assert.rejects(poll(), { name: 'AuthorizationPendingException', error: 'authorization_pending' });
    await assert.rejects(poll(), { name: 'SlowDownException', error: 'slow_down' });
    center.deny(userCode);
  });

  conforms(CLIENT, 'CreateToken', 'refresh rotates; the superseded token is refused', async () => {
    const { refreshToken } = await signIn();
    const next = await refresh(refreshToken);
    assert.ok(next.refreshToken && next.refreshToken !== refreshToken);
    assert.equal(next.expiresIn, 3600);
    await assert.rejects(refresh(refreshToken), { name: 'InvalidGrantException' });
  });

  conforms(CLIENT, 'CreateToken', 'denied, unknown client, misspelt grant', async () => {
    const { userCode, poll } = await start();
    center.deny(userCode);
    await assert.rejects(poll(), { name: 'AccessDeniedException' });
    const unknown = { clientId: 'x', clientSecret: 'y', grantType: GRANT, deviceCode: 'z' };
    await assert.rejects(oidc.send(new CreateTokenCommand(unknown)), { name: 'InvalidClientException' });
    const misspelt = { ...registration, grantType: GRANT.replace('_', '-'), deviceCode: 'z' };
    await assert.rejects(oidc.send(new CreateTokenCommand(misspelt)), {
      name: 'UnsupportedGrantTypeException',
    });
  });

  conforms(CLIENT, 'ListAccounts', 'all pages', async () => {
    const { accessToken } = await signIn();
    let count = 0;
    for await (const page of paginateListAccounts({ client: sso, pageSize: 7 }, { accessToken })) {
      count += page.accountList?.length ?? 0;
    }
    assert.equal(count, 41);
  });

  conforms(CLIENT, 'ListAccountRoles', 'all pages', async () => {
    const { accessToken } = await signIn();
    const { accountId = '' } = madeUpAccounts(1)[0] ?? {};
    let count = 0;
    for await (const page of paginateListAccountRoles(
      { client: sso, pageSize: 2 },
      { accessToken, accountId },
    )) {
      count += page.roleList?.length ?? 0;
    }
    assert.equal(count, 5);
  });

  conforms(CLIENT, 'GetRoleCredentials', 'milliseconds; 401 and 403 as the SDK knows them', async () => {
    const { accessToken } = await signIn();
    const { roleCredentials } = await sso.send(new GetRoleCredentialsCommand({ accessToken, ...ACCOUNT }));
    const left = (roleCredentials?.expiration ?? 0) - Date.now();
    assert.ok(left > 0 && left <= 3_600_000);
    const other = { accessToken, ...ACCOUNT, roleName: 'Nope' };
    await assert.rejects(sso.send(new GetRoleCredentialsCommand(other)), { name: 'ForbiddenException' });
    const nobody = { accessToken: 'x', ...ACCOUNT };
    await assert.rejects(sso.send(new GetRoleCredentialsCommand(nobody)), { name: 'UnauthorizedException' });
  });

  conforms(CLIENT, 'Logout', 'ends the session', async () => {
    const { accessToken } = await signIn();
    await sso.send(new LogoutCommand({ accessToken }));
    await assert.rejects(sso.send(new ListAccountsCommand({ accessToken })), {
      name: 'UnauthorizedException',
    });
  });

  const SSO_PROVIDER = `@aws-sdk/credential-provider-sso ${version('credential-provider-sso')}`;

  conforms(
    SSO_PROVIDER,
    'CreateToken',
    'refreshes a session that is about to end, and gets credentials',
    async () => {
      const { accessToken, refreshToken } = await signIn();
      home.write(
        home.tokenFile,
        JSON.stringify({
          startUrl: center.startUrl,
          region: center.region,
          accessToken,
          expiresAt: cliDate(4 * 60_000),
          ...registration,
          registrationExpiresAt: cliDate(86_400_000),
          refreshToken,
        }),
      );
      const credentials = await fromSSO({ profile: 'corp' })();
      assert.match(credentials.accessKeyId, /^ASIA/);
      assert.ok(credentials.expiration && credentials.expiration.getTime() > Date.now());
      const kept = JSON.parse(readFileSync(home.tokenFile, 'utf8')) as { refreshToken: string };
      assert.notEqual(kept.refreshToken, refreshToken);
      center.revokeSessions();
      await assert.rejects(fromSSO({ profile: 'corp' })());
    },
  );

  const LOGIN_PROVIDER = `@aws-sdk/credential-provider-login ${version('credential-provider-login')}`;

  conforms(
    LOGIN_PROVIDER,
    'CreateOAuth2Token',
    'refreshes, with its own proof, what this project signed in',
    async () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const redirectUri = 'http://127.0.0.1:4444/oauth/callback';
      const query = {
        response_type: 'code',
        client_id: SAME_DEVICE,
        state: 's',
        code_challenge_method: 'SHA-256',
        scope: 'openid',
        redirect_uri: redirectUri,
        code_challenge: CHALLENGE,
      };
      const address = center.authorize(
        `${center.signin}/v1/authorize?${new URLSearchParams(query).toString()}`,
      );
      const token = await new Signin(fetchClient(), center.signin, new Retries()).createOAuth2Token(
        {
          clientId: SAME_DEVICE,
          grantType: 'authorization_code',
          code: new URL(address).searchParams.get('code') ?? '',
          redirectUri,
          codeVerifier: VERIFIER,
        },
        privateKey,
        new AbortController().signal,
      );
      const write = (expiresIn: number, refreshToken: string) =>
        home.write(
          home.loginFile,
          JSON.stringify({
            accessToken: {
              ...token.accessToken,
              accountId: ACCOUNT.accountId,
              expiresAt: cliDate(expiresIn),
            },
            tokenType: token.tokenType,
            clientId: SAME_DEVICE,
            refreshToken,
            idToken: token.idToken,
            dpopKey: privateKey.export({ format: 'pem', type: 'sec1' }),
          }),
        );
      const { refreshToken = '' } = token;
      write(60_000, refreshToken);
      const callerClientConfig = { region: () => Promise.resolve(center.region) };
      const provide = () => fromLoginCredentials({ profile: 'login' })({ callerClientConfig });
      const credentials = await provide();
      assert.notEqual(credentials.accessKeyId, token.accessToken.accessKeyId);
      assert.equal(credentials.accountId, LOGIN_SESSION.split(':')[4]);
      write(-5_000, refreshToken);
      await assert.rejects(provide(), { name: 'CredentialsProviderError' });
    },
  );
});
