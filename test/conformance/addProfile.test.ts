import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  addProfile,
  type NewProfile,
  proposedProfileName,
  readConfigText,
} from '../../src/aws/config/addProfile.ts';
import { awsConfigFile, AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { awsConfigSessions } from '../../src/aws/config/awsConfigSessions.ts';
import { editFile } from '../../src/aws/config/editFile.ts';
import { type AwsCli, installedAwsCli } from './support/installedClients.ts';
import { conforms, notInstalled } from './support/report.ts';

const NEW: NewProfile = {
  profile: 'dev',
  sessionName: 'corp',
  startUrl: 'https://d-1234567890.awsapps.com/start',
  region: 'us-east-1',
  scopes: ['sso:account:access', 'codewhisperer:completions'],
  accountId: '012345678901',
  roleName: 'AdministratorAccess',
  defaultRegion: 'eu-west-1',
  output: 'json',
};

const FILES: Record<string, string> = {
  'no file': '',
  'settings, comments and nested ones':
    '# one\n[default]\nregion = us-west-2\n\n[profile s3]\ns3 =\n  max_queue_size = 10\n',
  'Windows lines, and a last one that does not end': '[default]\r\nregion = us-west-2\r\n; end',
};

const NAMES: [profile: string, sessionName: string][] = [
  ['dev', 'corp'],
  ['my dev', 'my corp'],
  ['büro', 'büro'],
  ['a+b=c,d@e.f_g', 'a#b;c%d$e'],
  [proposedProfileName(readConfigText(''), NEW), 'corp'],
];

const installed = installedAwsCli();
if (installed) {
  describe('The AWS CLI reads a profile that was added', function () {
    this.timeout(60_000);
    suite(installed);
  });
} else {
  notInstalled('AWS CLI version 2');
}

function suite(cli: AwsCli): void {
  const CLIENT = `AWS CLI ${cli.version}`;
  let env: Record<string, string>;
  let file: string;
  beforeEach(() => {
    const home = mkdtempSync(path.join(tmpdir(), 'home-'));
    env = { PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', AWS_EC2_METADATA_DISABLED: 'true' };
    file = awsConfigFile(env);
  });
  afterEach(() => rmSync(env['HOME'] ?? '', { recursive: true }));

  function aws(...args: string[]): string {
    const { stdout, stderr } = spawnSync(cli.path, args, { env, encoding: 'utf8' });
    assert.equal(stderr, '');
    return stdout;
  }

  async function add(profile: NewProfile, before = ''): Promise<void> {
    if (before !== '') {
      mkdirSync(path.dirname(file));
      writeFileSync(file, before);
    }
    await editFile(file, (text) => addProfile(readConfigText(text), profile));
  }

  for (const [what, before] of Object.entries(FILES)) {
    conforms(CLIENT, 'configure list-profiles', what, async () => {
      await add(NEW, before);
      await add({ ...NEW, profile: 'default-2' });
      const profiles = aws('configure', 'list-profiles').trimEnd().split('\n');
      const known = [...before.matchAll(/^\[(?:profile )?(.*)\]/gm)].map(([, name]) => name);
      assert.deepEqual(profiles, [...known, 'dev', 'default-2']);
    });
  }

  for (const [profile, sessionName] of NAMES) {
    conforms(CLIENT, 'configure get', `${profile}, of ${sessionName}`, async () => {
      await add({ ...NEW, profile, sessionName });
      assert.equal(aws('configure', 'get', 'sso_session', '--profile', profile), `${sessionName}\n`);
      assert.equal(aws('configure', 'list-profiles'), `${profile}\n`);
      // The AWS CLI finds the session by that name: otherwise it says that there is none.
      const args = ['sso', 'login', '--no-browser', '--profile', profile];
      const offline = { ...env, HTTPS_PROXY: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' };
      const { stderr } = spawnSync(cli.path, args, { env: offline, encoding: 'utf8' });
      assert.match(stderr, /proxy/i);
    });
  }

  conforms(CLIENT, 'configure set', 'finds every line, and changes none', async () => {
    await add({ ...NEW, profile: 'my dev' });
    const before = readFileSync(file, 'utf8');
    for (const [key, value] of [
      ['sso_account_id', NEW.accountId],
      ['region', 'eu-west-1'],
      ['output', 'json'],
    ] as const) {
      aws('configure', 'set', key, value, '--profile', 'my dev');
    }
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('and so does this extension', async () => {
    for (const [profile, sessionName] of NAMES) {
      rmSync(file, { force: true });
      await add({ ...NEW, profile, sessionName });
      const { startUrl, region, scopes } = NEW;
      const lines = readFileSync(file, 'utf8').split('\n');
      assert.deepEqual(await awsConfigSessions(new AwsFiles(), env), {
        file,
        files: [file, path.join(path.dirname(file), 'credentials')],
        sessions: [
          {
            name: sessionName,
            startUrl,
            region,
            registrationScopes: [...scopes].sort(),
            place: { file, line: lines.findIndex((line) => line.startsWith('[sso-session ')) + 1 },
            cacheKeys: [{ sessionName, startUrl, region, scopes }],
          },
        ],
        problems: [],
      });
    }
  });
}
