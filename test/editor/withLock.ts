import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from './waitFor.ts';

const staleAfterMs = 10 * 60_000;

/** One process at a time. A lock whose owner is gone, or that is ten minutes old, is taken over. */
export async function withLock<T>(folder: string, what: string, work: () => Promise<T>): Promise<T> {
  const ownerFile = path.join(folder, 'owner');
  await mkdir(path.dirname(folder), { recursive: true });
  await waitFor(
    async () =>
      `another process (${await ownerOf(ownerFile)}) to finish ${what}; if there is none, remove ${folder}`,
    async () => {
      try {
        await mkdir(folder);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        if (await isStale(folder, ownerFile)) await rm(folder, { recursive: true, force: true });
        return false;
      }
    },
    { seconds: 600, everyMs: 200 },
  );
  try {
    await writeFile(ownerFile, String(process.pid));
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ownerOf = (ownerFile: string): Promise<string> => readFile(ownerFile, 'utf8').catch(() => '');

async function isStale(folder: string, ownerFile: string): Promise<boolean> {
  const owner = Number(await ownerOf(ownerFile));
  const age = await stat(folder).then(
    (stats) => Date.now() - stats.mtimeMs,
    () => 0,
  );
  if (age > staleAfterMs) return true;
  // Between making the folder and naming the owner there is a moment without a name.
  if (!owner) return age > 5_000;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
