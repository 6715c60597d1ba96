import { readFile, stat } from 'node:fs/promises';

/** The bytes of a file. @throws Error for anything else: to read a pipe would wait for whoever writes to it. */
export async function readRegularFile(file: string): Promise<Buffer> {
  const stats = await stat(file);
  // A directory has an error of its own.
  if (!stats.isFile() && !stats.isDirectory()) {
    throw new Error('not a file');
  }
  return readFile(file);
}
