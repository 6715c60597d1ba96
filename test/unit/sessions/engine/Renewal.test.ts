import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { IdentityCenterSessions } from '../../../../src/sessions/kinds/IdentityCenterSessions.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import type { MockAws } from '../../support/mockAws.ts';
import { type Answer, connectionError, exception } from '../../support/mockAws.ts';
import {
  CORP,
  INVALID_CLIENT,
  openSessions,
  registered,
  started,
  token,
  UNAUTHORIZED_CLIENT,
} from '../../support/openSessions.ts';

const ID = sessionId(CORP);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const INVALID_GRANT = exception('InvalidGrantException', 'invalid_grant');
const ACCESS_DENIED = exception('AccessDeniedException', 'access_denied');
const UNAVAILABLE: Answer = { status: 503, body: 'busy' };
const CAPTIVE_PORTAL: Answer = { status: 200, body: '<html>Welcome to the hotel</html>' };

describe('Renewal', () => {
  const clock = useFakeClock();

  function open(shared: { secrets?: MemorySecrets; windows?: MemoryWindows; lock?: MemoryLock } = {}) {
    return openSessions(clock(), shared);
  }

  /** A window in which somebody has just signed in with the token `t1`. */
  async function signedIn(answer = token('t1'), shared = {}, registrationSeconds?: number) {
    const window = open(shared);
    window.aws.next('/client/register', registered('c1', registrationSeconds));
    window.aws.next('/device_authorization', started()).next('/token', answer);
    const session = await window.signIn(CORP);
    window.changes.length = 0;
    return { ...window, session };
  }

  const refreshes = ({ received }: MockAws) =>
    received.filter(({ body }) => body['grantType'] === 'refresh_token');

  /** Takes the clock to so many milliseconds before the token expires, without any timer noticing. */
  function before(sessions: IdentityCenterSessions, ms: number): void {
    clock().setSystemTime((sessions.find(ID)?.expiresAt ?? 0) - ms);
  }

  /** What a call that has not been waited for comes to. */
  async function outcome(promise: Promise<{ accessToken: string }>): Promise<string> {
    const settled = promise.then(
      ({ accessToken }) => accessToken,
      (error: unknown) => (error as AwsSsoError).code,
    );
    await clock().tickAsync(5_000);
    return settled;
  }

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
    assert.match(log.lines.join(), /did not take the session/);
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

  it('does not look at the clock all the time while a refresh is under way', async () => {
    const lock = new MemoryLock();
    const { sessions } = await signedIn(token('t1'), { lock });
    const elsewhere = new AbortController();
    void lock.hold(`session-${ID}`, elsewhere.signal, () => new Promise(() => undefined));
    before(sessions, MINUTE_MS);
    sessions.current(ID);
    let timers = 0;
    const { setTimeout } = globalThis;
    globalThis.setTimeout = ((...args: Parameters<typeof setTimeout>) => {
      timers++;
      return setTimeout(...args);
    }) as typeof setTimeout;
    try {
      await clock().tickAsync(MINUTE_MS);
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    assert.ok(timers <= 2, `${timers} timers in a minute`);
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

  for (const [what, answer] of [
    ['the server cannot be reached', connectionError('ECONNREFUSED')],
    ['its name cannot be resolved', connectionError('ENOTFOUND')],
    ['the service has trouble', UNAVAILABLE],
    ['the service asks for fewer requests', exception('TooManyRequestsException', 'x', 429)],
    ['a captive portal answers', CAPTIVE_PORTAL],
    ['a proxy wants a password', { status: 407, body: '<html></html>' }],
    ['the service does not understand the request', exception('InvalidRequestException', 'invalid_request')],
  ] as [string, Answer | Error][]) {
    it(`signs nobody out while ${what}, and goes on when that is over`, async () => {
      const { aws, sessions, changes } = await signedIn();
      const flood = (): void => {
        for (let count = 0; count < 3; count++) {
          aws.next('/token', answer);
        }
      };
      flood();
      before(sessions, MINUTE_MS);
      assert.equal((await sessions.fresh(ID)).accessToken, 't1');
      await clock().tickAsync(5_000);
      flood();
      before(sessions, -1);
      const code = await outcome(sessions.fresh(ID));
      assert.match(code, /^(Network|Service|Throttled|InvalidRequest)$/);
      assert.deepEqual(changes, []);
      assert.deepEqual(sessions.endedUntold(), []);
      assert.equal(sessions.signedIn().length, 1);
    });
  }

  it('does not wear the service out while it fails, and tries soon again for a caller', async () => {
    const { aws, sessions } = await signedIn();
    before(sessions, -1);
    for (let count = 0; count < 100; count++) {
      aws.next('/token', UNAVAILABLE);
    }
    for (let second = 0; second < 60; second++) {
      await assert.rejects(sessions.fresh(ID), { code: 'Service' });
      await clock().tickAsync(1_000);
    }
    const count = refreshes(aws).length;
    assert.ok(count >= 10 && count <= 16, `${count} refreshes in a minute`);
    await clock().tickAsync(10 * MINUTE_MS);
    const later = refreshes(aws).length - count;
    assert.ok(later >= 8 && later <= 11, `${later} refreshes in the ten minutes after`);
  });

  it('waits for as long as the service asks, in every window', async () => {
    const shared = { windows: new MemoryWindows(), lock: new MemoryLock(), secrets: new MemorySecrets() };
    const here = await signedIn(token('t1'), shared);
    const there = open(shared);
    await there.sessions.load();
    here.aws.next('/token', { status: 503, headers: { 'Retry-After': '90' }, body: 'busy' });
    before(here.sessions, -1);
    await assert.rejects(here.sessions.fresh(ID), { code: 'Service' });
    await assert.rejects(there.sessions.fresh(ID), { code: 'Service' });
    await clock().tickAsync(80_000);
    await assert.rejects(there.sessions.fresh(ID), { code: 'Service' });
    await assert.rejects(here.sessions.fresh(ID), { code: 'Service' });
    assert.equal(refreshes(here.aws).length, 1);
    assert.equal(refreshes(there.aws).length, 0);
    here.aws.next('/token', token('t2'));
    there.aws.next('/token', token('t2'));
    await clock().tickAsync(20_000);
    assert.equal((await there.sessions.fresh(ID)).accessToken, 't2');
  });

  describe('ends the session', () => {
    for (const [reason, answer, left, sentence] of [
      ['sessionOver', INVALID_GRANT, -1, /organization/],
      ['sessionOver', exception('ExpiredTokenException', 'expired_token'), MINUTE_MS, /organization/],
      ['revoked', INVALID_GRANT, 30 * MINUTE_MS, /before its time/],
      ['registrationExpired', INVALID_CLIENT, -1, /registration/],
      ['registrationExpired', UNAUTHORIZED_CLIENT, -1, /registration/],
      ['refused', ACCESS_DENIED, -1, /refused to renew/],
    ] as const) {
      const name = Object.values(answer.headers ?? {})[0]?.split(':')[0];
      it(`as ${reason} when the service says ${name}, ${left / 1000} s before the token expires`, async () => {
        const { aws, sessions, changes, secrets } = await signedIn();
        aws.next('/token', answer);
        before(sessions, left);
        await assert.rejects(sessions.renew(ID, 't1'), { code: 'NotSignedIn', message: sentence });
        assert.deepEqual(changes, [{ added: [], changed: [], removed: ['corp'] }]);
        assert.equal(sessions.endedUntold()[0]?.ended, reason);
        assert.doesNotMatch([...secrets.values.values()].join(), /t1/);
        await assert.rejects(sessions.fresh(ID), { code: 'NotSignedIn', message: sentence });
        assert.equal(clock().countTimers(), 0);
      });
    }

    it('without asking when its registration has expired, and not before its token has', async () => {
      const { aws, sessions } = await signedIn(token('t1'), {}, 30 * 60);
      before(sessions, MINUTE_MS);
      assert.equal((await sessions.fresh(ID)).accessToken, 't1');
      before(sessions, -1);
      await assert.rejects(sessions.fresh(ID), { code: 'NotSignedIn', message: /registration/ });
      assert.equal(refreshes(aws).length, 0);
    });

    it('by itself when its token has expired and there is nothing to renew it with', async () => {
      const { sessions, changes } = await signedIn({ body: { accessToken: 't1', expiresIn: 60 } });
      await clock().tickAsync(57_000);
      assert.deepEqual(changes, []);
      await clock().tickAsync(2_000);
      assert.deepEqual(changes, [{ added: [], changed: [], removed: ['corp'] }]);
      assert.equal(sessions.endedUntold()[0]?.ended, 'sessionOver');
      assert.deepEqual(
        sessions.known().map(({ name }) => name),
        ['corp'],
      );
    });

    it('for all windows, and one of them tells the person', async () => {
      const shared = { windows: new MemoryWindows(), lock: new MemoryLock(), secrets: new MemorySecrets() };
      const here = await signedIn(token('t1'), shared);
      const there = open(shared);
      await there.sessions.load();
      here.aws.next('/token', INVALID_GRANT);
      before(here.sessions, -1);
      await assert.rejects(here.sessions.fresh(ID), { code: 'NotSignedIn' });
      assert.deepEqual(there.changes.at(-1), { added: [], changed: [], removed: ['corp'] });
      await assert.rejects(there.sessions.fresh(ID), { code: 'NotSignedIn', message: /organization/ });
      assert.equal(there.sessions.endedUntold().length, 1);
      const claims = [here, there, here].map(({ sessions }) => sessions.claimTelling(ID));
      assert.deepEqual((await Promise.all(claims)).filter(Boolean).length, 1);
      assert.deepEqual(
        [here, there].flatMap(({ sessions }) => sessions.endedUntold()),
        [],
      );
      assert.equal(refreshes(there.aws).length, 0);
    });
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

  it('keeps the token to its end when a refresh was used up by an answer that got lost', async () => {
    const { aws, sessions, changes } = await signedIn();
    aws.next('/token', connectionError('ECONNRESET')).next('/token', INVALID_GRANT);
    before(sessions, 2 * MINUTE_MS);
    await assert.rejects(sessions.renew(ID, 't1'), { code: 'Network' });
    await clock().tickAsync(30_000);
    assert.equal(aws.unused, 0);
    assert.equal((await sessions.fresh(ID)).accessToken, 't1');
    assert.deepEqual(changes, []);
    await clock().tickAsync(2 * MINUTE_MS);
    assert.equal(sessions.endedUntold()[0]?.ended, 'answerLost');
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

  it('stays signed out when a refresh was under way, in whatever window', async () => {
    const shared = { windows: new MemoryWindows(), lock: new MemoryLock(), secrets: new MemorySecrets() };
    const here = await signedIn(token('t1'), shared);
    const there = open(shared);
    await there.sessions.load();
    here.aws.next('/token', token('t2'));
    there.aws.next('/logout', { body: '' });
    before(here.sessions, -1);
    const refresh = here.sessions.fresh(ID);
    refresh.catch(() => undefined);
    await there.sessions.signOut(ID);
    await assert.rejects(refresh, { code: 'NotSignedIn', message: /signed out/ });
    await clock().tickAsync(0);
    assert.deepEqual(
      [here, there].flatMap(({ sessions }) => sessions.signedIn()),
      [],
    );
    assert.doesNotMatch([...shared.secrets.values.values()].join(), /"t[12]"/);
  });

  it('asks for nothing when the secret storage does not answer: what came of it could be lost', async () => {
    const { aws, sessions, secrets } = await signedIn();
    before(sessions, -1);
    secrets.get = () => new Promise(() => undefined);
    assert.equal(await outcome(sessions.fresh(ID)), 'Service');
    assert.equal(refreshes(aws).length, 0);
    assert.equal(sessions.signedIn().length, 1);
  });

  it('keeps no other window waiting when it has lost its editor', async () => {
    const shared = { windows: new MemoryWindows(), lock: new MemoryLock() };
    const lost = await signedIn(token('t1'), shared);
    const there = open({ ...shared, secrets: new MemorySecrets(lost.secrets.values) });
    await there.sessions.load();
    there.aws.next('/token', token('t2'));
    before(lost.sessions, -1);
    lost.secrets.get = () => new Promise(() => undefined);
    lost.sessions.fresh(ID).catch(() => undefined);
    await clock().tickAsync(1_000);
    let waited = false;
    await shared.lock.hold(
      `session-${ID}`,
      new AbortController().signal,
      () => Promise.resolve(),
      () => {
        waited = true;
      },
    );
    assert.equal(waited, false);
    assert.equal((await there.sessions.fresh(ID)).accessToken, 't2');
  });

  it('stays signed out when a refresh fails that was under way', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/logout', { body: '' });
    before(sessions, -1);
    aws.oidc.createToken = async () => {
      await sessions.signOut(ID);
      clock().setSystemTime(Date.now() + HOUR_MS);
      throw new AwsSsoError('Network', 'lost', { network: { kind: 'broken', maybeSent: true } });
    };
    await assert.rejects(sessions.fresh(ID), { code: 'Network' });
    await clock().tickAsync(0);
    assert.deepEqual(sessions.stored(), []);
  });

  it('tries again at once when the clock was set back after a failure', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', UNAVAILABLE).next('/token', token('t2'));
    before(sessions, -1);
    await assert.rejects(sessions.fresh(ID), { code: 'Service' });
    clock().setSystemTime(Date.now() - 5 * HOUR_MS);
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
  });

  it('stays signed out although the machine slept during a refresh', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', token('t2'));
    aws.next('/logout', { body: '' });
    before(sessions, -1);
    const createToken = aws.oidc.createToken.bind(aws.oidc);
    aws.oidc.createToken = async (...request) => {
      const answer = await createToken(...request);
      await sessions.signOut(ID);
      clock().setSystemTime(Date.now() + 8 * HOUR_MS);
      return answer;
    };
    await assert.rejects(sessions.fresh(ID), { code: 'NotSignedIn', message: /signed out/ });
    assert.deepEqual(sessions.signedIn(), []);
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
