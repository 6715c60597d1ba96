import { randomUUID } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  type Stats,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';

/** How many looks at an unchanged file make it an abandoned one. The clock has no say: see `LockFile`. */
interface Patience {
  /** With a file whose owner cannot be seen to be dead. */
  readonly silent: number;
  /** With a file that says nothing of its owner, who was killed before writing it, or is about to. */
  readonly unwritten: number;
}

/** What a look at the file shows. An owner that lives changes the stamp by its heartbeat. */
interface Sight {
  readonly content: string;
  readonly stamp: string;
}

/**
 * A file that belongs to the one who created it, until that one removes it or is gone.
 *
 * Gone means: its process is dead, or many looks in a row found the file unchanged. Looks are counted because a
 * machine that sleeps, or a clock that is set, then makes nobody lose a file.
 *
 * Two must never remove one file: the second would remove that of a successor. So whoever removes it, its owner too,
 * first creates a second file beside it, the right to remove, and under that looks again whether it is still the
 * file meant. Between that look and the removal the file cannot be replaced, since that takes the right as well.
 * A right whose owner was killed is itself a file that is removed in this way, with a right of its own. What remains:
 * somebody stopped for the whole patience between two of the few system calls that follow each other in `#remove`.
 */
export class LockFile {
  readonly #path: string;
  readonly #patience: Patience;
  readonly #own = JSON.stringify({ pid: process.pid, host: HOST, id: randomUUID() });
  #right: LockFile | undefined;
  #isAfterCrash = false;
  #lastStamp = '';
  #unchangedLooks = 0;

  constructor(path: string, patience: Patience) {
    this.#path = path;
    this.#patience = patience;
  }

  /** Whether this one has removed a file of somebody who was gone. */
  get isAfterCrash(): boolean {
    return this.#isAfterCrash;
  }

  /** @returns whether the file is this one's now; not, when another's exists. */
  create(): boolean {
    let handle: number;
    try {
      handle = openSync(this.#path, 'wx', 0o600);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') {
        return false;
      }
      throw error;
    }
    try {
      writeSync(handle, this.#own);
    } catch (error) {
      unlink(this.#path);
      throw error;
    } finally {
      closeSync(handle);
    }
    // Whoever is slow to write may have been found abandoned meanwhile.
    return this.#isOwn();
  }

  /** A sign of life. Does nothing when the file has gone to another. */
  touch(): void {
    if (this.#isOwn()) {
      const now = new Date();
      utimesSync(this.#path, now, now);
    }
  }

  /** @returns false while another decides about the file: try again. */
  removeOwn(): boolean {
    return this.#remove(({ content }) => content === this.#own);
  }

  /** Looks at another's file. @returns whether it was abandoned, and is removed. */
  removeAbandoned(): boolean {
    const sight = this.#look();
    if (!sight) {
      return false;
    }
    this.#unchangedLooks = sight.stamp === this.#lastStamp ? this.#unchangedLooks + 1 : 0;
    this.#lastStamp = sight.stamp;
    if (!this.#isAbandoned(sight.content) || !this.#remove(({ stamp }) => stamp === sight.stamp)) {
      return false;
    }
    this.#isAfterCrash = true;
    return true;
  }

  #isAbandoned(content: string): boolean {
    const owner = parseOwner(content);
    return (
      this.#unchangedLooks >= (owner ? this.#patience.silent : this.#patience.unwritten) ||
      (owner?.host === HOST && isDead(owner.pid))
    );
  }

  #remove(isMeant: (sight: Sight) => boolean): boolean {
    this.#right ??= new LockFile(`${this.#path}.break`, this.#patience);
    if (!this.#right.create()) {
      this.#right.removeAbandoned();
      return false;
    }
    try {
      const sight = this.#look();
      if (sight && isMeant(sight)) {
        unlink(this.#path);
      }
    } finally {
      unlink(this.#right.#path);
    }
    return true;
  }

  #isOwn(): boolean {
    return this.#look()?.content === this.#own;
  }

  #look(): Sight | undefined {
    try {
      const { mtimeMs, ino } = statsOf(this.#path);
      const content = readFileSync(this.#path, 'utf8');
      return { content, stamp: `${ino} ${mtimeMs} ${content}` };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }
}

/** Where a process id means the same process. Containers may share a host's name, but not its processes. */
const HOST = `${hostname()} ${processNamespace()}`;

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Who has the file, as far as it says, and since when. */
export interface LockOwner {
  /** Absent where the file says nothing yet. */
  readonly pid?: number;
  /** Its process is gone; or, the file has not been touched for as long as `silentMs`. */
  readonly isGone: boolean;
  readonly heldMs: number;
}

/** @returns undefined where there is no such file. */
export function lockOwner(path: string, silentMs: number): LockOwner | undefined {
  try {
    const { birthtimeMs, mtimeMs } = statsOf(path);
    const owner = parseOwner(readFileSync(path, 'utf8'));
    const now = Date.now();
    const isDeadHere = owner?.host === HOST && isDead(owner.pid);
    return {
      ...(owner ? { pid: owner.pid } : {}),
      isGone: isDeadHere || now - mtimeMs > silentMs,
      // Not every file system knows when a file was made.
      heldMs: Math.max(0, now - (birthtimeMs || mtimeMs)),
    };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** @throws Error for what is no file, such as a link that leads nowhere or a pipe, which nobody ever gives back. */
function statsOf(path: string): Stats {
  const stats = lstatSync(path);
  if (!stats.isFile()) {
    throw new Error(`${path} is not a file.`);
  }
  return stats;
}

function parseOwner(content: string): { pid: number; host: unknown } | undefined {
  try {
    const { pid, host } = JSON.parse(content) as { pid: unknown; host: unknown };
    return typeof pid === 'number' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Anything else, such as EPERM, comes from a process that lives.
    return codeOf(error) === 'ESRCH';
  }
}

function unlink(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
