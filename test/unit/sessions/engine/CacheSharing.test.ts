import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SsoCache } from '../../../../src/aws/cache/SsoCache.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { CacheSharing } from '../../../../src/sessions/engine/CacheSharing.ts';
import { endedRecord } from '../../../../src/sessions/engine/SessionKind.ts';
import { IDENTITY_CENTER } from '../../../../src/sessions/kinds/identityCenterRules.ts';
import { ssoCacheFiles } from '../../../../src/sessions/kinds/ssoCacheFiles.ts';
import {
  type IdentityCenter,
  sessionId,
  type SignedInSession,
} from '../../../../src/sessions/kinds/identityCenter.ts';
import { byAwsCli } from '../../support/byAwsCli.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { exception } from '../../support/mockAws.ts';
import { SimulatedSsoCache } from '../../support/SimulatedSsoCache.ts';
import { CORP, openSessions, registered, started, token } from '../../support/openSessions.ts';
import { settled } from '../../support/settled.ts';

const ID = sessionId(CORP);
const HOUR_MS = 3_600_000;

describe('CacheSharing', () => {
  const clock = useFakeClock();
  let home: string;
  let cache: SsoCache;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'home-'));
    cache = new SsoCache({ HOME: home });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const open = (shared: Parameters<typeof openSessions>[1] = {}) =>
    openSessions(clock(), { home, ...shared });

  async function signedIn(shared: Parameters<typeof openSessions>[1] = {}) {
    const window = open(shared);
    window.aws.next('/client/register', registered('c1'));
    window.aws.next('/device_authorization', started()).next('/token', token('t1'));
    await window.signIn(CORP);
    return window;
  }

  it('writes the token and the registration when somebody signs in', async () => {
    const { sessions } = await signedIn();
    const there = await cache.readToken('corp');
    const session = sessions.find(ID);
    assert.equal(there?.accessToken, 't1');
    assert.equal(there.refreshToken, 'refresh of t1');
    assert.equal(there.expiresAt, Math.floor((session?.expiresAt ?? 0) / 1000) * 1000);
    assert.equal(readdirSync(cache.directory).length, 2);
  });

  it('writes nothing as long as the user does not want it', async () => {
    await signedIn({ home: '' });
    assert.deepEqual(readdirSync(home), []);
  });

  it('writes what a refresh brings', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', token('t2'));
    await sessions.renew(ID, 't1');
    assert.equal((await cache.readToken('corp'))?.accessToken, 't2');
  });

  it('removes the token and the registration when somebody signs out', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/logout', { body: '' });
    await sessions.signOut(ID);
    assert.equal(await cache.lacksToken('corp'), true);
    assert.deepEqual(readdirSync(cache.directory), []);
  });

  it('removes the token when the session has ended', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', exception('InvalidGrantException', 'invalid_grant'));
    await assert.rejects(settled(clock(), sessions.renew(ID, 't1')), { code: 'NotSignedIn' });
    assert.equal(await cache.lacksToken('corp'), true);
  });

  it('takes up what the AWS CLI has signed in', async () => {
    await cache.writeToken('corp', byAwsCli('cli1'));
    const { sessions, changes, secrets } = open();
    await sessions.load();
    assert.deepEqual(changes, [{ added: ['corp'], changed: [], removed: [] }]);
    assert.equal((await sessions.fresh(ID)).accessToken, 'cli1');
    assert.match([...secrets.values.values()].join(), /cli1/);
  });

  it('takes up a token of another tool that does not say for which portal, and removes it at a sign-out', async () => {
    const file = cache.tokenFile('corp');
    mkdirSync(path.dirname(file), { recursive: true });
    const expiresAt = new Date(Date.now() + HOUR_MS).toISOString();
    writeFileSync(
      file,
      JSON.stringify({ accessToken: 'other1', expiresAt, startUrl: null, refreshToken: null }),
    );
    const { sessions, aws } = open();
    await sessions.load();
    assert.equal((await sessions.fresh(ID)).accessToken, 'other1');
    aws.next('/logout', { body: '' });
    await sessions.signOut(ID);
    assert.equal(await cache.lacksToken('corp'), true);
  });

  it('renews what the AWS CLI has signed in, with the registration of the AWS CLI', async () => {
    await cache.writeToken('corp', byAwsCli('cli1'));
    const { aws, sessions } = open();
    await sessions.load();
    aws.next('/token', token('t2'));
    await sessions.renew(ID, 'cli1');
    const { clientId, refreshToken } = aws.received[0]?.body ?? {};
    assert.deepEqual([clientId, refreshToken], ['cli', 'refresh of cli1']);
    assert.equal((await cache.readToken('corp'))?.accessToken, 't2');
  });

  it('leaves a token alone that has expired', async () => {
    await cache.writeToken('corp', byAwsCli('cli1', -1));
    const { sessions } = open();
    await sessions.load();
    assert.deepEqual(sessions.signedIn(), []);
  });

  it('takes up what the AWS CLI has renewed, in all windows, and asks for nothing', async () => {
    const shared = { windows: new MemoryWindows(), lock: new MemoryLock(), secrets: new MemorySecrets() };
    const here = await signedIn(shared);
    const there = open(shared);
    await there.sessions.load();
    clock().setSystemTime(Date.now() + HOUR_MS);
    await cache.writeToken('corp', byAwsCli('cli2'));
    const tokens = await Promise.all([here, there].map(({ sessions }) => sessions.fresh(ID)));
    assert.deepEqual(
      tokens.map(({ accessToken }) => accessToken),
      ['cli2', 'cli2'],
    );
    assert.equal([...here.aws.received, ...there.aws.received].length, 3);
  });

  it('adopts what the AWS CLI has renewed while a refresh was under way, which was one too many', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', exception('InvalidGrantException', 'invalid_grant'));
    clock().setSystemTime(Date.now() + HOUR_MS);
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
    const { readToken } = SsoCache.prototype;
    let reads = 0;
    SsoCache.prototype.readToken = async function (key) {
      if (++reads === 2) {
        await this.writeToken('corp', byAwsCli('cli2'));
      }
      return readToken.call(this, key);
    };
    try {
      assert.equal((await sessions.fresh(ID)).accessToken, 'cli2');
    } finally {
      SsoCache.prototype.readToken = readToken;
    }
  });

  it('never overwrites a token of the AWS CLI by an older one', async () => {
    const { sessions } = await signedIn();
    await cache.writeToken('corp', byAwsCli('cli2', 2 * HOUR_MS));
    await sessions.share(true);
    assert.equal((await cache.readToken('corp'))?.accessToken, 'cli2');
    assert.equal(sessions.find(ID)?.accessToken, 'cli2');
  });

  it('signs out when the AWS CLI does, without telling the service a second time', async () => {
    const { sessions, changes, aws } = await signedIn();
    await cache.deleteToken('corp');
    await settled(clock(), sessions.takeShared());
    assert.deepEqual(changes.at(-1), { added: [], changed: [], removed: ['corp'] });
    await assert.rejects(sessions.fresh(ID), { code: 'NotSignedIn', message: /AWS CLI/ });
    assert.equal(aws.received.length, 3);
    assert.deepEqual(sessions.endedUntold(), []);
  });

  it('leaves it at a sign-out here that came while it looked for one of the AWS CLI', async () => {
    const { sessions, aws } = await signedIn();
    aws.next('/logout', { body: '' });
    await cache.deleteToken('corp');
    const looking = sessions.takeShared();
    const [session] = sessions.stored();
    assert.ok(session);
    const ended = { ...endedRecord(IDENTITY_CENTER, session, 'signedOut'), revision: session.revision + 3 };
    sessions.answer({ kind: 'records', records: [ended] });
    await settled(clock(), looking);
    await assert.rejects(sessions.fresh(ID), { code: 'NotSignedIn', message: /You signed out\. / });
  });

  it('does not take a file that never was for a sign-out', async () => {
    const secrets = new MemorySecrets();
    await signedIn({ secrets, home: '' });
    const { sessions } = open({ secrets });
    await sessions.load();
    await sessions.takeShared();
    assert.equal(sessions.signedIn().length, 1);
  });

  it('does not take up again what it has just signed out of', async () => {
    const { aws, sessions } = await signedIn();
    const before = await cache.readToken('corp');
    assert.ok(before);
    aws.next('/logout', { body: '' });
    await sessions.signOut(ID);
    await cache.writeToken('corp', before);
    await sessions.takeShared();
    assert.deepEqual(sessions.signedIn(), []);
  });

  it('takes up a sign-in of the AWS CLI after a sign-out here', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/logout', { body: '' });
    await sessions.signOut(ID);
    await cache.writeToken('corp', byAwsCli('cli2'));
    await sessions.takeShared();
    assert.equal(sessions.find(ID)?.accessToken, 'cli2');
  });

  it('takes back what it has shared, and goes on', async () => {
    const { sessions } = await signedIn();
    await sessions.share(false);
    assert.equal(await cache.lacksToken('corp'), true);
    assert.equal(sessions.signedIn().length, 1);
  });

  describe('leaves what the AWS CLI has got itself', () => {
    const session: SignedInSession = {
      ...CORP,
      revision: 1,
      accessToken: 't1',
      refreshToken: 'r1',
      receivedAt: 0,
      expiresAt: Date.UTC(2026, 0, 1, 1),
      clientId: 'c1',
      clientSecret: 's1',
      registrationExpiresAt: 0,
    };

    function sharing(): CacheSharing<IdentityCenter> {
      const { name: sessionName, startUrl, region } = CORP;
      return new CacheSharing({
        rules: IDENTITY_CENTER,
        isOn: () => true,
        files: ssoCacheFiles(cache, () => [{ sessionName, startUrl, region }]),
        log: memoryLog(),
      });
    }

    for (const [what, act] of [
      ['a token that is older comes to be written', (there) => there.write(session)],
      [
        'a session with another token has ended',
        (there) => there.write(endedRecord(IDENTITY_CENTER, session, 'revoked')),
      ],
      ['the user no longer wants to share', (there) => there.withdraw(session)],
    ] as [string, (there: CacheSharing<IdentityCenter>) => Promise<void>][]) {
      it(`when ${what}`, async () => {
        await cache.writeToken('corp', byAwsCli('cli2', 2 * HOUR_MS));
        await act(sharing());
        assert.equal((await cache.readToken('corp'))?.accessToken, 'cli2');
      });
    }
  });

  it('goes on without the files when they cannot be written, and says so without a secret', async () => {
    writeFileSync(path.join(home, '.aws'), 'a file in the way');
    const { sessions, log } = await signedIn();
    assert.equal(sessions.signedIn().length, 1);
    assert.match(log.lines.join('\n'), /AWS CLI’s files of corp .* could not be written/);
    assert.doesNotMatch(log.lines.join('\n'), /\bt1\b/);
  });
});

describe('CacheSharing, in whatever order things happen', () => {
  const clock = useFakeClock();

  /** A window in which somebody has just signed in with the token `t1`, which is in the AWS CLI's file, too. */
  async function signedIn() {
    const cache = new SimulatedSsoCache();
    const window = openSessions(clock(), { cache, windows: new MemoryWindows(), lock: new MemoryLock() });
    window.aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    window.aws.next('/token', token('t1'));
    const session = await window.signIn(CORP);
    const inFile = async () => (await cache.readToken(CORP.name))?.accessToken;
    assert.equal(await inFile(), 't1');
    /** The AWS CLI gets itself a token. */
    const refreshWithCli = async (accessToken: string, expiresAt = Date.now() + HOUR_MS) => {
      const there = await cache.readToken(CORP.name);
      assert.ok(there);
      const refreshToken = `refresh of ${accessToken}`;
      await cache.writeToken(CORP.name, { ...there, accessToken, refreshToken, expiresAt });
    };
    return { ...window, cache, session, inFile, refreshWithCli };
  }

  it('does not go back to the token before, which expires later since the clock was set back', async () => {
    const { aws, sessions, inFile } = await signedIn();
    aws.next('/token', token('t2'));
    clock().setSystemTime(Date.now() - HOUR_MS / 2);
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
    assert.equal(await inFile(), 't2');
    await sessions.takeShared();
    assert.equal(sessions.find(ID)?.accessToken, 't2');
  });

  it('goes on with what the AWS CLI has got, though that has expired by now', async () => {
    const { aws, sessions, refreshWithCli, session } = await signedIn();
    clock().setSystemTime(session.expiresAt - 60_000);
    await refreshWithCli('t2');
    clock().setSystemTime(Date.now() + 9 * HOUR_MS);
    aws.next('/token', token('t3'));
    assert.equal((await sessions.fresh(ID)).accessToken, 't3');
    assert.equal(aws.received.at(-1)?.body['refreshToken'], 'refresh of t2');
  });

  it('takes no expired token for a sign-in', async () => {
    const { cache } = await signedIn();
    clock().setSystemTime(Date.now() + 9 * HOUR_MS);
    const other = openSessions(clock(), { cache });
    await other.sessions.load();
    assert.deepEqual(other.sessions.stored(), []);
  });

  it('takes over what the AWS CLI has got in the same second', async () => {
    const { aws, sessions, refreshWithCli } = await signedIn();
    clock().setSystemTime(Math.ceil(Date.now() / 1_000) * 1_000 + 300);
    aws.next('/token', token('t2'));
    const { expiresAt } = await sessions.renew(ID, 't1');
    assert.notEqual(expiresAt % 1_000, 0);
    await refreshWithCli('t3', expiresAt + 200);
    await sessions.takeShared();
    assert.equal(sessions.find(ID)?.accessToken, 't3');
  });

  it('keeps what the AWS CLI has got while the answer to a refresh was being lost', async () => {
    const { aws, sessions, refreshWithCli } = await signedIn();
    const { oidc } = aws;
    let lose: (() => void) | undefined;
    oidc.createToken = async () => {
      await new Promise<void>((resolve) => (lose = resolve));
      throw new AwsSsoError('Network', 'reset', { network: { kind: 'broken', maybeSent: true } });
    };
    const refresh = sessions.renew(ID, 't1');
    await clock().tickAsync(10_000);
    await refreshWithCli('t2');
    await sessions.takeShared();
    await clock().tickAsync(1_000);
    lose?.();
    await assert.rejects(refresh, { code: 'Network' });
    assert.equal(sessions.find(ID)?.accessToken, 't2');
  });

  it('signs out of what the AWS CLI has got, too', async () => {
    const { aws, sessions, refreshWithCli, inFile } = await signedIn();
    await clock().tickAsync(10_000);
    await refreshWithCli('t2');
    aws.next('/logout', { body: '' });
    await sessions.signOut(ID);
    assert.equal(await inFile(), undefined);
    await sessions.takeShared();
    assert.deepEqual(sessions.stored(), []);
  });

  it('gives the AWS CLI nothing that came after the sign-out', async () => {
    const { aws, sessions, inFile } = await signedIn();
    aws.next('/token', token('t2')).next('/logout', { body: '' });
    const refresh = sessions.renew(ID, 't1');
    await sessions.signOut(ID);
    await assert.rejects(refresh, { code: 'NotSignedIn' });
    await clock().tickAsync(1_000);
    assert.equal(await inFile(), undefined);
    await sessions.takeShared();
    assert.deepEqual(sessions.stored(), []);
  });
});
