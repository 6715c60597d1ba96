import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AccessToken } from '../../api/src/index.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { api, approveNext, configure, signIn, signOutOfAll } from './support.ts';

/** Short, so that a test can see a token expire. */
const LIFE_S = 6;

describe('A session’s life', () => {
  let center: IdentityCenter;
  before(async () => {
    center = await startIdentityCenter({ interval: 0.2, accessTokenLifetime: LIFE_S });
    const { oidc, portal, startUrl, region } = center;
    await configure({ endpoints: { oidc, portal }, sessions: [{ name: 'corp', startUrl, region }] });
  });
  beforeEach(() => center.healthy());
  afterEach(signOutOfAll);
  after(async () => {
    await center.stop();
    await configure({ endpoints: undefined, sessions: undefined });
  });

  const count = (operation: string) =>
    center.requests.filter((request) => request.operation === operation).length;

  async function token(): Promise<AccessToken> {
    return (await api()).getAccessToken({ session: 'corp' });
  }

  /** Signed in, with consent given, and nothing under way. */
  async function signedIn(): Promise<AccessToken> {
    await signIn(center, 'corp');
    return token();
  }

  async function expired({ expiration }: AccessToken): Promise<void> {
    await waitFor('the token to expire', () => Date.now() > expiration.getTime());
  }

  it('forceRefresh gives a newer token, which everybody gets from then on, with one event', async () => {
    const first = await signedIn();
    const aws = await api();
    const events: string[] = [];
    const subscription = vscode.authentication.onDidChangeSessions(({ provider }) =>
      events.push(provider.id),
    );
    const { id } = aws.sessions[0] ?? {};
    const second = await aws.getAccessToken({ session: 'corp', forceRefresh: true });
    assert.notEqual(second.token, first.token);
    assert.equal((await token()).token, second.token);
    await waitFor('the event', () => events.length > 0);
    assert.deepEqual(events, ['aws-sso']);
    assert.equal(aws.sessions[0]?.id, id);
    subscription.dispose();
  });

  it('gives 250 callers whose token has expired the new one, for one refresh', async () => {
    const first = await signedIn();
    center.fail('CreateToken', { kind: 'status', status: 503 }, Infinity);
    await expired(first);
    await waitFor('the pause after the failure to be over', async () => {
      center.healthy();
      return token().then(
        ({ token: second }) => second !== first.token,
        () => false,
      );
    });
    const before = count('CreateToken');
    const forced = await Promise.all(
      Array.from({ length: 250 }, async () =>
        (await api()).getAccessToken({ session: 'corp', forceRefresh: true }),
      ),
    );
    assert.equal(new Set(forced.map((given) => given.token)).size, 1);
    assert.equal(count('CreateToken') - before, 1);
  });

  it('offline, serves who has a valid token, tells the others, and asks nobody', async () => {
    const first = await signedIn();
    center.fail('CreateToken', { kind: 'drop' }, Infinity);
    assert.equal((await token()).token, first.token);
    await expired(first);
    await assert.rejects(token(), { code: 'Network', message: /Check your network/ });
    const aws = await api();
    assert.equal(aws.sessions[0]?.signedIn, true);
    const scopes = ['sso:account:access', 'session:corp'];
    const session = await vscode.authentication.getSession('aws-sso', scopes, { silent: true });
    assert.equal(session, undefined, 'Nothing is handed out that has expired.');
    assert.deepEqual(center.pendingUserCodes, []);
    center.healthy();
    await waitFor('a token', () =>
      token().then(
        () => true,
        () => false,
      ),
    );
  });

  it('ends when the service ends it, and says so to who asks silently by giving nothing', async () => {
    await signedIn();
    const aws = await api();
    center.revokeSessions();
    assert.equal(await aws.getAccessToken({ session: 'corp', silent: true, forceRefresh: true }), undefined);
    // A refusal is believed after a look for the renewal of another window, for which the silent caller did not wait.
    await waitFor('the end of the session', () => aws.sessions[0]?.signedIn === false);
    assert.equal(aws.sessions[0]?.expiresAt, undefined);
  });

  it('lists accounts and roles, frozen, renewing a token that the portal does not take', async () => {
    await signedIn();
    const aws = await api();
    center.expireAccessTokens();
    const accounts = await aws.listAccounts({ session: 'corp' });
    assert.ok(accounts.length > 0 && Object.isFrozen(accounts) && Object.isFrozen(accounts[0]));
    const [{ accountId } = { accountId: '' }] = accounts;
    const roles = await aws.listAccountRoles({ session: 'corp', accountId });
    assert.ok(roles.length > 0 && roles.every((role) => role.accountId === accountId && role.roleName));
    const refused = center.requests.filter(
      ({ status, operation }) => operation === 'ListAccounts' && status === 401,
    );
    assert.equal(refused.length, 1);
  });

  for (const accountId of ['', '12345', 123456789012, undefined]) {
    it(`says what is wrong with the account id ${JSON.stringify(accountId)}`, async () => {
      const options = { accountId } as unknown as { accountId: string };
      await assert.rejects((await api()).listAccountRoles(options), {
        code: 'InvalidRequest',
        message: /12 digits/,
      });
    });
  }

  it('has a sentence for who asks an AWS Builder ID for accounts', async () => {
    const builderId = await startIdentityCenter({
      interval: 0.2,
      startUrl: 'https://view.awsapps.com/start',
    });
    const { oidc, portal, startUrl, region } = builderId;
    await configure({ endpoints: { oidc, portal }, sessions: [{ name: 'me', startUrl, region }] });
    try {
      await signIn(builderId, 'me');
      const aws = await api();
      await assert.rejects(aws.listAccounts({ session: 'me' }), {
        code: 'InvalidRequest',
        message: /Builder ID has no AWS accounts/,
      });
      await signOutOfAll();
    } finally {
      await builderId.stop();
      await configure({
        endpoints: { oidc: center.oidc, portal: center.portal },
        sessions: [{ name: 'corp', startUrl: center.startUrl, region: center.region }],
      });
    }
  });

  it('serves who wants fewer scopes than it has, and is left alone when a sign-in for more is denied', async () => {
    const first = await signedIn();
    const aws = await api();
    const more = aws.getAccessToken({ session: 'corp', scopes: ['codecatalyst:read_write'] });
    more.catch(() => undefined);
    center.deny(await waitFor('a code', () => center.pendingUserCodes[0]));
    await assert.rejects(more, { code: 'AccessDenied' });
    assert.equal((await token()).token, first.token);

    const [wide] = await Promise.all([
      aws.getAccessToken({ session: 'corp', scopes: ['codecatalyst:read_write'] }),
      approveNext(center),
    ]);
    assert.equal((await token()).token, wide.token);
    // A second union keeps what the first has brought.
    await Promise.all([
      aws.getAccessToken({ session: 'corp', scopes: ['codewhisperer:completions'] }),
      approveNext(center),
    ]);
    assert.deepEqual(aws.sessions[0]?.scopes, [
      'codecatalyst:read_write',
      'codewhisperer:completions',
      'sso:account:access',
    ]);
  });
});
