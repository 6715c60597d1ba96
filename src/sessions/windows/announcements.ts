import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The windows that say in this directory where they listen, by name. */
export function announced(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => /^[0-9a-f]{32}$/.test(name));
  } catch {
    return [];
  }
}

/**
 * Reads what a window says: where it listens, and whatever follows.
 *
 * @returns undefined when somebody else may have put a socket there.
 * @throws Error when the window has gone.
 */
export function announcement(file: string): readonly [address: string, ...string[]] | undefined {
  // To read a pipe would wait for whoever writes to it.
  const [address = '', ...more] = lstatSync(file).isFile() ? readFileSync(file, 'utf8').split('\n') : [];
  return address !== '' && isOwn(address) ? [address, ...more] : undefined;
}

/**
 * Whether only this user can have put a socket there. A temporary directory may have been emptied since, and filled
 * again by somebody else.
 */
function isOwn(address: string): boolean {
  if (process.platform === 'win32') {
    return address.startsWith('\\\\.\\pipe\\aws-sso-');
  }
  try {
    const directory = lstatSync(path.dirname(address));
    return directory.isDirectory() && directory.uid === process.getuid?.() && (directory.mode & 0o077) === 0;
  } catch (error) {
    // It is gone, and to connect will say so.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
