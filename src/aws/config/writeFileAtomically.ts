import { randomUUID } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';

export interface WriteOptions {
  /** For its owner alone, unless it says otherwise. */
  readonly mode?: number | undefined;
  /** Asked right before the file appears. Nothing is written where it says no. */
  readonly isWanted?: () => Promise<boolean>;
}

/**
 * Writes a file all at once, so that nobody reads half of it, and in the place of a link, never through it. Leaves
 * everything as it was when it rejects, with the error of the file system.
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
  try {
    await writeFile(temporary, content, { flag: 'wx', mode: 0o600, flush: true });
    // Not when the file is made: the umask would take from it.
    await chmod(temporary, mode);
    if (await isWanted()) {
      await rename(temporary, file);
      return true;
    }
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await rm(temporary, { force: true });
  return false;
}
