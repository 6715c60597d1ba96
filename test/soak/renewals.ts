import { install } from '@sinonjs/fake-timers';
import { IdentityCenterSessions } from '../../src/sessions/kinds/IdentityCenterSessions.ts';
import { sessionId } from '../../src/sessions/kinds/identityCenter.ts';
import type { SessionServices } from '../../src/sessions/kinds/SessionServices.ts';
import { NEVER } from '../../src/base/never.ts';
import { CORP } from '../faults/World.ts';
import { MemorySecrets } from '../unit/support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../unit/support/memoryWindows.ts';
import { VirtualTime } from '../unit/support/VirtualTime.ts';
import type { Part } from './Part.ts';
import { SILENT } from './silent.ts';

const WINDOWS = 20;
const YEARS = 10;
const DAY_MS = 86_400_000;

/** Days of one session in twenty windows, whose token lasts an hour. */
export async function renewals(): Promise<Part> {
  const clock = install({ now: Date.UTC(2026, 0, 1), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const time = new VirtualTime(clock);
  const secrets = new MemorySecrets();
  const [lock, hosts] = [new MemoryLock(), new MemoryWindows()];
  let refreshed = 0;
  const oidc = {
    createToken: () =>
      Promise.resolve({ accessToken: `t${++refreshed}`, expiresIn: 3600, refreshToken: `r${refreshed}` }),
  };
  const services = () =>
    Promise.resolve({ oidc, issuer: 'https://x', portalIssuer: 'https://x' } as unknown as SessionServices);
  const open = (): IdentityCenterSessions => {
    const sessions: IdentityCenterSessions = new IdentityCenterSessions({
      ...{ secrets, lock, services, log: SILENT, configured: () => [CORP] },
      otherWindows: hosts.seenBy((message) => Promise.resolve(sessions.answer(message))),
      sharing: { isOn: () => false, files: () => [] },
      loadConfigured: () => Promise.resolve(),
      onChange: () => undefined,
      onEnded: () => undefined,
    });
    return sessions;
  };
  const windows = Array.from({ length: WINDOWS }, open);
  await Promise.all(windows.map((window) => window.load()));
  const [first] = windows;
  const now = Date.now();
  await first?.add(
    CORP,
    {
      ...{ accessToken: 't0', refreshToken: 'r0', receivedAt: now, expiresAt: now + 3_600_000 },
      ...{ clientId: 'c', clientSecret: 's', registrationExpiresAt: now + YEARS * 366 * DAY_MS },
    },
    NEVER,
  );
  return {
    ...{ name: 'renewals in 20 windows', unit: 'simulated day', count: YEARS * 365, perStep: 1 },
    async step() {
      const [started, before] = [performance.now(), refreshed];
      await time.pass(DAY_MS, () => undefined);
      const tokens = new Set(windows.map((window) => window.current(sessionId(CORP))?.accessToken));
      if (tokens.size !== 1 || tokens.has(undefined)) {
        throw new Error('The windows have not one good token.');
      }
      if (refreshed - before > 30) {
        throw new Error(`${refreshed - before} renewals in a day`);
      }
      return [performance.now() - started];
    },
    async end() {
      windows.forEach((window) => window.dispose());
      const left = time.timers;
      await time.end();
      clock.uninstall();
      return left;
    },
  };
}
