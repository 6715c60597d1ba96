import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { configuredEndpoints } from '../../src/aws/endpoints/configuredEndpoints.ts';
import { stsEndpoint } from '../../src/aws/endpoints/stsEndpoint.ts';
import { Retries } from '../../src/aws/services/retries.ts';
import { SsoPortal } from '../../src/aws/services/SsoPortal.ts';
import { Sts } from '../../src/aws/services/Sts.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { ChainedRoles } from '../../src/sessions/portal/ChainedRoles.ts';
import { RoleCredentialsCache } from '../../src/sessions/portal/RoleCredentialsCache.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { Harness } from '../unit/identity-center/harness.ts';
import { setEnvironment } from './support/environment.ts';
import { allInstalledBotocores } from './support/installedClients.ts';
import { conforms, notInstalled } from './support/report.ts';

const DEPLOY = 'arn:aws:iam::444455556666:role/Deploy';
const AUDIT = 'arn:aws:iam::777788889999:role/security/Audit';
const PORTAL = 'sso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = us-east-1\n';
const HUB = 'sso_account_id = 111122223333\nsso_role_name = Hub\n';
const IS_DEPLOY = /:444455556666:assumed-role\/Deploy\//;

interface Case {
  readonly profile: string;
  readonly settings: string;
  /** Whose credentials they are; a text is the error code by which AWS refuses. Undefined: the profile cannot be resolved. */
  readonly leadsTo: RegExp | string | undefined;
  /** Why a client makes something else of it. */
  readonly differs?: Readonly<Record<string, string>>;
}

interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

const over = (source: string, arn: string, more = ''): string =>
  `source_profile = ${source}\nrole_arn = ${arn}\n${more}`;

const CASES: readonly Case[] = [
  { profile: 'deploy', settings: over('base', DEPLOY, 'region = eu-west-1\n'), leadsTo: IS_DEPLOY },
  { profile: 'legacy', settings: over('baseLegacy', DEPLOY), leadsTo: IS_DEPLOY },
  {
    profile: 'named',
    settings: over('base', DEPLOY, 'role_session_name = ci@corp\n'),
    leadsTo: /Deploy\/ci@corp$/,
  },
  {
    profile: 'audit',
    settings: over('deploy', AUDIT, 'external_id = audit:1\nregion = eu-west-3\n'),
    leadsTo: /:777788889999:assumed-role\/Audit\//,
  },
  { profile: 'wrongId', settings: over('deploy', AUDIT, 'external_id = other\n'), leadsTo: 'AccessDenied' },
  { profile: 'untrusted', settings: over('base', AUDIT, 'external_id = audit:1\n'), leadsTo: 'AccessDenied' },
  { profile: 'short', settings: over('base', DEPLOY, 'duration_seconds = 900\n'), leadsTo: IS_DEPLOY },
  {
    profile: 'long',
    settings: over('base', DEPLOY, 'duration_seconds = 7200\n'),
    leadsTo: 'ValidationError',
  },
  {
    profile: 'wordy',
    settings: over('base', DEPLOY, 'duration_seconds = an hour\n'),
    leadsTo: IS_DEPLOY,
    differs: { 'AWS SDK for JavaScript': 'It sends what is no number, which AWS refuses.' },
  },
  {
    profile: 'regional',
    settings: over('base', DEPLOY, 'sts_regional_endpoints = legacy\n'),
    leadsTo: IS_DEPLOY,
  },
  {
    profile: 'keyed',
    settings: over('baseWithKeys', DEPLOY),
    leadsTo: IS_DEPLOY,
    differs: { 'AWS SDK for JavaScript': 'It takes the keys.' },
  },
  { profile: 'self', settings: over('self', DEPLOY), leadsTo: undefined },
  { profile: 'one', settings: over('two', DEPLOY), leadsTo: undefined },
  { profile: 'two', settings: over('one', DEPLOY), leadsTo: undefined },
  { profile: 'lost', settings: over('nowhere', DEPLOY), leadsTo: undefined },
  {
    profile: 'both',
    settings: over('base', DEPLOY, 'credential_source = Environment\n'),
    leadsTo: undefined,
  },
  { profile: 'sourceless', settings: `role_arn = ${DEPLOY}\n`, leadsTo: undefined },
];

const CONFIG = [
  `[sso-session corp]\n${PORTAL}`,
  `[profile base]\nsso_session = corp\n${HUB}`,
  `[profile baseLegacy]\n${PORTAL}${HUB}`,
  `[profile baseWithKeys]\nsso_session = corp\n${HUB}aws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n`,
  ...CASES.map(({ profile, settings }) => `[profile ${profile}]\n${settings}`),
].join('');

describe('Role chains', function () {
  this.timeout(60_000);
  let harness: Harness;
  let home: string;
  let accessToken: string;
  let env: Record<string, string>;
  before(async () => {
    harness = await Harness.open({
      clock: Date.now,
      accounts: [{ accountId: '111122223333', roles: ['Hub'] }],
    });
    const { json } = await harness.signIn(await harness.register());
    accessToken = String(json['accessToken']);
    home = mkdtempSync(path.join(tmpdir(), 'chains-'));
    const cache = path.join(home, '.aws/sso/cache');
    mkdirSync(cache, { recursive: true });
    writeFileSync(path.join(home, '.aws/config'), CONFIG);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '');
    for (const name of ['corp', 'https://d-1234567890.awsapps.com/start']) {
      const file = `${createHash('sha1').update(name).digest('hex')}.json`;
      const startUrl = 'https://d-1234567890.awsapps.com/start';
      writeFileSync(
        path.join(cache, file),
        JSON.stringify({ accessToken, expiresAt, startUrl, region: 'us-east-1' }),
      );
    }
    env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: harness.center.url,
    };
  });
  after(async () => {
    rmSync(home, { recursive: true });
    await harness.center.stop();
  });

  function meets({ profile, leadsTo }: Case, { arn, error }: { arn?: string; error?: string }): void {
    if (leadsTo instanceof RegExp) {
      assert.match(arn ?? error ?? '', leadsTo, profile);
    } else if (leadsTo === undefined) {
      assert.equal(arn, undefined, profile);
    } else {
      assert.equal(error, leadsTo, profile);
    }
  }

  const arnOf = async (credentials: AwsCredentials): Promise<string> => {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const client = new STSClient({
      region: 'us-east-1',
      endpoint: harness.center.url,
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    });
    return (await client.send(new GetCallerIdentityCommand())).Arn ?? '';
  };

  for (const one of CASES) {
    conforms('this extension', 'role chains', one.profile, async () => {
      const { profile, leadsTo } = one;
      const files = new AwsFiles();
      const http = fetchClient();
      const retries = new Retries(() => 0);
      const chained = new ChainedRoles({
        read: () => files.read(env),
        startUrlOf: () => 'https://d-1234567890.awsapps.com/start',
        sts: async (chain) => {
          const config = await configuredEndpoints(files, { ...env, AWS_PROFILE: chain.profile });
          return new Sts(http, stsEndpoint(chain, { settings: {}, env, config }), retries, { offset: 0 });
        },
        log: memoryLog(),
      });
      const portal = new SsoPortal(http, harness.center.portal, retries);
      const roles = new RoleCredentialsCache((_, action) => action(portal, accessToken), chained);
      const chain = (await chained.list('s')).chains.find((found) => found.profile === profile);
      assert.equal(chain !== undefined, leadsTo !== undefined);
      if (chain) {
        const { accountId, roleName } = chain;
        const getting = roles.get({ session: 's', accountId, roleName, profile });
        meets(
          one,
          await getting.then(
            async (credentials) => ({ arn: await arnOf(credentials) }),
            (error: { service?: { name: string } }) => ({ error: error.service?.name ?? '' }),
          ),
        );
      }
    });
  }

  const botocores = allInstalledBotocores();
  if (botocores.length === 0) {
    notInstalled('botocore');
  }
  for (const { python, module, version } of botocores) {
    const client = `${module} ${version}`;
    // Older ones know no setting for the endpoints.
    if (module !== 'botocore' || Number(version.split('.')[1]) < 31) {
      continue;
    }
    describe(`as ${client} resolves them`, () => {
      let lines: readonly { profile: string; arn?: string; error?: string }[];
      before(async () => {
        const script = path.join(import.meta.dirname, 'driveRoleChains.py');
        const profiles = CASES.map(({ profile }) => profile);
        const child = spawn(python, [script, module, ...profiles], {
          env: { ...env, AWS_DEFAULT_REGION: 'us-east-1' },
        });
        let output = '';
        child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
        await new Promise((resolve) => child.on('close', resolve));
        lines = output
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as (typeof lines)[number]);
        assert.equal(lines.length, CASES.length, output);
      });

      for (const one of CASES) {
        conforms(client, 'role chains', one.profile, () => {
          meets(one, lines.find(({ profile }) => profile === one.profile) ?? {});
        });
      }
    });
  }

  describe('as the AWS SDK for JavaScript resolves them', () => {
    const client = 'AWS SDK for JavaScript';
    const before = { ...process.env };
    afterEach(() => setEnvironment(before));

    for (const one of CASES) {
      conforms(client, 'role chains', one.profile, async () => {
        setEnvironment({ ...env, AWS_REGION: 'us-east-1' });
        const { profile } = one;
        const getting = defaultProvider({ profile, ignoreCache: true })();
        const answer = await getting.then(
          async (credentials) => ({ arn: await arnOf(credentials) }),
          (error: Error) => ({ error: error.name }),
        );
        if (one.differs?.[client] === undefined) {
          meets(one, answer);
        } else {
          // Where it is no difference any more, the table has to lose a line.
          assert.throws(() => meets(one, answer));
        }
      });
    }
  });
});
