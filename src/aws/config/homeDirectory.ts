import { homedir } from 'node:os';
import path from 'node:path';

/** The home directory in which the AWS CLI and the SDKs keep `.aws`: they ask the environment first. */
export function homeDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const { HOME, USERPROFILE, HOMEDRIVE = 'C:', HOMEPATH } = env;
  return HOME || USERPROFILE || (HOMEPATH && HOMEDRIVE + HOMEPATH) || homedir();
}

/** The path as people write it. */
export function inHome(file: string, env: Readonly<Record<string, string | undefined>>): string {
  const home = homeDirectory(env) + path.sep;
  return file.startsWith(home) ? path.join('~', file.slice(home.length)) : file;
}
