import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../../base/Log.ts';
import { messageOf } from '../../base/errors.ts';
import { NEVER } from '../../base/never.ts';
import { sleep } from '../../base/sleep.ts';
import type { Lock } from './Lock.ts';
import { LockFile } from './LockFile.ts';

/** The mean time between two looks at another's lock file, in milliseconds. */
const LOOK_MS = 50;

/** How long a window that does not beat, but is not seen to be dead, keeps a lock, in milliseconds. */
export const SILENCE_MS = 15_000;

/** How long a lock file may say nothing of its owner, and how long Windows may deny access, in milliseconds. */
const GLITCH_MS = 2000;

/** Heartbeats in the time of silence. Several may fail. */
const BEATS = 7;

/**
 * A lock that is a file in a directory of this editor.
 *
 * The files are handled synchronously: they are few and small, and nothing comes between a look and what follows.
 */
export class FileLock implements Lock {
  readonly #directory: string;
  readonly #log: Log;
  readonly #silenceMs: number;
  /** For each name that is held in this window, or waited for: those who come next. */
  readonly #queues = new Map<string, (() => void)[]>();
  #warned = false;

  constructor(directory: string, log: Log, silenceMs = SILENCE_MS) {
    this.#directory = directory;
    this.#log = log;
    this.#silenceMs = silenceMs;
  }

  async hold<Result>(
    name: string,
    signal: AbortSignal,
    action: (isAfterCrash: boolean) => Promise<Result>,
    onWait: () => void = () => undefined,
  ): Promise<Result> {
    signal.throwIfAborted();
    const waiting = once(onWait);
    const queue = this.#queues.get(name);
    if (queue) {
      // Only the first of a window looks at the file.
      waiting();
      await turn(queue, signal);
    } else {
      this.#queues.set(name, []);
    }
    try {
      const file = await this.#acquire(name, signal, waiting);
      return await (file ? this.#act(file, action) : action(false));
    } finally {
      this.#next(name);
    }
  }

  #next(name: string): void {
    const next = this.#queues.get(name)?.shift();
    if (next) {
      next();
    } else {
      this.#queues.delete(name);
    }
  }

  /** @returns undefined where files cannot be written: to refresh without a lock is better than not to. */
  async #acquire(name: string, signal: AbortSignal, waiting: () => void): Promise<LockFile | undefined> {
    const file = new LockFile(path.join(this.#directory, `${name}.lock`), {
      silent: this.#silenceMs / LOOK_MS,
      unwritten: Math.min(GLITCH_MS, this.#silenceMs) / LOOK_MS,
    });
    for (let denials = 0; ;) {
      try {
        mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
        if (file.create() || (file.removeAbandoned() && file.create())) {
          return file;
        }
        denials = 0;
      } catch (error) {
        denials += 1;
        if (!mayPass(error) || denials * LOOK_MS > GLITCH_MS) {
          this.#warn(error);
          return undefined;
        }
      }
      waiting();
      await sleep(untilNextLook(), signal);
    }
  }

  async #act<Result>(file: LockFile, action: (isAfterCrash: boolean) => Promise<Result>): Promise<Result> {
    const heartbeat = setInterval(() => beat(file), this.#silenceMs / BEATS).unref();
    try {
      return await action(file.isAfterCrash);
    } finally {
      clearInterval(heartbeat);
      await release(file);
    }
  }

  #warn(error: unknown): void {
    if (!this.#warned) {
      this.#warned = true;
      this.#log.warn(`The windows of this editor cannot wait for one another: ${messageOf(error)}`);
    }
  }
}

function beat(file: LockFile): void {
  try {
    file.touch();
  } catch {
    // Others take over after the time of silence, if it goes on.
  }
}

/** Does not reject: a file that cannot be removed is taken over by others after the time of silence. */
async function release(file: LockFile): Promise<void> {
  for (let tries = 0; tries * LOOK_MS < GLITCH_MS; tries += 1) {
    try {
      if (file.removeOwn()) {
        return;
      }
    } catch (error) {
      if (!mayPass(error)) {
        return;
      }
    }
    await sleep(untilNextLook(), NEVER);
  }
}

/** On Windows, a file that is being removed denies access until the last one has closed it. */
function mayPass(error: unknown): boolean {
  return (
    process.platform === 'win32' &&
    ['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')
  );
}

/** Differs, so that those who wait do not look all at once. */
function untilNextLook(): number {
  return Math.round(LOOK_MS * (0.8 + 0.4 * Math.random()));
}

function turn(queue: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const go = (): void => {
      signal.removeEventListener('abort', abort);
      resolve();
    };
    const abort = (): void => {
      queue.splice(queue.indexOf(go), 1);
      reject(signal.reason as Error);
    };
    queue.push(go);
    signal.addEventListener('abort', abort, { once: true });
  });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      action();
    }
  };
}
