import { spawn } from 'node:child_process';
import type { IdentityCenter } from '../../identity-center/server.ts';
import type { Home } from './home.ts';
import type { AwsCli } from './installedClients.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the AWS CLI to its end, in that home and in an environment of its own. */
export async function runAwsCli(
  cli: AwsCli,
  home: Home,
  center: IdentityCenter,
  args: readonly string[],
  meanwhile?: () => Promise<void>,
): Promise<Ended> {
  const child = spawn(cli.path, args, {
    env: {
      PATH: '/usr/bin:/bin',
      HOME: home.path,
      LANG: 'C.UTF-8',
      AWS_PAGER: '',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_DEFAULT_REGION: center.region,
      AWS_ENDPOINT_URL_SSO_OIDC: center.oidc,
      AWS_ENDPOINT_URL_SSO: center.portal,
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  await meanwhile?.();
  return { code: await exited, stdout, stderr };
}

/** By device code, which old versions use anyway, and newer ones when told. */
export function loginArguments({ version }: AwsCli): readonly string[] {
  const device = Number(version.split('.')[1]) >= 22 ? ['--use-device-code'] : [];
  return ['sso', 'login', '--no-browser', '--profile', 'corp', ...device];
}
