import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { roleChains } from '../../src/aws/config/roleChains.ts';
import { allInstalledBotocores } from './support/installedClients.ts';
import { conforms, notInstalled } from './support/report.ts';

const FILES = Number(process.env['FILES'] ?? 60);
const PROFILES = ['a', 'b', 'c', 'd', 'e'];

const settings: fc.Arbitrary<string> = fc
  .record({
    role_arn: fc.option(fc.constantFrom('Deploy', 'path/Audit'), { freq: 3 }),
    source_profile: fc.option(fc.constantFrom(...PROFILES, ...PROFILES, 'nowhere'), { freq: 8 }),
    isOfSso: fc.boolean(),
    others: fc.subarray(
      ['external_id = x:1', 'duration_seconds = 900', 'role_session_name = ci', 'region = eu-west-1'],
      { maxLength: 2 },
    ),
    odd: fc.oneof(
      { weight: 12, arbitrary: fc.constant(undefined) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'duration_seconds = soon',
          'credential_source = Environment',
          'aws_access_key_id = AKIA\naws_secret_access_key = s',
          'web_identity_token_file = /none',
          'credential_process = none',
        ),
      },
    ),
  })
  .map(({ role_arn, source_profile, isOfSso, others, odd }) => {
    const lines = [
      ...(role_arn === null ? [] : [`role_arn = arn:aws:iam::444455556666:role/${role_arn}`]),
      ...(source_profile === null ? [] : [`source_profile = ${source_profile}`]),
      ...(isOfSso ? ['sso_session = corp', 'sso_account_id = 111122223333', 'sso_role_name = Hub'] : []),
      ...(odd?.startsWith('duration') ? others.filter((line) => !line.startsWith('duration')) : others),
      ...(odd === undefined ? [] : [odd]),
    ];
    return lines.join('\n');
  });

const file = (prefix: string, minLength: number): fc.Arbitrary<string> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...PROFILES), settings), {
      selector: ([name]) => name,
      minLength,
      maxLength: 5,
    })
    .map((profiles) => profiles.map(([name, text]) => `[${prefix}${name}]\n${text}\n`).join(''));

describe('Generated role chains', function () {
  this.timeout(60_000);
  let root: string;
  const directories: string[] = [];
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), 'chains-'));
    const portal =
      '[sso-session corp]\nsso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n';
    const arbitrary = fc.tuple(
      file('profile ', 4),
      fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: file('', 1) }),
    );
    for (const [index, [config, credentials]] of fc.sample(arbitrary, FILES).entries()) {
      const directory = path.join(root, String(index));
      mkdirSync(directory);
      writeFileSync(path.join(directory, 'config'), portal + config);
      writeFileSync(path.join(directory, 'credentials'), credentials);
      directories.push(directory);
    }
  });
  after(() => rmSync(root, { recursive: true }));

  /** In the form in which botocore says it. */
  async function ours(directory: string): Promise<Record<string, unknown>> {
    const content = await new AwsFiles().read({
      AWS_CONFIG_FILE: path.join(directory, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(directory, 'credentials'),
    });
    const { chains } = roleChains(content);
    return Object.fromEntries(
      PROFILES.map((name) => {
        const chain = chains.find(({ profile }) => profile === name);
        const links = chain?.links.map(({ roleArn, externalId, durationSeconds, roleSessionName }) => ({
          RoleArn: roleArn,
          ...(externalId && { ExternalId: externalId }),
          ...(durationSeconds && { DurationSeconds: durationSeconds }),
          ...(roleSessionName && { RoleSessionName: roleSessionName }),
        }));
        const base = chain && { account: chain.base.accountId, role: chain.base.roleName };
        return [name, links ? [base, ...links] : null];
      }),
    );
  }

  const botocores = allInstalledBotocores();
  if (botocores.length === 0) {
    notInstalled('botocore');
  }
  for (const { python, module, version } of botocores) {
    conforms(`${module} ${version}`, 'role chains', `of ${FILES} generated files`, async () => {
      const script = path.join(import.meta.dirname, 'resolveRoleChains.py');
      const { stdout, stderr } = spawnSync(python, [script, module, ...PROFILES], {
        input: directories.join('\n'),
        encoding: 'utf8',
        env: { PATH: '/usr/bin:/bin', HOME: root, AWS_EC2_METADATA_DISABLED: 'true' },
      });
      const lines = stdout.split('\n').filter(Boolean);
      assert.equal(lines.length, FILES, stderr);
      let found = 0;
      for (const [index, directory] of directories.entries()) {
        const theirs = JSON.parse(lines[index] ?? '') as Record<string, unknown>;
        assert.deepEqual(await ours(directory), theirs, directory);
        found += Object.values(theirs).filter(Boolean).length;
      }
      assert.ok(found > FILES / 20, `${found} chains`);
    });
  }
});
