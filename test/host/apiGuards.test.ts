import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { AwsSsoApi, SsoSession } from '../../api/src/index.ts';
import {
  api,
  approveNext,
  extension,
  signIn,
  signOutOfAll,
  useIdentityCenter,
  givingRole,
} from './support.ts';

const ROLE = { accountId: '111122223333', roleName: 'PowerUserAccess' };

type GetSession = (
  providerId: string,
  scopes: readonly string[],
  options: vscode.AuthenticationGetSessionOptions,
) => Promise<unknown>;

/** The API for a caller with a `getSession` of its own making. */
async function apiFor(getSession: GetSession): Promise<AwsSsoApi> {
  const exports = await extension().activate();
  return exports.getAPI(1, { authentication: { getSession } } as unknown as typeof vscode);
}

describe('The API, to callers that cheat', () => {
  const center = useIdentityCenter();
  let session: SsoSession;
  before(async () => {
    session = await signIn(center(), 'corp');
  });
  after(signOutOfAll);

  const forged = (accessToken: string, label = '') =>
    apiFor(() => Promise.resolve({ id: session.id, accessToken, account: { id: '', label }, scopes: [] }));

  for (const accessToken of ['', 'made up']) {
    it(`gives no token for a session that the editor has not handed out: “${accessToken}”`, async () => {
      const aws = await forged(accessToken);
      await assert.rejects(aws.getAccessToken(), { code: 'NotSignedIn' });
      await assert.rejects(aws.getAccessToken({ forceRefresh: true }), { code: 'NotSignedIn' });
      assert.equal(await aws.getAccessToken({ silent: true }), undefined);
      await assert.rejects(aws.listAccounts(), { code: 'NotSignedIn' });
      await assert.rejects(aws.listAccountRoles({ accountId: ROLE.accountId }), { code: 'NotSignedIn' });
    });
  }

  it('gives no credentials either, whatever they are said to be', async () => {
    const label = '111122223333/PowerUserAccess, corp (d-1234567890.awsapps.com)';
    for (const document of ['', 'null', '{"SecretAccessKey":7}', '{"SecretAccessKey":"made up"}']) {
      const aws = await forged(document, label);
      await assert.rejects(aws.getRoleCredentials(ROLE), { code: 'NotSignedIn' });
      assert.equal(await aws.getRoleCredentials({ ...ROLE, silent: true }), undefined);
    }
  });

  it('gives who kept a token no other one: that is for the editor to hand out', async () => {
    const { token } = await (await api()).getAccessToken();
    const kept = await forged(token);
    assert.equal((await kept.getAccessToken()).token, token);
    await assert.rejects(kept.getAccessToken({ forceRefresh: true }), { code: 'NotSignedIn' });
    // The session has a new one now, which its honest callers get.
    const newer = await (await api()).getAccessToken();
    assert.notEqual(newer.token, token);
    await assert.rejects(kept.getAccessToken(), { code: 'NotSignedIn' });
  });

  it('lets nobody change what the editor is asked in the name of others', async () => {
    const asked: string[][] = [];
    const greedy = await apiFor((_, scopes) => {
      (scopes as string[]).splice(0, scopes.length, 'session:lab');
      return Promise.resolve(undefined);
    });
    const honest = await apiFor((_, scopes) => {
      asked.push([...scopes]);
      return Promise.resolve(undefined);
    });
    await greedy.getAccessToken({ silent: true });
    await honest.getAccessToken({ silent: true });
    assert.deepEqual(asked, [['sso:account:access']]);
  });

  it('lets nobody change what others use', async () => {
    const aws = await api();
    const write = aws as { -readonly [Member in keyof AwsSsoApi]: unknown };
    for (const member of Object.keys(aws) as (keyof AwsSsoApi)[]) {
      assert.throws(() => (write[member] = () => undefined), TypeError);
    }
    assert.equal(Object.getPrototypeOf(aws), Object.prototype);
    assert.ok(Object.isFrozen(await extension().activate()));
    assert.ok(
      [await aws.listAccounts(), ...(await aws.listAccounts())].every((item) => Object.isFrozen(item)),
    );
    const { accountId } = ROLE;
    const roles = await aws.listAccountRoles({ accountId });
    assert.ok([roles, ...roles].every((item) => Object.isFrozen(item)));
  });
});

describe('The API, to callers that make mistakes', () => {
  const center = useIdentityCenter();
  afterEach(signOutOfAll);

  const calls: Record<string, (aws: AwsSsoApi, options: never) => unknown> = {
    signIn: (aws, options) => aws.signIn(options),
    getAccessToken: (aws, options) => aws.getAccessToken(options),
    tokenProvider: (aws, options) => aws.tokenProvider(options),
    listAccounts: (aws, options) => aws.listAccounts(options),
    listAccountRoles: (aws, options) => aws.listAccountRoles(options),
    getRoleCredentials: (aws, options) => aws.getRoleCredentials(options),
    credentialProvider: (aws, options) => aws.credentialProvider(options),
  };
  const everywhere: readonly [wrong: unknown, what: RegExp][] = [
    [null, /options must be an object/],
    ['corp', /options must be an object/],
    [{ ...ROLE, session: 7 }, /“session”/],
  ];
  const wrong: Record<string, readonly [wrong: unknown, what: RegExp][]> = {
    listAccounts: [[{ silent: true }, /“silent”/]],
    getAccessToken: [
      [{ silent: 'yes' }, /“silent”/],
      [{ forceRefresh: 1 }, /“forceRefresh”/],
      [{ scopes: [7] }, /“scopes”/],
    ],
    tokenProvider: [[{ silent: 'yes' }, /“silent”/]],
    listAccountRoles: [
      [{}, /“accountId”/],
      [{ accountId: 111122223333 }, /“accountId”/],
    ],
    getRoleCredentials: [[{ ...ROLE, roleName: ['Admin'] }, /“roleName”/]],
    credentialProvider: [
      [undefined, /“accountId”/],
      [{ accountId: ROLE.accountId }, /“roleName”/],
    ],
  };
  for (const [member, call] of Object.entries(calls)) {
    for (const [options, what] of [...everywhere, ...(wrong[member] ?? [])]) {
      it(`${member} says what is wrong with ${JSON.stringify(options)}`, async () => {
        const aws = await api();
        const called = Promise.resolve().then(() => call(aws, options as never));
        await assert.rejects(called, { name: 'AwsSsoError', code: 'InvalidRequest', message: what });
        assert.equal(center().pendingUserCodes.length, 0);
      });
    }
  }

  it('goes on telling the others when one throws, and those that never unsubscribe', async () => {
    const aws = await api();
    const told: string[] = [];
    const subscriptions = [
      aws.onDidChangeSessions(() => {
        throw new Error('A listener of somebody else.');
      }),
      ...Array.from({ length: 1000 }, (_, index) => aws.onDidChangeSessions(() => told.push(String(index)))),
    ];
    await signIn(center(), 'corp');
    assert.equal(new Set(told).size, 1000);
    subscriptions.forEach((subscription) => void subscription.dispose());
  });

  it('signs in once for a thousand that ask for a role while nobody is signed in', async () => {
    const aws = await api();
    const all = Array.from({ length: 1000 }, () => aws.getRoleCredentials({ ...ROLE, session: 'corp' }));
    const [first, ...others] = await givingRole(() =>
      Promise.all([...all, approveNext(center())]).then((given) => given.slice(0, -1)),
    );
    assert.ok(others.every((other) => JSON.stringify(other) === JSON.stringify(first)));
    const count = (operation: string) =>
      center().requests.filter((request) => request.operation === operation).length;
    assert.equal(count('GetRoleCredentials'), 1);
    assert.equal(await aws.getRoleCredentials({ ...ROLE, session: 'lab', silent: true }), undefined);
  });
});
