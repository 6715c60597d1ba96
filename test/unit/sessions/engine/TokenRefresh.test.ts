import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { renewalWindows } from '../../support/renewalWindows.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { exception } from '../../support/mockAws.ts';
import { CORP, INVALID_CLIENT, token, UNAUTHORIZED_CLIENT } from '../../support/openSessions.ts';
import { settled } from '../../support/settled.ts';

const ID = sessionId(CORP);
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const INVALID_GRANT = exception('InvalidGrantException', 'invalid_grant');
const ACCESS_DENIED = exception('AccessDeniedException', 'access_denied');

describe('A session that is renewed no more', () => {
  const clock = useFakeClock();
  const { open, signedIn, refreshes, before } = renewalWindows(clock);

  describe('ends the session', () => {
    for (const [reason, answer, left, sentence] of [
      ['sessionOver', INVALID_GRANT, -1, /organization/],
      ['sessionOver', exception('ExpiredTokenException', 'expired_token'), MINUTE_MS, /organization/],
      ['revoked', INVALID_GRANT, 30 * MINUTE_MS, /was revoked/],
      ['registrationExpired', INVALID_CLIENT, -1, /registration/],
      ['registrationExpired', UNAUTHORIZED_CLIENT, -1, /registration/],
      ['refused', ACCESS_DENIED, -1, /refused to renew/],
    ] as const) {
      const name = Object.values(answer.headers ?? {})[0]?.split(':')[0];
      it(`as ${reason} when the service says ${name}, ${left / 1000} s before the token expires`, async () => {
        const { aws, sessions, changes, secrets } = await signedIn();
        aws.next('/token', answer);
        before(sessions, left);
        const refused = settled(clock(), sessions.renew(ID, 't1'));
        await assert.rejects(refused, { code: 'NotSignedIn', message: sentence });
        assert.deepEqual(changes, [{ added: [], changed: [], removed: ['corp'] }]);
        assert.equal(sessions.endedUntold()[0]?.ended, reason);
        assert.doesNotMatch([...secrets.values.values()].join(), /t1/);
        await assert.rejects(sessions.fresh(ID), { code: 'NotSignedIn', message: sentence });
        assert.equal(clock().countTimers(), 0);
      });
    }

    it('when AWS says that its registration has expired, and asks it not before the token has', async () => {
      const { aws, sessions } = await signedIn(token('t1'), {}, 30 * 60);
      before(sessions, MINUTE_MS);
      assert.equal((await sessions.fresh(ID)).accessToken, 't1');
      assert.equal(refreshes(aws).length, 0);
      before(sessions, -1);
      aws.next('/token', INVALID_CLIENT);
      const ended = settled(clock(), sessions.fresh(ID));
      await assert.rejects(ended, { code: 'NotSignedIn', message: /registration/ });
      assert.equal(refreshes(aws).length, 1);
    });

    it('not by a clock that is months ahead: AWS knows whether the registration lasts', async () => {
      const { aws, sessions } = await signedIn();
      clock().setSystemTime(Date.now() + 100 * 24 * 60 * MINUTE_MS);
      assert.equal(sessions.signedIn().length, 1);
      aws.next('/token', token('t2'));
      assert.equal((await settled(clock(), sessions.fresh(ID))).accessToken, 't2');
      // The next token is renewed ahead of its expiry no more, but at it, and when the portal refuses it.
      aws.next('/token', token('t3'));
      before(sessions, -1);
      assert.equal((await settled(clock(), sessions.fresh(ID))).accessToken, 't3');
      aws.next('/token', token('t4'));
      assert.equal((await settled(clock(), sessions.renewal.replaceRejected(ID, 't3'))).accessToken, 't4');
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
      await assert.rejects(settled(clock(), here.sessions.fresh(ID)), { code: 'NotSignedIn' });
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

  it('distrusts no token that the window which was killed had stored', async () => {
    const killed = new MemoryLock();
    const hold = killed.hold.bind(killed);
    const { sessions, aws } = await signedIn(token('t1'), { lock: killed });
    aws.next('/token', token('t2'));
    await settled(clock(), sessions.renew(ID, 't1'));
    killed.hold = (name, signal, action, onWait) => hold(name, signal, () => action(true), onWait);
    assert.equal((await settled(clock(), sessions.renew(ID, 't1'))).accessToken, 't2');
    assert.equal(sessions.find(ID)?.isAnswerLost, undefined);
  });

  it('keeps its token to the end, and says why it ends, where a window was killed over its renewal', async () => {
    const killed = new MemoryLock();
    const hold = killed.hold.bind(killed);
    const { aws, sessions } = await signedIn(token('t1'), { lock: killed });
    killed.hold = (name, signal, action, onWait) => hold(name, signal, () => action(true), onWait);
    aws.next('/token', INVALID_GRANT);
    before(sessions, MINUTE_MS);
    assert.equal((await settled(clock(), sessions.renew(ID, 't1'))).accessToken, 't1');
    await clock().tickAsync(MINUTE_MS);
    assert.equal(sessions.endedUntold()[0]?.ended, 'answerLost');
    await assert.rejects(sessions.fresh(ID), { message: /Its last renewal didn’t complete/ });
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
});
