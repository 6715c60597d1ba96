import { statSync } from 'node:fs';
import path from 'node:path';

/** Finds out whether no other user of this machine can read what is in the folder, by its permissions and those above it. */
export function isPrivateFolder(folder: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'win32') {
    // The profile of a user is private there.
    return true;
  }
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode;
  const isClosed = mode !== undefined && (mode & 0o077) === 0;
  const parent = path.dirname(folder);
  return isClosed || (parent !== folder && isPrivateFolder(parent, platform));
}
