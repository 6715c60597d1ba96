import { homedir } from 'node:os';

/** The home directory in which the AWS CLI and the SDKs keep `.aws`: they ask the environment first. */
export function homeDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const { HOME, USERPROFILE, HOMEDRIVE = 'C:', HOMEPATH } = env;
  return HOME || USERPROFILE || (HOMEPATH && HOMEDRIVE + HOMEPATH) || homedir();
}
