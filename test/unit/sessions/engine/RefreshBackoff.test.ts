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
const CAPTIVE_PORTAL: Answer = { status: 200, body: '<html>Welcome to the hotel</html>' };

describe('A refresh that fails', () => {
  const clock = useFakeClock();
  const { open, signedIn, refreshes, before, outcome } = renewalWindows(clock);

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

  it('keeps the token to its end when a refresh was used up by an answer of AWS that is cut off', async () => {
    const { aws, sessions } = await signedIn();
    const headers = { 'x-amzn-RequestId': '00000000-0000-4000-8000-000000000001' };
    aws.next('/token', { headers, body: '{"accessToken":"t2","refr' }).next('/token', INVALID_GRANT);
    before(sessions, 2 * MINUTE_MS);
    await assert.rejects(sessions.renew(ID, 't1'), { code: 'Network' });
    await clock().tickAsync(30_000);
    assert.equal(aws.unused, 0);
    assert.equal((await sessions.fresh(ID)).accessToken, 't1');
    await clock().tickAsync(2 * MINUTE_MS);
    assert.equal(sessions.endedUntold()[0]?.ended, 'answerLost');
  });

  for (const [what, answer] of [
    ['a server error', { status: 500, body: '{}' }],
    ['an answer that is too large to be read', { body: `"${'x'.repeat(2 ** 20)}"` }],
  ] as const) {
    it(`keeps the token to its end when a refresh was used up, and the answer was ${what}`, async () => {
      const { aws, sessions } = await signedIn();
      aws.next('/token', answer).next('/token', INVALID_GRANT);
      before(sessions, 2 * MINUTE_MS);
      await assert.rejects(sessions.renew(ID, 't1'));
      await clock().tickAsync(30_000);
      assert.equal(aws.unused, 0);
      assert.equal((await sessions.fresh(ID)).accessToken, 't1');
      await clock().tickAsync(2 * MINUTE_MS);
      assert.equal(sessions.endedUntold()[0]?.ended, 'answerLost');
      await assert.rejects(sessions.fresh(ID), {
        message: /Its last renewal didn’t complete\. Sign in again\./,
      });
    });
  }

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

  it('tries again at once when the clock was set back after a failure', async () => {
    const { aws, sessions } = await signedIn();
    aws.next('/token', UNAVAILABLE).next('/token', token('t2'));
    before(sessions, -1);
    await assert.rejects(sessions.fresh(ID), { code: 'Service' });
    clock().setSystemTime(Date.now() - 5 * HOUR_MS);
    assert.equal((await sessions.fresh(ID)).accessToken, 't2');
  });
});
