import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { EnvironmentVariables } from '../../api/src/index.ts';
import { runWithRole } from '../../examples/consumer/src/runWithRole.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { api, configure, signIn, signOutOfAll, givingRole } from './support.ts';

const ROLE = { accountId: '111122223333', roleName: 'PowerUserAccess' };
/** Role credentials are handed out until five minutes before their end, and so does the AWS SDK ask for others then. */
const HANDED_OUT_MS = 3_000;

/** What wins over a container's credentials, in the chain of the AWS SDK. */
const INHERITED = {
  AWS_ACCESS_KEY_ID: 'AKIAOLD',
  AWS_SECRET_ACCESS_KEY: 'old',
  AWS_PROFILE: 'nobody',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/old',
};

/** Prints the key that the AWS SDK finds in its environment for each line that it reads; or the error. */
const PROGRAM = `
  import { createInterface } from 'node:readline';
  import { defaultProvider } from '@aws-sdk/credential-provider-node';
  const provide = defaultProvider({ maxRetries: 0 });
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(await provide().then(({ accessKeyId }) => accessKeyId, (error) => String(error)));
  }
`;

/** Prints who AWS says that the AWS SDK is, with what it finds in its environment; and the region. */
const WHO_AM_I = `
  import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
  const { Arn } = await new STSClient({ endpoint: process.argv[1] }).send(new GetCallerIdentityCommand());
  console.log(Arn, process.env.AWS_REGION);
`;

describe('A child process with the environment of a role', () => {
  let center: IdentityCenter;
  let child: ChildProcess | undefined;
  before(async () => {
    center = await startIdentityCenter({
      interval: 0.2,
      roleCredentialsLifetime: 300 + HANDED_OUT_MS / 1000,
    });
    const { oidc, portal, startUrl, region } = center;
    await configure({ endpoints: { oidc, portal }, sessions: [{ name: 'corp', startUrl, region }] });
  });
  afterEach(async () => {
    child?.kill();
    await signOutOfAll();
  });
  after(async () => {
    await center.stop();
    await configure({ endpoints: undefined, sessions: undefined });
  });

  /** Starts the program, and returns a function that has it print a line. */
  function start(given: EnvironmentVariables): () => Promise<string> {
    const env: NodeJS.ProcessEnv = { ...process.env, ...INHERITED, ELECTRON_RUN_AS_NODE: '1' };
    for (const [name, value] of Object.entries(given)) {
      env[name] = value ?? undefined;
    }
    const started = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
      env,
      cwd: path.join(__dirname, '../..'),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child = started;
    const lines = createInterface({ input: started.stdout });
    return async () => {
      started.stdin.write('\n');
      const [line] = (await once(lines, 'line')) as [string];
      return line;
    };
  }

  it('calls AWS with the role, as the example starts it', async () => {
    await signIn(center, 'corp');
    const args = ['--input-type=module', '--eval', WHO_AM_I, center.url];
    const working = process.cwd();
    process.chdir(path.join(__dirname, '../..'));
    process.env['ELECTRON_RUN_AS_NODE'] = '1';
    try {
      assert.match(
        await givingRole(() => runWithRole({ ...ROLE, region: 'eu-central-1' }, process.execPath, args)),
        /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_PowerUserAccess_\w+\/alice eu-central-1$/,
      );
    } finally {
      process.chdir(working);
      delete process.env['ELECTRON_RUN_AS_NODE'];
    }
  });

  it('has live credentials past their expiry, until its person signs out', async () => {
    await signIn(center, 'corp');
    const aws = await api();
    const fetched = () =>
      center.requests.filter(({ operation }) => operation === 'GetRoleCredentials').length;
    const before = fetched();
    const given = await givingRole(() => aws.getEnvironment(ROLE));
    assert.equal(given['AWS_CREDENTIAL_EXPIRATION'], null);
    const ask = start(given);
    const first = await ask();
    assert.match(first, /^ASIA/);
    assert.equal(first, (await aws.getRoleCredentials(ROLE)).accessKeyId);
    // The AWS SDK goes on with what it has while it fetches others.
    await waitFor('other credentials', async () => (await ask()) !== first);
    assert.match(await ask(), /^ASIA/);
    assert.equal(fetched(), before + 2);
    const headers = { Authorization: given['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '' };
    const statusOf = async () =>
      (await fetch(given['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '', { headers })).status;
    assert.equal(await statusOf(), 200);
    await signOutOfAll();
    assert.equal(await statusOf(), 404);
  });
});
