import { randomUUID } from 'node:crypto';
import { chmod, lstat, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileError } from './fileError.ts';

/** Longer than a write can take. */
const ABANDONED_MS = 60_000;

const TEMPORARY = /^(.+)\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

export interface WriteOptions {
  /** For its owner alone, unless it says otherwise. */
  readonly mode?: number | undefined;
  /** Asked right before the file appears. Nothing is written where it says no. */
  readonly isWanted?: () => Promise<boolean>;
}

/**
 * Writes a file all at once, so that nobody reads half of it, and in the place of a link, never through it. Leaves
 * everything as it was when it rejects, with the error of the file system, as `fileError`.
 *
 * @returns whether it was wanted.
 */
export async function writeFileAtomically(
  file: string,
  content: string,
  { mode = 0o600, isWanted = () => Promise.resolve(true) }: WriteOptions = {},
): Promise<boolean> {
  // Not `.json`: the AWS CLI looks through all of those in its cache when it signs out.
  const temporary = `${file}.${randomUUID()}.tmp`;
  await sweepLeftovers(path.dirname(file), (name) => name === path.basename(file));
  try {
    await writeFile(temporary, content, { flag: 'wx', mode: 0o600, flush: true });
    // Not when the file is made: the umask would take from it.
    await chmod(temporary, mode);
    if (await isWanted()) {
      await rename(temporary, file);
      return true;
    }
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError(file, error);
  }
  await rm(temporary, { force: true });
  return false;
}

/**
 * Removes what writers that were killed have left in the directory. Does not reject.
 *
 * @param isOwn whether this extension writes files of that name.
 */
export async function sweepLeftovers(directory: string, isOwn: (name: string) => boolean): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names) {
    const [, written] = TEMPORARY.exec(name) ?? [];
    const file = path.join(directory, name);
    if (written !== undefined && isOwn(written) && (await isAbandoned(file))) {
      await rm(file, { force: true }).catch(() => undefined);
    }
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const stats = await lstat(file);
    return stats.isFile() && Math.abs(Date.now() - stats.mtimeMs) > ABANDONED_MS;
  } catch {
    return false;
  }
}
