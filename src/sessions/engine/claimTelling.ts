import type { Lock } from '../windows/Lock.ts';
import type { Renewable, Revised, SessionKind } from './SessionKind.ts';
import type { SessionRecords } from './SessionRecords.ts';

const CLAIM_PATIENCE_MS = 5_000;

/** Whether it falls to this window to tell the person that the session has ended. True for one window only. */
export function claimTelling<
  Config,
  Live extends Renewable,
  Ended extends Revised & { readonly isTold: boolean },
  Reason extends string,
>(
  kind: SessionKind<Live, Ended, Reason>,
  records: SessionRecords<Config, Live, Ended, Reason>,
  lock: Lock,
  id: string,
): Promise<boolean> {
  const claim = async (): Promise<boolean> => {
    const record = await records.newest(id);
    if (!record || kind.isSignedIn(record)) {
      return false;
    }
    const ended = record;
    if (ended.isTold) {
      return false;
    }
    // One that cannot be stored is told all the same.
    await records.enforce({ ...ended, isTold: true, revision: ended.revision + 1 }).catch(() => undefined);
    return true;
  };
  const signal = AbortSignal.timeout(CLAIM_PATIENCE_MS);
  return lock.hold(`session-${id}`, signal, claim).catch(() => false);
}
