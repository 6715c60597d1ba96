import { homedir } from 'node:os';
import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The home directory in which the AWS CLI keeps `.aws`, as Python's `os.path.expanduser` finds it: on Windows below
 * USERPROFILE, elsewhere below HOME.
 */
export function homeDirectory(env: Environment, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') {
    return env['HOME'] || homedir();
  }
  const { USERPROFILE, HOMEDRIVE = '', HOMEPATH } = env;
  return USERPROFILE || (HOMEPATH && HOMEDRIVE + HOMEPATH) || homedir();
}

/**
 * The home directory of the AWS SDKs, where that is another one than that of the AWS CLI: on Windows they ask for HOME
 * first.
 */
export function otherHomeOfSdks(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const home = env['HOME'];
  if (platform !== 'win32' || !home) {
    return undefined;
  }
  const normal = (directory: string): string => path.win32.resolve(directory).toLowerCase();
  return normal(home) === normal(homeDirectory(env, platform)) ? undefined : home;
}

/**
 * The absolute path that a variable such as AWS_CONFIG_FILE means, with variables and `~` as the AWS CLI reads them:
 * `$NAME` and `${NAME}`, on Windows `%NAME%` too.
 */
export function expandPath(
  file: string,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): string {
  const isWindows = platform === 'win32';
  const names = isWindows ? /\$(\w+)|\$\{([^}]*)\}|%([^%]+)%/g : /\$(\w+)|\$\{([^}]*)\}/g;
  const expanded = file.replace(
    names,
    (whole: string, plain?: string, braced?: string, percent?: string) =>
      env[plain ?? braced ?? percent ?? ''] ?? whole,
  );
  const isBelowHome = (isWindows ? /^~(?=$|[\\/])/ : /^~(?=$|\/)/).test(expanded);
  const paths = isWindows ? path.win32 : path;
  return paths.resolve(isBelowHome ? homeDirectory(env, platform) + expanded.slice(1) : expanded);
}

/** The path as people write it. */
export function inHome(file: string, env: Environment): string {
  const home = homeDirectory(env) + path.sep;
  return file.startsWith(home) ? path.join('~', file.slice(home.length)) : file;
}
