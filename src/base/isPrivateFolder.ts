import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Finds out whether no other user of this machine can read what is in the folder, by its permissions and those above it. */
export function isPrivateFolder(folder: string, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === 'win32') {
    // The profile of a user is private there.
    return true;
  }
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode;
  const isClosed = mode !== undefined && (mode & 0o077) === 0;
  // What is above a link says nothing of what is above the folder that it leads to.
  const parent = path.dirname(mode === undefined ? folder : realpathSync(folder));
  return isClosed || (parent !== folder && isPrivateFolder(parent, platform));
}
