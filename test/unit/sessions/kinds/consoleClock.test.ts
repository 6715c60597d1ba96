import assert from 'node:assert/strict';
import { consoleId } from '../../../../src/sessions/kinds/console.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { type Answer, connectionError, type Received } from '../../support/mockAws.ts';
import { ALICE, credentials, openConsoles, signinException } from '../../support/openConsoles.ts';

const ID = consoleId(ALICE);
const PATH = '/v1/token';
const HOUR_MS = 3_600_000;

describe('A console session on a machine with a wrong clock', () => {
  const clock = useFakeClock();

  /** The same, with the time of a service whose clock is so far ahead of this machine's. */
  const at = (ahead: number, { headers, ...answer }: Answer): Answer => ({
    ...answer,
    headers: { ...headers, date: new Date(Date.now() + ahead).toUTCString() },
  });

  const provenAt = (received: Received | undefined): number => {
    const [, payload = ''] = received?.headers['dpop']?.split('.') ?? [];
    return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iat: number }).iat * 1000;
  };

  for (const [ahead, sentence] of [
    [2 * HOUR_MS, /clock is 120 min slow/],
    [-HOUR_MS / 2, /clock is 30 min fast/],
  ] as const) {
    for (const error of ['TOKEN_EXPIRED', 'INVALID_REQUEST']) {
      it(`goes on after ${error} at ${-ahead / 60_000} min, says why, and proves the right time from then on`, async () => {
        const { aws, sessions, add } = openConsoles();
        await add();
        clock().setSystemTime(Date.now() + 14 * HOUR_MS);
        aws.next(PATH, at(ahead, signinException(error, 400, 'ValidationException')));
        await assert.rejects(sessions.fresh(ID), { code: 'InvalidRequest', message: sentence });
        assert.deepEqual(sessions.endedUntold(), []);
        clock().setSystemTime(Date.now() + 60_000);
        aws.next(PATH, at(ahead, credentials(2)));
        assert.equal((await sessions.fresh(ID)).accessKeyId, 'ASIA2');
        assert.equal(provenAt(aws.received[0]), Date.now() - 60_000);
        assert.ok(Math.abs(provenAt(aws.received[1]) - (Date.now() + ahead)) <= 1_000);
      });
    }
  }

  it('ends by the same word once the proof has had the right time', async () => {
    const { aws, sessions, add } = openConsoles();
    const { expiresAt } = await add();
    aws.next(PATH, at(2 * HOUR_MS, credentials(2)));
    await sessions.renew(ID, 'session 1');
    clock().setSystemTime(expiresAt + HOUR_MS);
    aws.next(PATH, at(2 * HOUR_MS, signinException('TOKEN_EXPIRED')));
    const refused = assert.rejects(sessions.fresh(ID), { code: 'NotSignedIn' });
    await clock().tickAsync(6_000);
    await refused;
  });

  for (const [ago, back] of [
    [14, 24 * HOUR_MS],
    [20, 24 * HOUR_MS],
    [20, 30 * 60_000],
  ] as const) {
    it(`gets no credentials of ${ago} min ago, once that was set back by ${back / 60_000} min, but new ones`, async () => {
      const { aws, sessions, add } = openConsoles();
      await add();
      clock().setSystemTime(Date.now() + ago * 60_000 - back);
      aws.next(PATH, connectionError('ECONNREFUSED'));
      assert.equal(sessions.current(ID), undefined);
      const refused = assert.rejects(sessions.fresh(ID), { code: 'Network' });
      await clock().tickAsync(1_000);
      await refused;
      assert.equal(sessions.signedIn().length, 1);
      clock().setSystemTime(Date.now() + 60_000);
      aws.next(PATH, credentials(2));
      assert.equal((await sessions.fresh(ID)).accessKeyId, 'ASIA2');
      assert.equal(sessions.current(ID)?.accessKeyId, 'ASIA2');
    });
  }
});
