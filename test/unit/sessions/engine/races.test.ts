import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serviceError } from '../../../../src/aws/services/serviceError.ts';
import { SsoCache } from '../../../../src/aws/cache/SsoCache.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { IDENTITY_CENTER } from '../../../../src/sessions/kinds/identityCenterRules.ts';
import { RefreshBackoff } from '../../../../src/sessions/engine/RefreshBackoff.ts';
import type { IdentityCenterSessions } from '../../../../src/sessions/kinds/IdentityCenterSessions.ts';
import { sessionId, type SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import { blindPrompt } from '../../support/blindPrompt.ts';
import { byAwsCli } from '../../support/byAwsCli.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { connectionError, exception, type MockAws } from '../../support/mockAws.ts';
import { CORP, openSessions, registered, started, token } from '../../support/openSessions.ts';
import { settled } from '../../support/settled.ts';

const ID = sessionId(CORP);
const HOUR_MS = 3_600_000;
/** The portal's word that it does not take a token. */
const REFUSED = new AwsSsoError('NotSignedIn', 'x', {
  service: { service: 'sso', name: 'UnauthorizedException', status: 401, retryable: false },
});
const INVALID_GRANT = exception('InvalidGrantException', 'invalid_grant');

type Shared = NonNullable<Parameters<typeof openSessions>[1]>;

/** What happens at the worst moment. */
describe('Races', () => {
  const clock = useFakeClock();
  let home: string;
  let cache: SsoCache;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'home-'));
    cache = new SsoCache({ HOME: home });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  async function signedIn(shared: Shared = {}, answer = token('t1')) {
    const window = openSessions(clock(), shared);
    window.aws.next('/client/register', registered('c1'));
    window.aws.next('/device_authorization', started()).next('/token', answer);
    await window.signIn(CORP);
    return window;
  }

  function expire(sessions: IdentityCenterSessions): void {
    clock().setSystemTime((sessions.find(ID)?.expiresAt ?? 0) + 1);
  }

  /** Does something while a refresh is under way, before its answer comes. */
  function duringRefresh({ oidc }: MockAws, action: () => Promise<unknown>): void {
    const createToken = oidc.createToken.bind(oidc);
    oidc.createToken = async (...request) => {
      await action();
      return createToken(...request);
    };
  }

  const tokens = (sessions: IdentityCenterSessions): string[] =>
    sessions.signedIn().map(({ accessToken }) => accessToken);

  for (const [what, answer] of [
    ['its answer is lost', connectionError('ECONNRESET')],
    ['the service refuses it', INVALID_GRANT],
  ] as const) {
    it(`a sign-out holds when a refresh was under way, the machine sleeps, and ${what}`, async () => {
      const { aws, sessions } = await signedIn();
      aws.next('/token', answer).next('/logout', { body: '' });
      expire(sessions);
      duringRefresh(aws, async () => {
        await sessions.signOut(ID);
        clock().setSystemTime(Date.now() + 8 * HOUR_MS);
      });
      await assert.rejects(sessions.fresh(ID));
      assert.deepEqual(sessions.stored(), []);
      assert.deepEqual(sessions.endedUntold(), []);
    });
  }

  it('a sign-out by the AWS CLI holds when a refresh was under way', async () => {
    const { aws, sessions } = await signedIn({ home });
    aws.next('/token', connectionError('ECONNRESET'));
    duringRefresh(aws, async () => {
      await cache.deleteToken('corp');
      await settled(clock(), sessions.takeShared());
    });
    await assert.rejects(settled(clock(), sessions.renew(ID, 't1')));
    assert.deepEqual(sessions.stored(), []);
    assert.equal(existsSync(cache.tokenFile('corp')), false);
  });

  it('a sign-out leaves nothing for the AWS CLI, whatever a refresh brings', async () => {
    const { aws, sessions } = await signedIn({ home });
    aws.next('/token', token('t2')).next('/logout', { body: '' });
    duringRefresh(aws, () => sessions.signOut(ID));
    await assert.rejects(settled(clock(), sessions.renew(ID, 't1')), { code: 'NotSignedIn' });
    assert.equal(existsSync(cache.tokenFile('corp')), false);
    await settled(clock(), sessions.takeShared());
    assert.deepEqual(sessions.stored(), []);
  });

  it('a sign-out holds though the AWS CLI renewed a moment before', async () => {
    const { aws, sessions } = await signedIn({ home });
    aws.next('/logout', { body: '' });
    await cache.writeToken('corp', byAwsCli('t2', 2 * HOUR_MS));
    await settled(clock(), sessions.signOut(ID));
    await settled(clock(), sessions.takeShared());
    assert.deepEqual(sessions.stored(), []);
  });

  it('nobody is handed a token that is kept to its end, once signed out', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', connectionError('ECONNRESET'));
    clock().setSystemTime((sessions.find(ID)?.expiresAt ?? 0) - 4 * 60_000);
    await assert.rejects(sessions.renew(ID, 't1'), { code: 'Network' });
    clock().setSystemTime(Date.now() + 6_000);
    aws.next('/token', INVALID_GRANT).next('/logout', { body: '' });
    duringRefresh(aws, () => sessions.signOut(ID));
    await assert.rejects(sessions.renew(ID, 't1'), { code: 'NotSignedIn' });
  });

  it('the portal’s word about an old token does not end what was signed in since', async () => {
    const { aws, sessions, atPortal, signIn } = await signedIn();
    aws.next('/token', token('t2'));
    const given: string[] = [];
    const result = await atPortal(ID, async (_, accessToken) => {
      given.push(accessToken);
      if (accessToken === 't2') {
        aws.next('/device_authorization', started()).next('/token', token('t3'));
        await signIn(CORP);
      }
      if (accessToken !== 't3') {
        throw REFUSED;
      }
      return 'done';
    });
    assert.equal(result, 'done');
    assert.deepEqual(given, ['t1', 't2', 't3']);
    assert.deepEqual(tokens(sessions), ['t3']);
  });

  it('a token that was only found with the AWS CLI, and is refused as well, does not end the session', async () => {
    const { aws, atPortal } = await signedIn({ home });
    await cache.writeToken('corp', byAwsCli('old', 2 * HOUR_MS));
    aws.next('/token', token('t2'));
    const given: string[] = [];
    const call = atPortal(ID, (_, accessToken) => {
      given.push(accessToken);
      return accessToken === 't2' ? Promise.resolve('done') : Promise.reject(REFUSED);
    });
    assert.equal(await settled(clock(), call), 'done');
    assert.deepEqual(given, ['t1', 'old', 't2']);
  });

  it('a proxy that says 401 in words of its own ends no session', async () => {
    const { sessions, atPortal } = await signedIn();
    const answer = { status: 401, header: () => undefined, body: '{"message":"Authentication required"}' };
    const call = atPortal(ID, () =>
      Promise.reject(serviceError('sso', answer, 'portal.sso.us-east-1.amazonaws.com')),
    );
    await assert.rejects(call, { code: 'Network' });
    assert.equal(sessions.signedIn().length, 1);
  });

  it('a token of another portal under the same name is neither taken nor touched', async () => {
    const other = { ...CORP, startUrl: 'https://other.awsapps.com/start' };
    await cache.writeToken('corp', byAwsCli('cli'));
    const window = openSessions(clock(), { home, configured: [other] });
    await window.sessions.load();
    assert.deepEqual(window.sessions.signedIn(), []);
    window.aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    window.aws.next('/token', token('t1')).next('/logout', { body: '' });
    await window.signIn(other);
    assert.equal((await cache.readToken('corp'))?.accessToken, 'cli');
    await window.sessions.signOut(sessionId(other));
    assert.equal((await cache.readToken('corp'))?.accessToken, 'cli');
  });

  it('a token of the AWS CLI with fewer scopes does not serve more', async () => {
    const scopes = ['codewhisperer:completions', 'sso:account:access'];
    await cache.writeToken('corp', byAwsCli('cli'));
    const { sessions } = openSessions(clock(), {
      home,
      configured: [{ ...CORP, registrationScopes: scopes }],
      cliScopes: ['sso:account:access'],
    });
    await sessions.load();
    assert.equal(sessions.serving('corp', ['sso:account:access']).length, 1);
    assert.deepEqual(sessions.serving('corp', scopes), []);
  });

  it('the AWS CLI’s renewal of a token keeps the scopes that it was signed in with', async () => {
    const { aws, sessions, signIn } = openSessions(clock(), { home, cliScopes: ['sso:account:access'] });
    aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    aws.next('/token', token('t1'));
    const scopes = ['codewhisperer:completions', 'sso:account:access'];
    await signIn({ ...CORP, registrationScopes: scopes });
    const there = await cache.readToken('corp');
    assert.ok(there);
    await cache.writeToken('corp', { ...there, accessToken: 't2', expiresAt: there.expiresAt + HOUR_MS });
    await settled(clock(), sessions.takeShared());
    assert.deepEqual(tokens(sessions), ['t2']);
    assert.deepEqual(sessions.find(ID)?.registrationScopes, scopes);
  });

  it('nothing is written for the AWS CLI under a name that means another region to it', async () => {
    const { aws, signIn } = openSessions(clock(), { home, cliRegion: 'us-east-1' });
    aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    aws.next('/token', token('t1'));
    await signIn({ ...CORP, region: 'eu-west-1' });
    assert.equal(existsSync(cache.tokenFile('corp')), false);
  });

  it('a portal call that waits for a renewal takes nobody’s turn', async () => {
    const lock = new MemoryLock();
    const lab = { ...CORP, name: 'lab' };
    const { aws, sessions, atPortal, signIn } = await signedIn({ lock, configured: [CORP, lab] });
    expire(sessions);
    aws.next('/client/register', registered('c2')).next('/device_authorization', started());
    aws.next('/token', token('lab'));
    await signIn(lab);
    const never = new Promise<void>(() => undefined);
    void lock.hold(`session-${ID}`, new AbortController().signal, () => never);
    for (let count = 0; count < 5; count++) {
      atPortal(ID, () => Promise.resolve()).catch(() => undefined);
    }
    assert.equal(await atPortal(sessionId(lab), () => Promise.resolve('served')), 'served');
  });

  it('a sign-in is not replaced by the token of the AWS CLI that it took the place of', async () => {
    await cache.writeToken('corp', byAwsCli('old', 8 * HOUR_MS));
    const { aws, sessions, signIn } = openSessions(clock(), { home });
    await sessions.load();
    assert.deepEqual(tokens(sessions), ['old']);
    aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    aws.next('/token', token('t1'));
    await signIn({ ...CORP, registrationScopes: ['codewhisperer:completions', 'sso:account:access'] });
    await settled(clock(), sessions.takeShared());
    assert.deepEqual(tokens(sessions), ['t1']);
  });

  it('a home that cannot be read is not a sign-out by the AWS CLI', async () => {
    const { sessions } = await signedIn({ home });
    renameSync(path.join(home, '.aws'), path.join(home, 'elsewhere'));
    await settled(clock(), sessions.takeShared());
    writeFileSync(path.join(home, '.aws'), 'a file in the way');
    await settled(clock(), sessions.takeShared());
    assert.equal(sessions.signedIn().length, 1);
  });

  it('to switch the sharing off signs nobody out, though another window hears of it a moment later', async () => {
    const windows = new MemoryWindows();
    const secrets = new MemorySecrets();
    const isOn = { here: true, there: true };
    const here = await signedIn({ home, windows, secrets, isSharing: () => isOn.here });
    const there = openSessions(clock(), { home, windows, secrets, isSharing: () => isOn.there });
    await there.sessions.load();
    isOn.here = false;
    await here.sessions.share(false);
    const looking = there.sessions.takeShared();
    setTimeout(() => (isOn.there = false), 1_000);
    await settled(clock(), looking);
    assert.deepEqual([tokens(here.sessions), tokens(there.sessions)], [['t1'], ['t1']]);
  });

  it('to switch the sharing off leaves no secret behind', async () => {
    const { sessions } = await signedIn({ home });
    assert.equal(readdirSync(cache.directory).length, 2);
    await sessions.share(false);
    assert.deepEqual(readdirSync(cache.directory), []);
  });

  it('a secret storage that never answers holds nothing up for ever', async () => {
    const secrets = new MemorySecrets();
    secrets.get = () => new Promise(() => undefined);
    const { sessions } = openSessions(clock(), { secrets });
    const loading = sessions.load();
    await clock().tickAsync(10_000);
    await loading;
  });

  it('a cancelled sign-in gives its lock back though the registration is never stored', async () => {
    const lock = new MemoryLock();
    const { aws, sessions, secrets } = openSessions(clock(), { lock });
    await sessions.load();
    aws.next('/client/register', registered('c1'));
    secrets.store = () => new Promise(() => undefined);
    const cancelling = new AbortController();
    const prompt = blindPrompt();
    const signingIn = sessions.signIn(CORP, prompt, cancelling.signal);
    signingIn.catch(() => undefined);
    await clock().tickAsync(1_000);
    cancelling.abort(new Error('enough'));
    await clock().tickAsync(10_000);
    await assert.rejects(signingIn);
    const never = new AbortController().signal;
    await lock.hold(`sign-in-${ID}`, never, () => Promise.resolve());
  });

  it('somebody is told although the claim to tell could not be stored', async () => {
    const { aws, sessions, secrets } = await signedIn();
    aws.next('/token', INVALID_GRANT);
    expire(sessions);
    await assert.rejects(settled(clock(), sessions.fresh(ID)), { code: 'NotSignedIn' });
    secrets.store = () => Promise.reject(new Error('no keyring'));
    assert.equal(await sessions.claimTelling(ID), true);
  });

  it('an expired token that cannot be renewed makes no storm when the storage hesitates', async () => {
    const { sessions, secrets } = await signedIn({}, { body: { accessToken: 't1', expiresIn: 3600 } });
    const get = secrets.get.bind(secrets);
    let reads = 0;
    let isHanging = true;
    secrets.get = (key) => {
      reads++;
      return isHanging ? new Promise(() => undefined) : get(key);
    };
    expire(sessions);
    sessions.fresh(ID).catch(() => undefined);
    await clock().tickAsync(4_990);
    isHanging = false;
    reads = 0;
    await clock().tickAsync(900);
    assert.ok(reads < 20, `${reads} reads`);
  });

  it('a renewal that brings the very token that is unwanted is followed by another', async () => {
    const windows = new MemoryWindows();
    const { aws, sessions } = await signedIn({ windows });
    aws.next('/token', token('t2')).next('/token', token('t3'));
    // A window that takes its time: t2 is in force already, and the renewal is not over yet.
    windows.seenBy(() => new Promise((resolve) => setTimeout(() => resolve({}), 900)));
    sessions.renew(ID, 't1').catch(() => undefined);
    while (sessions.find(ID)?.accessToken !== 't2') {
      await new Promise((resolve) => setImmediate(resolve));
      await clock().tickAsync(10);
    }
    assert.equal((await settled(clock(), sessions.renew(ID, 't2'))).accessToken, 't3');
  });

  it('a sign-in that ends after a sign-out of which nobody told stands', async () => {
    const shared = { secrets: new MemorySecrets(), lock: new MemoryLock() };
    const here = await signedIn(shared);
    // Without a socket between the two.
    const there = openSessions(clock(), shared);
    await there.sessions.load();
    here.aws.next('/device_authorization', started()).next('/token', token('t2'));
    there.aws.next('/logout', { body: '' });
    const prompt = {
      ...blindPrompt(),
      // The clock is set back, too: it alone would not tell which of the two came later.
      show: () => {
        void there.sessions.signOut(ID).then(() => clock().setSystemTime(Date.now() - HOUR_MS));
      },
    };
    await settled(clock(), here.sessions.signIn(CORP, prompt, new AbortController().signal));
    await here.sessions.reload();
    assert.deepEqual(tokens(here.sessions), ['t2']);
  });

  it('what the AWS CLI did is taken over though it cannot be stored', async () => {
    const { sessions, secrets } = await signedIn({ home });
    await cache.deleteToken('corp');
    secrets.store = () => Promise.reject(new Error('no keyring'));
    await settled(clock(), sessions.takeShared());
    assert.deepEqual(sessions.stored(), []);
  });

  it('a failure that another window tells of does not last for ever, whatever it says', () => {
    const backoff = new RefreshBackoff(
      IDENTITY_CENTER,
      new MemoryWindows().seenBy(() => Promise.resolve()),
    );
    const session = { ...CORP, expiresAt: 5 } as SignedInSession;
    backoff.receive({ id: ID, expiresAt: 5, code: 'Network', message: 'x', count: 1, retryAfter: 1e12 });
    assert.ok(backoff.failureOf(session));
    clock().setSystemTime(Date.now() + 24 * HOUR_MS);
    assert.equal(backoff.failureOf(session), undefined);
  });

  it('a reading of the configuration that fails once is done again', async () => {
    let readings = 0;
    const { sessions } = openSessions(clock(), {
      loadConfigured: () => (++readings === 1 ? Promise.reject(new Error('no')) : Promise.resolve()),
    });
    await assert.rejects(sessions.load(), /no/);
    await sessions.load();
    assert.equal(readings, 2);
  });
});
