import path from 'node:path';
import { isPrivateFolder } from '../../base/isPrivateFolder.ts';

/**
 * Finds out whether no other user of this machine can read the state that the editor keeps of a workspace. It is beside the
 * storage of all extensions. The storage of this extension says nothing: the extension itself has closed that to others.
 *
 * @param storage the global storage of this extension.
 */
export function isStatePrivate(storage: string): boolean {
  return isPrivateFolder(path.dirname(path.dirname(storage)));
}
