import { unlink } from 'node:fs/promises';

/** @returns whether there was one. @throws the other errors of the file system. */
export async function deleteFile(file: string): Promise<boolean> {
  try {
    await unlink(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}
