import assert from 'node:assert/strict';
import { consoleId } from '../../../../src/sessions/kinds/console.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { type Answer, connectionError, exception } from '../../support/mockAws.ts';
import { ALICE, credentials, openConsoles, signinException } from '../../support/openConsoles.ts';
import { CORP } from '../../support/openSessions.ts';
import { renewalWindows } from '../../support/renewalWindows.ts';

const MINUTE_MS = 60_000;
const REFUSAL = signinException('INVALID_REQUEST', 400, 'ValidationException');

describe('A session that AWS refuses in the same words, again and again', () => {
  const clock = useFakeClock();
  const { signedIn } = renewalWindows(clock);

  /** Has a console session answered that way whenever it is renewed, for so many minutes. @returns how many live it had. */
  async function minutes(count: number, answers: (Answer | Error)[]) {
    const window = openConsoles();
    await window.add();
    const { aws, sessions } = window;
    let next = 0;
    let live = 0;
    for (let minute = 0; minute < count; minute++) {
      if (aws.unused === 0 && sessions.stored().length > 0) {
        aws.next('/v1/token', answers[Math.min(next++, answers.length - 1)] ?? REFUSAL);
      }
      await clock().tickAsync(MINUTE_MS);
      live += sessions.signedIn().length;
    }
    return { ...window, live };
  }

  it('goes on until its credentials have expired and three attempts minutes apart were refused', async () => {
    const { live, sessions, endedTimes } = await minutes(30, [REFUSAL]);
    assert.ok(live >= 19 && live <= 23, `${live} minutes`);
    assert.deepEqual(
      sessions.endedUntold().map(({ ended }) => ended),
      ['refused'],
    );
    assert.equal(endedTimes(), 1);
    await assert.rejects(sessions.fresh(consoleId(ALICE)), {
      code: 'NotSignedIn',
      message: /refused to renew/,
    });
  });

  it('is told of by one window, once', async () => {
    const { sessions } = await minutes(30, [REFUSAL]);
    assert.equal(await sessions.claimTelling(consoleId(ALICE)), true);
    assert.equal(await sessions.claimTelling(consoleId(ALICE)), false);
  });

  for (const [what, answers] of [
    ['there is no answer', [connectionError('ECONNRESET')]],
    ['a server is in trouble', [{ status: 503, body: 'busy' }]],
    ['it isn’t AWS who refuses', [{ status: 400, body: { error: 'INVALID_REQUEST' } }]],
    ['the words differ', [REFUSAL, signinException('CONFLICT', 409, 'ConflictException')]],
  ] as [string, (Answer | Error)[]][]) {
    it(`goes on while ${what}`, async () => {
      const all = what.includes('differ')
        ? Array.from({ length: 60 }, (_, index) => answers[index % 2] ?? REFUSAL)
        : answers;
      const { live } = await minutes(40, all);
      assert.equal(live, 40);
    });
  }

  it('goes on when one of the attempts brings credentials', async () => {
    const refused = Array.from({ length: 7 }, () => REFUSAL);
    const { live, sessions } = await minutes(30, [...refused, credentials(2)]);
    assert.equal(live, 30);
    assert.equal(sessions.find(consoleId(ALICE))?.accessKeyId, 'ASIA2');
  });

  it('is over likewise when it is one of IAM Identity Center', async () => {
    const { aws, sessions, session } = await signedIn();
    clock().setSystemTime(session.expiresAt + 1);
    for (let minute = 0; minute < 12 && sessions.stored().length > 0; minute++) {
      if (aws.unused === 0) {
        aws.next('/token', exception('InvalidRequestException', 'invalid_request'));
      }
      sessions.fresh(sessionId(CORP)).catch(() => undefined);
      await clock().tickAsync(MINUTE_MS);
    }
    assert.equal(sessions.endedUntold()[0]?.ended, 'refused');
  });
});
