import assert from 'node:assert/strict';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { renewalWindows } from '../../support/renewalWindows.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { type Answer, connectionError, exception } from '../../support/mockAws.ts';
import { CORP, token } from '../../support/openSessions.ts';

const ID = sessionId(CORP);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const INVALID_GRANT = exception('InvalidGrantException', 'invalid_grant');
const UNAVAILABLE: Answer = { status: 503, body: 'busy' };

describe('Renewal', () => {
  const clock = useFakeClock();
  const { open, signedIn, refreshes, before } = renewalWindows(clock);

  it('answers with what is good, and renews behind the answer, with the registration that it was got with', async () => {
    const { aws, sessions, changes, secrets, session } = await signedIn();
    aws.next('/token', token('t2'));
    before(sessions, 4 * MINUTE_MS);
    assert.equal(sessions.current(ID)?.accessToken, 't1');
    await clock().tickAsync(0);
    assert.equal(sessions.current(ID)?.accessToken, 't2');
    const { clientId, clientSecret, refreshToken } = session;
    assert.deepEqual(refreshes(aws)[0]?.body, {
      ...{ clientId, clientSecret, refreshToken },
      grantType: 'refresh_token',
    });
    assert.deepEqual(changes, [{ added: [], changed: ['corp'], removed: [] }]);
    const other = open({ secrets });
    await other.sessions.load();
    const stored = other.sessions.find(ID);
    assert.deepEqual([stored?.accessToken, stored?.refreshToken], ['t2', 'refresh of t2']);
  });

  for (const [life, ahead] of [
    [HOUR_MS, 5 * MINUTE_MS],
    [8 * HOUR_MS, 5 * MINUTE_MS],
    [20 * MINUTE_MS, 2 * MINUTE_MS],
  ] as const) {
    it(`renews a token of ${life / MINUTE_MS} min when it has ${ahead / MINUTE_MS} min left, and not before`, async () => {
      const { aws, sessions } = await signedIn(token('t1', life / 1000));
      aws.next('/token', token('t2'));
      before(sessions, ahead + 1);
      sessions.current(ID);
      await clock().tickAsync(0);
      assert.equal(refreshes(aws).length, 0);
      before(sessions, ahead);
      sessions.current(ID);
      await clock().tickAsync(0);
      assert.equal(refreshes(aws).length, 1);
    });
  }

  it('renews by itself, ahead of the expiry, when nobody asks', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', token('t2'));
    await clock().tickAsync(HOUR_MS - 5 * MINUTE_MS - 5_000);
    assert.equal(refreshes(aws).length, 0);
    await clock().tickAsync(3 * MINUTE_MS);
    assert.equal(refreshes(aws).length, 1);
    assert.equal(sessions.current(ID)?.accessToken, 't2');
  });

  it('makes callers wait when the token is good for a moment only', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', token('t2'));
    before(sessions, 30_000);
    assert.equal(sessions.current(ID), undefined);
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
  });

  it('gives even that moment’s token rather than none', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', UNAVAILABLE);
    before(sessions, 30_000);
    assert.equal((await sessions.fresh(ID)).accessToken, 't1');
    assert.equal(sessions.current(ID)?.accessToken, 't1');
  });

  it('asks once for 250 callers at once', async () => {
    const { aws, sessions, changes } = await signedIn();
    aws.next('/token', token('t2'));
    before(sessions, -1);
    const calls = await Promise.all(Array.from({ length: 250 }, () => sessions.fresh(ID)));
    assert.deepEqual(new Set(calls.map(({ accessToken }) => accessToken)), new Set(['t2']));
    assert.equal(refreshes(aws).length, 1);
    assert.equal(changes.length, 1);
  });

  for (const [what, storeOf] of [
    ['that share a secret storage', (first: MemorySecrets) => first],
    ['that have a snapshot of it each', (first: MemorySecrets) => new MemorySecrets(first.values)],
  ] as const) {
    it(`asks once for all windows ${what}, and none of them hears of it twice`, async () => {
      const shared = { windows: new MemoryWindows(), lock: new MemoryLock() };
      const first = await signedIn(token('t1'), shared);
      const windows = [first];
      for (let count = 1; count < 4; count++) {
        const window = { ...open({ ...shared, secrets: storeOf(first.secrets) }), session: first.session };
        await window.sessions.load();
        window.changes.length = 0;
        windows.push(window);
      }
      for (const { aws } of windows) {
        aws.next('/token', token('t2'));
      }
      before(first.sessions, -1);
      const calls = windows.flatMap(({ sessions }) => Array.from({ length: 50 }, () => sessions.fresh(ID)));
      const tokens = (await Promise.all(calls)).map(({ accessToken }) => accessToken);
      assert.deepEqual(new Set(tokens), new Set(['t2']));
      assert.equal(windows.flatMap(({ aws }) => refreshes(aws)).length, 1);
      await clock().tickAsync(0);
      for (const { changes, secrets } of windows) {
        assert.deepEqual(changes, [{ added: [], changed: ['corp'], removed: [] }]);
        assert.match([...secrets.values.values()].join(), /"t2"/);
      }
    });
  }

  it('takes the lock once for 250 callers', async () => {
    const lock = new MemoryLock();
    const { aws, sessions } = await signedIn(token('t1'), { lock });
    const hold = lock.hold.bind(lock);
    let holds = 0;
    lock.hold = (...held) => {
      holds++;
      return hold(...held);
    };
    aws.next('/token', token('t2'));
    before(sessions, -1);
    await Promise.all(Array.from({ length: 250 }, () => sessions.fresh(ID)));
    assert.equal(holds, 1);
  });

  it('keeps the refresh token when the answer brings no new one', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', { body: { accessToken: 't2', expiresIn: 3600 } });
    before(sessions, -1);
    assert.equal((await sessions.fresh(ID)).refreshToken, 'refresh of t1');
  });

  it('hands nothing out before it is stored', async () => {
    const { aws, sessions, secrets } = await signedIn();
    aws.next('/token', token('t2'));
    before(sessions, -1);
    let release: (() => void) | undefined;
    const store = secrets.store.bind(secrets);
    secrets.store = async (key, value) => {
      await new Promise<void>((resolve) => (release = resolve));
      return store(key, value);
    };
    let handedOut = '';
    const call = sessions.fresh(ID).then(({ accessToken }) => (handedOut = accessToken));
    await clock().tickAsync(1_000);
    assert.equal(sessions.current(ID), undefined);
    assert.equal(handedOut, '');
    release?.();
    await call;
    assert.equal(handedOut, 't2');
  });

  it('goes on with a token that could not be stored: the one before it is used up', async () => {
    const { aws, sessions, secrets, log } = await signedIn();
    aws.next('/token', token('t2'));
    before(sessions, -1);
    secrets.store = () => Promise.reject(new Error('no keyring'));
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
    assert.match(log.lines.join(), /couldn’t store the session/);
  });

  it('asks once after the machine has slept', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', token('t2')).next('/token', token('t3'));
    clock().setSystemTime(Date.now() + 9 * HOUR_MS);
    await clock().tickAsync(2 * MINUTE_MS);
    assert.equal(refreshes(aws).length, 1);
    assert.equal(sessions.current(ID)?.accessToken, 't2');
  });

  it('leaves no timer behind when nobody is signed in', async () => {
    const fresh = open();
    await fresh.sessions.load();
    assert.equal(clock().countTimers(), 0);
    const { aws, sessions } = await signedIn();
    assert.equal(clock().countTimers(), 1);
    aws.next('/logout', { body: '' });
    await sessions.signOut(ID);
    await clock().tickAsync(0);
    assert.equal(clock().countTimers(), 0);
  });

  it('leaves no timer behind when it is disposed of while a refresh is under way', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', UNAVAILABLE);
    before(sessions, -1);
    const refresh = sessions.fresh(ID);
    sessions.dispose();
    await assert.rejects(refresh, { code: 'Service' });
    await clock().tickAsync(0);
    assert.equal(clock().countTimers(), 0);
  });

  it('takes over what somebody who knows no lock has renewed meanwhile', async () => {
    const { aws, sessions, secrets } = await signedIn();
    const elsewhere = open({ secrets: new MemorySecrets(secrets.values) });
    elsewhere.aws.next('/token', token('t2'));
    aws.next('/token', INVALID_GRANT);
    before(sessions, -1);
    await elsewhere.sessions.load();
    await elsewhere.sessions.fresh(ID);
    const get = secrets.get.bind(secrets);
    let reads = 0;
    secrets.get = (key) => {
      // It is stored only after this window has looked.
      if (key.startsWith('session:') && key !== 'session:' && ++reads === 2) {
        secrets.values.set(key, elsewhere.secrets.values.get(key) ?? '');
      }
      return get(key);
    };
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
    assert.equal(refreshes(aws).length, 1);
  });

  it('renews once when the clock was set back, since nothing can be told by it then', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', token('t2')).next('/token', token('t3'));
    clock().setSystemTime(Date.now() - HOUR_MS);
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
    await clock().tickAsync(10 * MINUTE_MS);
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
    assert.equal(refreshes(aws).length, 1);
  });

  it('takes an emptied secret storage for a loss, not for a sign-out', async () => {
    const { aws, sessions, secrets, changes } = await signedIn();
    secrets.values.clear();
    await sessions.reload();
    await clock().tickAsync(0);
    assert.deepEqual(changes, []);
    assert.match([...secrets.values.values()].join(), /"t1"/);
    secrets.values.clear();
    aws.next('/token', token('t2'));
    before(sessions, -1);
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
    const other = open({ secrets });
    await other.sessions.load();
    assert.equal(other.sessions.find(ID)?.accessToken, 't2');
  });

  it('writes no secret into the log', async () => {
    const { aws, sessions, log } = await signedIn();
    aws.next('/token', connectionError('ECONNRESET')).next('/token', token('t2'));
    before(sessions, -1);
    await assert.rejects(sessions.fresh(ID), { code: 'Network' });
    await clock().tickAsync(MINUTE_MS);
    assert.equal(sessions.current(ID)?.accessToken, 't2');
    assert.ok(log.lines.length >= 3);
    assert.doesNotMatch(log.lines.join('\n'), /\bt[12]\b|secret of/);
  });
});
