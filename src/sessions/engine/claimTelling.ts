import type { Lock } from '../windows/Lock.ts';
import type { Records } from './Records.ts';
import { isSignedIn, type SessionKind } from './SessionKind.ts';

const PATIENCE_MS = 5_000;

/** Whether it falls to this window to tell the person that the session has ended. True for one window only. */
export function claimTelling<K extends SessionKind>(
  records: Records<K>,
  lock: Lock,
  id: string,
): Promise<boolean> {
  const claim = async (): Promise<boolean> => {
    const record = await records.newest(id);
    if (!record || isSignedIn<K>(record) || record.isTold) {
      return false;
    }
    // One that cannot be stored is told all the same.
    const told = { ...record, isTold: true };
    await records.enforce(told).catch(() => undefined);
    return true;
  };
  return lock.hold(`session-${id}`, AbortSignal.timeout(PATIENCE_MS), claim).catch(() => false);
}
