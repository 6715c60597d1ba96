import assert from 'node:assert/strict';
import { consoleId } from '../../../../src/sessions/kinds/console.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import type { Answer } from '../../support/mockAws.ts';
import { ALICE, openConsoles } from '../../support/openConsoles.ts';
import { CORP } from '../../support/openSessions.ts';
import { renewalWindows } from '../../support/renewalWindows.ts';

/** What a proxy may say in the words of AWS, without any header by which AWS shows itself. */
const REFUSALS: readonly Answer[] = [
  { status: 403, body: { error: 'access_denied' } },
  { status: 401, body: { error: 'invalid_client' } },
  { status: 400, body: { error: 'invalid_grant' } },
  { status: 400, body: { error: 'expired_token' } },
  { status: 401, body: { error: 'TOKEN_EXPIRED' } },
  { status: 401, body: { error: 'USER_CREDENTIALS_CHANGED' } },
  { status: 403, body: { code: 'AccessDeniedException', error: 'INSUFFICIENT_PERMISSIONS' } },
  { status: 400, body: { __type: 'ValidationException', error: 'INVALID_REQUEST' } },
];

describe('A refusal that does not show itself as one of AWS', () => {
  const clock = useFakeClock();
  const { signedIn, before } = renewalWindows(clock);

  for (const answer of REFUSALS) {
    const words = JSON.stringify(answer.body);

    it(`ends no session of IAM Identity Center: ${words}`, async () => {
      const { aws, sessions } = await signedIn();
      aws.next('/token', answer);
      before(sessions, -1);
      await assert.rejects(sessions.fresh(sessionId(CORP)), { code: 'Network' });
      assert.equal(sessions.signedIn().length, 1);
      assert.deepEqual(sessions.endedUntold(), []);
    });

    it(`ends no console session, however old: ${words}`, async () => {
      const { aws, sessions, add } = openConsoles();
      const session = await add();
      aws.next('/v1/token', answer);
      clock().setSystemTime(session.expiresAt + 13 * 3_600_000);
      await assert.rejects(sessions.fresh(consoleId(ALICE)), { code: 'Network' });
      assert.equal(sessions.signedIn().length, 1);
      assert.deepEqual(sessions.endedUntold(), []);
    });
  }
});
