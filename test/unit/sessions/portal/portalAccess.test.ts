import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { connectionError, exception, type MockAws } from '../../support/mockAws.ts';
import { CORP, openSessions, registered, started, token } from '../../support/openSessions.ts';
import { settled } from '../../support/settled.ts';

const ID = sessionId(CORP);
const INVALID_GRANT = exception('InvalidGrantException', 'invalid_grant');

describe('At the portal', () => {
  const clock = useFakeClock();

  /** A window in which somebody has just signed in with the token `t1`. */
  async function signedIn(answer = token('t1')) {
    const window = openSessions(clock());
    window.aws.next('/client/register', registered('c1'));
    window.aws.next('/device_authorization', started()).next('/token', answer);
    await window.signIn(CORP);
    return window;
  }

  const refreshes = ({ received }: MockAws) =>
    received.filter(({ body }) => body['grantType'] === 'refresh_token');

  const rejection = (name: string, status: number) =>
    new AwsSsoError('NotSignedIn', name, {
      service: { service: 'sso', name, status, retryable: false },
    });

  /** Something at the portal that takes only these tokens. */
  const taking =
    (...tokens: string[]) =>
    (_: unknown, accessToken: string): Promise<string> =>
      tokens.includes(accessToken)
        ? Promise.resolve(accessToken)
        : Promise.reject(rejection('UnauthorizedException', 401));

  it('renews a token that the portal refuses, however good the clock finds it, and once for all', async () => {
    const { aws, atPortal } = await signedIn();
    aws.next('/token', token('t2'));
    const calls = Array.from({ length: 20 }, () => atPortal(ID, taking('t2')));
    assert.deepEqual(new Set(await Promise.all(calls)), new Set(['t2']));
    assert.equal(refreshes(aws).length, 1);
  });

  it('ends the session when the portal refuses the renewed token, too', async () => {
    const { aws, sessions, atPortal } = await signedIn();
    aws.next('/token', token('t2'));
    await assert.rejects(atPortal(ID, taking()), {
      code: 'NotSignedIn',
      message: /refused to renew/,
    });
    assert.equal(sessions.endedUntold()[0]?.ended, 'refused');
    assert.equal(refreshes(aws).length, 1);
  });

  it('renews once more what the machine has slept over, rather than end the session', async () => {
    const { aws, atPortal } = await signedIn();
    aws.next('/token', token('t2')).next('/token', token('t3'));
    const createToken = aws.oidc.createToken.bind(aws.oidc);
    aws.oidc.createToken = async (...request) => {
      aws.oidc.createToken = createToken;
      const answer = await createToken(...request);
      clock().setSystemTime(Date.now() + 8 * 3_600_000);
      return answer;
    };
    assert.equal(await atPortal(ID, taking('t3')), 't3');
  });

  it('ends the session when it cannot be renewed', async () => {
    const { aws, sessions, atPortal } = await signedIn();
    aws.next('/token', INVALID_GRANT);
    await assert.rejects(settled(clock(), atPortal(ID, taking())), {
      code: 'NotSignedIn',
      message: /was revoked/,
    });
    assert.equal(sessions.endedUntold()[0]?.ended, 'revoked');
  });

  it('ends a session that has nothing to be renewed with', async () => {
    const { atPortal } = await signedIn({ body: { accessToken: 't1', expiresIn: 3600 } });
    await assert.rejects(atPortal(ID, taking()), {
      code: 'NotSignedIn',
      message: /was revoked/,
    });
  });

  it('keeps the session when the refresh does not come through', async () => {
    const { aws, sessions, atPortal } = await signedIn();
    aws.next('/token', connectionError('ECONNRESET'));
    await assert.rejects(atPortal(ID, taking()), { code: 'Network' });
    assert.equal(sessions.signedIn().length, 1);
  });

  for (const [name, status] of [
    ['ForbiddenException', 403],
    ['TooManyRequestsException', 429],
    ['HTTP 503', 503],
  ] as const) {
    it(`does not take ${name} for a refused token`, async () => {
      const { aws, atPortal } = await signedIn();
      const refusal = rejection(name, status);
      await assert.rejects(
        atPortal(ID, () => Promise.reject(refusal)),
        refusal,
      );
      assert.equal(refreshes(aws).length, 0);
    });
  }
});
