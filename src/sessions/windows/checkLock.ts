import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../../base/Log.ts';
import { FileLock, SILENCE_MS } from './FileLock.ts';
import { lockOwner, type LockOwner } from './LockFile.ts';

/** A lock that somebody has at the moment. */
export interface HeldLock extends LockOwner {
  /** What for: to change a session, or to sign in to one. */
  readonly purpose: 'session' | 'sign-in';
}

export interface LockCheck {
  /** Whether the windows can wait for one another; where not, the log says why. */
  readonly works: boolean;
  readonly held: readonly HeldLock[];
}

/**
 * Takes a lock of its own, and releases it; and looks at those of the sessions, which it leaves alone.
 *
 * @param directory that of the `FileLock` in force.
 * @throws the signal's reason, when the lock is not to be had.
 */
export async function checkLock(directory: string, log: Log, signal: AbortSignal): Promise<LockCheck> {
  let works = true;
  const warn = (message: string): void => {
    works = false;
    log.warn(message);
  };
  // Not the lock in force: that goes on without a file where it must, and warns once.
  const listening: Log = { debug: () => undefined, info: () => undefined, warn, error: warn };
  await new FileLock(directory, listening).hold('diagnosis', signal, () => Promise.resolve());
  return { works, held: heldLocks(directory) };
}

function heldLocks(directory: string): readonly HeldLock[] {
  return names(directory).flatMap((name) => {
    const purpose = /^(session|sign-in)-.*\.lock$/.exec(name)?.[1] as HeldLock['purpose'] | undefined;
    const owner = purpose && ownerOf(path.join(directory, name));
    return owner ? [{ purpose, ...owner }] : [];
  });
}

/** None where it cannot be read: another window may just be removing it, which Windows does not allow a look at. */
function ownerOf(file: string): LockOwner | undefined {
  try {
    return lockOwner(file, SILENCE_MS);
  } catch {
    return undefined;
  }
}

/** None where there is no such directory: the check before this one has said so. */
function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
