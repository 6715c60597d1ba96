import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addEmptyProfile, readConfigText } from '../../src/aws/config/addProfile.ts';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { EMPTY_PROFILE, preferredSources } from '../../src/aws/config/preferredSources.ts';
import {
  expiringVariables,
  liveVariables,
  NO_SOURCES,
  whyNotLive,
} from '../../src/features/terminals/terminalVariables.ts';
import { CredentialsServer, tokenFor } from '../../src/http/loopback/CredentialsServer.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { installedAwsCli, installedBotocore } from './support/installedClients.ts';
import { conforms, notInstalled } from './support/report.ts';

const SECRET = 'c2VjcmV0LW9mLXRoaXMtdGVybWluYWw';
const LIVE = {
  AccessKeyId: 'ASIALIVE',
  SecretAccessKey: 's',
  Token: 't',
  Expiration: '2099-01-01T00:00:00Z',
};
const KEYS = 'aws_access_key_id = AKIAFILE\naws_secret_access_key = x\n';

interface Situation {
  readonly what: string;
  readonly env?: Record<string, string>;
  readonly config?: string;
  readonly credentials?: string;
  /** What terminals get before the empty profile is there; live credentials, where it is undefined. */
  readonly why?: 'profile' | 'environment';
}

const SITUATIONS: readonly Situation[] = [
  { what: 'nothing else' },
  { what: 'a default profile without credentials', config: '[default]\nregion = eu-west-1\n' },
  {
    what: 'keys in variables',
    env: { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'y' },
  },
  {
    what: 'a web identity',
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere', AWS_ROLE_ARN: 'arn:aws:iam::1:role/x' },
  },
  { what: 'a default profile with keys', credentials: `[default]\n${KEYS}`, why: 'profile' },
  {
    what: 'a profile with keys',
    env: { AWS_PROFILE: 'work' },
    config: `[profile work]\n${KEYS}`,
    why: 'profile',
  },
  { what: 'a profile that does not exist', env: { AWS_PROFILE: 'gone' }, why: 'profile' },
  {
    what: 'a default profile, where AWS_DEFAULT_PROFILE names another',
    env: { AWS_DEFAULT_PROFILE: 'plain' },
    config: '[profile plain]\nregion = eu-west-1\n',
    credentials: `[default]\n${KEYS}`,
    why: 'profile',
  },
  {
    what: 'a profile, where AWS_DEFAULT_PROFILE names another',
    env: { AWS_DEFAULT_PROFILE: 'plain', AWS_PROFILE: 'work' },
    config: '[profile plain]\nregion = eu-west-1\n',
    credentials: `[work]\n${KEYS}`,
    why: 'profile',
  },
  {
    what: 'settings in capitals',
    credentials: `[default]\n${KEYS.replaceAll('aws_', 'AWS_').replaceAll('access', 'ACCESS')}`,
    why: 'profile',
  },
  { what: 'settings with colons', credentials: `[default]\n${KEYS.replaceAll(' =', ':')}`, why: 'profile' },
  {
    what: 'keys and the older name of a token',
    env: { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'x', AWS_SECURITY_TOKEN: 'stale' },
  },
  {
    what: 'another server, and the older name of a token',
    env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x', AWS_SECURITY_TOKEN: 'stale' },
    why: 'environment',
  },
  { what: 'a credential file of boto', env: { AWS_CREDENTIAL_FILE: '/nowhere' }, why: 'environment' },
  {
    what: 'another server of container credentials',
    env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x' },
    why: 'environment',
  },
];

describe('Terminals with a role', function () {
  this.timeout(60_000);
  const server = new CredentialsServer(() => Promise.resolve(LIVE), memoryLog());
  let HOME: string;
  before(() => server.listen(SECRET));
  after(() => server.dispose());
  beforeEach(() => {
    HOME = mkdtempSync(path.join(tmpdir(), 'home-'));
    mkdirSync(path.join(HOME, '.aws'));
  });
  afterEach(() => rmSync(HOME, { recursive: true }));

  type Client = (env: Record<string, string>) => Promise<string>;

  const run =
    (command: string, ...args: string[]): Client =>
    (env) =>
      new Promise((resolve) => {
        const options = { env: { PATH: process.env['PATH'], ...env }, timeout: 30_000 };
        execFile(command, args, options, (_error, stdout, stderr) => resolve(stdout + stderr));
      });

  const clients: Record<string, Client> = {};
  const javaScript = path.join(import.meta.dirname, '../e2e/terminal/showCredentials.ts');
  clients['@aws-sdk/credential-provider-node'] = run(process.execPath, javaScript);
  const cli = installedAwsCli();
  if (cli) {
    clients[`AWS CLI ${cli.version}`] = run(cli.path, 'configure', 'export-credentials', '--format', 'env');
  } else {
    notInstalled('AWS CLI version 2');
  }
  const botocore = installedBotocore();
  if (botocore) {
    const script = `import ${botocore.module}.session as s; c = s.Session().get_credentials(); print(c.access_key, c.token)`;
    clients[`botocore ${botocore.version}`] = run(botocore.python, '-c', script);
  } else {
    notInstalled('botocore');
  }

  /** Situations in which some client uses the keys of a file, which is why a person is asked. */
  const preferring = new Set<string>();

  for (const [name, client] of Object.entries(clients)) {
    for (const { what, env, config = '', credentials = '', why } of SITUATIONS) {
      conforms(name, 'variables of terminals', `the role rather than ${what}`, async () => {
        const file = path.join(HOME, '.aws/config');
        writeFileSync(file, config);
        writeFileSync(path.join(HOME, '.aws/credentials'), credentials);
        const inherited = { HOME, AWS_EC2_METADATA_DISABLED: 'true', ...env };
        const found = await preferredSources(new AwsFiles(), inherited);
        assert.equal(whyNotLive(true, found), why);
        const live = { uri: server.uri('/role'), token: tokenFor(SECRET, '/role') };
        if (why === 'environment') {
          const keys = { accessKeyId: 'ASIAKEYS', secretAccessKey: 's', sessionToken: 't', expiration: 4e12 };
          const shown = await client({ ...inherited, ...expiringVariables(keys, found, undefined) });
          assert.match(shown, /ASIAKEYS/);
          assert.doesNotMatch(shown, /stale/);
          return;
        }
        if (why === 'profile') {
          const shown = await client({
            ...inherited,
            ...liveVariables(live, { ...NO_SOURCES, variables: found.variables }, undefined),
          });
          preferring.add(shown.includes('AKIAFILE') ? what : '');
        }
        if (why === 'profile') {
          writeFileSync(file, addEmptyProfile(readConfigText(config), EMPTY_PROFILE, 'for terminals'));
        }
        const sources = await preferredSources(new AwsFiles(), inherited);
        assert.equal(whyNotLive(true, sources), undefined);
        const shown = await client({ ...inherited, ...liveVariables(live, sources, undefined) });
        assert.match(shown, /ASIALIVE/);
      });
    }
  }

  it('asks about nothing that no client would use', () => {
    const asked = SITUATIONS.filter(({ why }) => why === 'profile').map(({ what }) => what);
    // botocore comes to a halt there instead.
    const expected = asked.filter((what) => what !== 'a profile that does not exist');
    assert.deepEqual([...preferring].filter(Boolean).sort(), expected.sort());
  });
});
