import type { Clock } from '@sinonjs/fake-timers';
import type { AwsSsoError } from '../../../src/base/errors.ts';
import type { IdentityCenterSessions } from '../../../src/sessions/kinds/IdentityCenterSessions.ts';
import { sessionId } from '../../../src/sessions/kinds/identityCenter.ts';
import type { MemorySecrets } from './MemorySecrets.ts';
import type { MemoryLock, MemoryWindows } from './memoryWindows.ts';
import type { MockAws } from './mockAws.ts';
import { CORP, openSessions, registered, started, token } from './openSessions.ts';

const ID = sessionId(CORP);

/** Sessions whose tokens are about to be renewed, under the clock of a test. */
export function renewalWindows(clock: () => Clock) {
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

  return { open, signedIn, refreshes, before, outcome };
}
