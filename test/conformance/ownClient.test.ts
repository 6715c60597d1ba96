import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { Retries } from '../../src/aws/services/retries.ts';
import { SAME_DEVICE, Signin } from '../../src/aws/services/Signin.ts';
import { type Client, SsoOidc } from '../../src/aws/services/SsoOidc.ts';
import { SsoPortal } from '../../src/aws/services/SsoPortal.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { authorizeDevice } from '../../src/oauth/deviceAuthorization.ts';
import { type IdentityCenter, madeUpAccounts, startIdentityCenter } from '../identity-center/server.ts';
import { conforms } from './support/report.ts';

const CLIENT = 'SSO Sign-in for AWS';
const REDIRECT_URI = 'http://127.0.0.1:4444/oauth/callback';
const VERIFIER = 'v'.repeat(64);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

describe(CLIENT, () => {
  const signal = new AbortController().signal;
  const scopes = ['sso:account:access'];
  let center: IdentityCenter;
  let oidc: SsoOidc;
  let portal: SsoPortal;
  let client: Client;
  before(async () => {
    center = await startIdentityCenter({ interval: 0.2, accounts: madeUpAccounts(250) });
    oidc = new SsoOidc(fetchClient(), center.oidc, new Retries());
    portal = new SsoPortal(fetchClient(), center.portal, new Retries());
    client = await oidc.registerClient({ clientName: 'Conformance', scopes }, signal);
  });
  beforeEach(() => center.healthy());
  after(() => center.stop());

  async function signIn() {
    const prompt = {
      show: ({ userCode }: { userCode: string }) => center.approve(userCode),
      trouble: () => undefined,
    };
    const { accessToken, refreshToken } = await authorizeDevice(oidc, client, {
      startUrl: center.startUrl,
      prompt,
      signal,
    });
    assert.ok(refreshToken);
    return { accessToken, refreshToken };
  }

  async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
    const found: Item[] = [];
    for await (const item of items) {
      found.push(item);
    }
    return found;
  }

  const code = (address: string): string => new URL(center.authorize(address)).searchParams.get('code') ?? '';

  conforms(
    CLIENT,
    'CreateToken',
    'device code, then refresh; the superseded refresh token is dead',
    async () => {
      const { refreshToken } = await signIn();
      const next = await oidc.createToken(client, { grantType: 'refresh_token', refreshToken }, signal);
      assert.notEqual(next.refreshToken, refreshToken);
      await assert.rejects(oidc.createToken(client, { grantType: 'refresh_token', refreshToken }, signal), {
        code: 'Expired',
      });
    },
  );

  conforms(CLIENT, 'CreateToken', 'authorization code with PKCE, once', async () => {
    const registration = await oidc.registerClient(
      {
        clientName: 'Conformance',
        scopes,
        grantTypes: ['authorization_code', 'refresh_token'],
        redirectUris: ['http://127.0.0.1/oauth/callback'],
        issuerUrl: center.startUrl,
      },
      signal,
    );
    const query = {
      response_type: 'code',
      client_id: registration.clientId,
      redirect_uri: REDIRECT_URI,
      state: 's',
      code_challenge_method: 'S256',
      scopes: scopes.join(' '),
      code_challenge: CHALLENGE,
    };
    const grant = {
      grantType: 'authorization_code',
      code: code(`${center.oidc}/authorize?${new URLSearchParams(query).toString()}`),
      redirectUri: REDIRECT_URI,
      codeVerifier: VERIFIER,
    } as const;
    const token = await oidc.createToken(registration, grant, signal);
    assert.ok(token.refreshToken);
    await assert.rejects(oidc.createToken(registration, grant, signal), { code: 'Expired' });
  });

  conforms(CLIENT, 'CreateToken', 'a refresh that was consumed before a 500 is not sent twice', async () => {
    const { refreshToken } = await signIn();
    const before = center.requests.length;
    center.fail('CreateToken', { kind: 'error', error: 'server_error', after: true });
    const refresh = oidc.createToken(client, { grantType: 'refresh_token', refreshToken }, signal);
    await assert.rejects(refresh, { code: 'Service' });
    assert.equal(center.requests.length - before, 1);
  });

  for (const fault of [
    { kind: 'dropAfter' },
    { kind: 'dropWithin' },
    { kind: 'html', status: 200 },
    { kind: 'html', status: 503 },
    { kind: 'cut' },
    { kind: 'oversized' },
    { kind: 'status', status: 500, after: true },
  ] as const) {
    conforms(
      CLIENT,
      'CreateToken',
      `a refresh answered by ${JSON.stringify(fault)} is sent once`,
      async () => {
        const { refreshToken } = await signIn();
        const before = center.requests.length;
        center.fail('CreateToken', fault, Infinity);
        await assert.rejects(oidc.createToken(client, { grantType: 'refresh_token', refreshToken }, signal));
        const code = { code: 'c', redirectUri: REDIRECT_URI, codeVerifier: VERIFIER };
        await assert.rejects(oidc.createToken(client, { grantType: 'authorization_code', ...code }, signal));
        assert.equal(center.requests.length - before, 2);
      },
    );
  }

  for (const fault of [
    { kind: 'html', status: 200 },
    { kind: 'cut' },
    { kind: 'oversized' },
    { kind: 'drop' },
    { kind: 'dropWithin' },
  ] as const) {
    conforms(CLIENT, 'ListAccounts', `answered by ${fault.kind}, ends in a sentence`, async () => {
      const { accessToken } = await signIn();
      center.fail('ListAccounts', fault, Infinity);
      await assert.rejects(portal.listAccounts(accessToken, signal).next(), {
        code: 'Network',
        message: /\w/,
      });
    });
  }

  conforms(CLIENT, 'ListAccounts', 'all pages, with awkward page tokens', async () => {
    const { accessToken } = await signIn();
    const accounts = await all(portal.listAccounts(accessToken, signal));
    assert.equal(new Set(accounts.map(({ accountId }) => accountId)).size, 250);
  });

  conforms(CLIENT, 'ListAccounts', 'throttled twice, then served', async () => {
    const { accessToken } = await signIn();
    const headers = { 'Retry-After': '0' };
    center.fail('ListAccounts', { kind: 'error', error: 'TooManyRequestsException', headers }, 2);
    assert.ok((await portal.listAccounts(accessToken, signal).next()).value);
  });

  conforms(CLIENT, 'ListAccountRoles', 'of one account', async () => {
    const { accessToken } = await signIn();
    const accountId = madeUpAccounts(1)[0]?.accountId ?? '';
    assert.equal((await all(portal.listAccountRoles(accessToken, accountId, signal))).length, 5);
  });

  conforms(
    CLIENT,
    'GetRoleCredentials',
    'expire within the hour; a role of somebody else is refused',
    async () => {
      const { accessToken } = await signIn();
      const [account] = madeUpAccounts(1);
      const role = { accountId: account?.accountId ?? '', roleName: account?.roles[0] ?? '' };
      const { expiration } = await portal.getRoleCredentials(accessToken, role, signal);
      assert.ok(expiration > Date.now() && expiration <= Date.now() + 3_600_000);
      await assert.rejects(portal.getRoleCredentials(accessToken, { ...role, roleName: 'Nope' }, signal), {
        code: 'RoleNotAssigned',
      });
    },
  );

  conforms(CLIENT, 'Logout', 'ends the session at the service', async () => {
    const { accessToken, refreshToken } = await signIn();
    await portal.logout(accessToken, signal);
    await assert.rejects(portal.listAccounts(accessToken, signal).next(), { code: 'NotSignedIn' });
    await assert.rejects(oidc.createToken(client, { grantType: 'refresh_token', refreshToken }, signal), {
      code: 'Expired',
    });
  });

  conforms(CLIENT, 'CreateOAuth2Token', 'code and refresh, bound to one key', async () => {
    const signin = new Signin(fetchClient(), center.signin, new Retries());
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const query = {
      response_type: 'code',
      client_id: SAME_DEVICE,
      state: 's',
      code_challenge_method: 'SHA-256',
      scope: 'openid',
      redirect_uri: REDIRECT_URI,
      code_challenge: CHALLENGE,
    };
    const token = await signin.createOAuth2Token(
      {
        clientId: SAME_DEVICE,
        grantType: 'authorization_code',
        code: code(`${center.signin}/v1/authorize?${new URLSearchParams(query).toString()}`),
        redirectUri: REDIRECT_URI,
        codeVerifier: VERIFIER,
      },
      privateKey,
      signal,
    );
    assert.equal(token.tokenType, 'aws_sigv4');
    const { refreshToken = '' } = token;
    const refresh = {
      clientId: SAME_DEVICE,
      grantType: 'refresh_token',
      refreshToken,
    } as const;
    const another = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    await assert.rejects(signin.createOAuth2Token(refresh, another, signal));
    const next = await signin.createOAuth2Token(refresh, privateKey, signal);
    assert.notEqual(next.accessToken.accessKeyId, token.accessToken.accessKeyId);
  });
});
