import { PortalException } from '../../wire/portalException.ts';
import type { Instance } from '../../instance.ts';

/** A token bucket over all calls: `portalCallsPerSecond` at once, and as many more every second. */
export function throttle({ store, settings }: Instance): void {
  const most = settings.portalCallsPerSecond;
  if (most === null) return;
  const now = settings.clock();
  const { left, at } = store.portalAllowance ?? { left: most, at: now };
  const refilled = Math.min(most, left + ((now - at) / 1000) * most);
  const allowed = refilled >= 1;
  store.portalAllowance = { left: allowed ? refilled - 1 : refilled, at: now };
  if (!allowed) throw new PortalException('TooManyRequestsException');
}
