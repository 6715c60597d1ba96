import { execFile } from 'node:child_process';
import path from 'node:path';
import type { AwsCli } from './installedClients.ts';

/** The profiles that the AWS CLI finds in `config` and `credentials` in that directory, or what it says about them. */
export function listProfiles(cli: AwsCli, directory: string): Promise<readonly string[] | string> {
  const env = {
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    AWS_CONFIG_FILE: path.join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(directory, 'credentials'),
  };
  return new Promise((resolve) => {
    execFile(cli.path, ['configure', 'list-profiles'], { env }, (error, stdout, stderr) =>
      resolve(error ? stderr : stdout.split('\n').filter((name) => name !== '')),
    );
  });
}
