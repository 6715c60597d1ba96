import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { AwsFiles } from '../../../src/aws/config/AwsFiles.ts';
import { awsConfigSessions } from '../../../src/aws/config/awsConfigSessions.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { compared, interleaved } from '../rounds.ts';

const PROFILES = 10_000;
const ROUNDS = { rounds: 21, warmUps: 3 };

/** How long it takes to read an AWS config file with very many profiles. */
export const benchmark: Benchmark = {
  name: 'aws-config',
  async run(): Promise<readonly Figure[]> {
    const home = mkdtempSync(path.join(tmpdir(), 'aws-config-'));
    const file = path.join(home, '.aws/config');
    mkdirSync(path.dirname(file));
    writeFileSync(file, manyProfiles());
    const env = { HOME: home };
    try {
      const measured = await interleaved(ROUNDS, {
        ours: () => time(() => awsConfigSessions(new AwsFiles(), env)),
        theirs: () =>
          time(() =>
            loadSharedConfigFiles({
              filepath: path.join(home, '.aws/credentials'),
              configFilepath: file,
              ignoreCache: true,
            }),
          ),
      });
      return [
        {
          what: `AWS config file with ${PROFILES.toLocaleString('en-US')} profiles`,
          unit: 'ms',
          peer: packageWithVersion('@smithy/shared-ini-file-loader'),
          ...compared(measured.ours, measured.theirs),
          target: { atMost: 2 },
          note: 'From the file to its sessions and problems here, to its settings there, each time anew. As it is used, the file is read again only when it has changed.',
        },
      ];
    } finally {
      rmSync(home, { recursive: true });
    }
  },
};

function manyProfiles(): string {
  const profile = (_: unknown, at: number): string =>
    `[profile p${at}]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin # ${at}\nregion = eu-west-1\ns3 =\n  max_queue_size = 10\n\n`;
  const session =
    '[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n\n';
  return session + Array.from({ length: PROFILES }, profile).join('');
}

/** In milliseconds. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
