import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromHttp } from '@aws-sdk/credential-provider-http';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { AwsSsoError } from '../../src/base/errors.ts';
import {
  type ContainerCredentials,
  CredentialsServer,
  tokenFor,
} from '../../src/http/loopback/CredentialsServer.ts';
import { waitFor } from '../editor/waitFor.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { ACCOUNT } from './support/home.ts';
import { installedAwsCli, installedBotocore } from './support/installedClients.ts';
import { setEnvironment } from './support/environment.ts';
import { conforms, notInstalled } from './support/report.ts';

const SECRET = 'c2VjcmV0LW9mLXRoaXMtdGVybWluYWw';
const SENTENCE = 'You’re not signed in to this session. Sign in first.';
const LIFE_MS = 1000;
const OPERATION = 'container credentials';

describe('Clients of the container credentials protocol against CredentialsServer', function () {
  this.timeout(20_000);

  const home = mkdtempSync(path.join(tmpdir(), 'home-'));
  let server: CredentialsServer;
  let asked: string[];

  /** A path for a client of that name, with everything in it that an address has to escape. */
  const pathFor = (client: string) => `/role/${encodeURIComponent(`${client} ä/?#%+@`)}/${ACCOUNT.accountId}`;

  /** What expires soon when it is first asked for, and later not. */
  function credentials(requested: string): Promise<ContainerCredentials | undefined> {
    const known = ['cli', 'botocore', 'js'].map(pathFor);
    const before = asked.filter((one) => one === requested).length;
    asked.push(requested);
    if (requested === '/signed-out') {
      return Promise.reject(new AwsSsoError('NotSignedIn', SENTENCE));
    }
    if (requested === '/too-late') {
      return new Promise(() => undefined);
    }
    const expiration = new Date(Date.now() + (before === 0 ? LIFE_MS : 3_600_000)).toISOString();
    return Promise.resolve(
      known.includes(requested)
        ? {
            AccessKeyId: `ASIA${before + 1}`,
            SecretAccessKey: 'secret/+=',
            Token: 'token/+=',
            Expiration: expiration,
            AccountId: ACCOUNT.accountId,
          }
        : undefined,
    );
  }

  beforeEach(async () => {
    asked = [];
    server = new CredentialsServer(credentials, memoryLog());
    await server.listen(SECRET);
  });
  afterEach(() => server.dispose());
  after(() => rmSync(home, { recursive: true }));

  const environment = (where: string, token = tokenFor(SECRET, where)) => ({
    PATH: process.env['PATH'],
    HOME: home,
    LANG: 'C.UTF-8',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: server.uri(where),
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
  });

  async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    const child = spawn(command, args, { env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, stdout, stderr };
  }

  const cli = installedAwsCli();
  if (cli) {
    const CLIENT = `AWS CLI ${cli.version}`;
    const args = ['configure', 'export-credentials', '--format', 'process'];

    conforms(CLIENT, OPERATION, 'are shown, and asked for anew when they expire soon', async () => {
      const { stdout, stderr } = await run(cli.path, args, environment(pathFor('cli')));
      const shown = JSON.parse(stdout || '{}') as Record<string, string>;
      assert.equal(shown['AccessKeyId'], 'ASIA2', stderr);
      assert.equal(shown['SecretAccessKey'], 'secret/+=');
      assert.equal(shown['SessionToken'], 'token/+=');
      assert.ok(Date.parse(shown['Expiration'] ?? '') > Date.now() + 3_000_000, stdout);
      assert.equal(shown['AccountId'] ?? ACCOUNT.accountId, ACCOUNT.accountId);
      assert.deepEqual(asked, Array(2).fill(pathFor('cli')));
    });

    conforms(CLIENT, OPERATION, 'the sentence of a failure', async () => {
      const { code, stderr } = await run(cli.path, args, environment('/signed-out'));
      assert.notEqual(code, 0);
      assert.ok(stderr.includes(SENTENCE), stderr);
    });
  } else {
    notInstalled('AWS CLI version 2');
  }

  const botocore = installedBotocore();
  if (botocore) {
    const CLIENT = `botocore ${botocore.version}`;
    const script = path.join(import.meta.dirname, 'driveContainerCredentials.py');
    const drive = (env: NodeJS.ProcessEnv) =>
      run(botocore.python, [script, botocore.module, String(LIFE_MS / 1000)], env);

    conforms(CLIENT, OPERATION, 'with the account, and new ones after they expired', async () => {
      const { stdout, stderr } = await drive(environment(pathFor('botocore')));
      const shown = stdout.split('\n').filter(Boolean);
      assert.equal(shown.length, 2, stderr);
      const [, later] = shown.map((line) => JSON.parse(line) as Record<string, string | null>);
      const { key, secret, token, account } = later ?? {};
      assert.deepEqual({ key, secret, token }, { key: 'ASIA2', secret: 'secret/+=', token: 'token/+=' });
      assert.equal(account ?? ACCOUNT.accountId, ACCOUNT.accountId);
      assert.deepEqual(asked, Array(2).fill(pathFor('botocore')));
    });

    conforms(CLIENT, OPERATION, 'the sentence of a failure, and of a terminal that is too old', async () => {
      const [signedOut, old] = await Promise.all([
        drive(environment('/signed-out')),
        drive(environment('/signed-out', 'of-yesterday')),
      ]);
      assert.ok(signedOut.stderr.includes(SENTENCE), signedOut.stderr);
      assert.match(old.stderr, /This terminal’s access has expired/);
      assert.equal(asked.length, 3);
    });
  } else {
    notInstalled('botocore');
  }

  describe('in this process', () => {
    const saved = { ...process.env };
    const version = (name: string) =>
      (createRequire(import.meta.url)(`@aws-sdk/${name}/package.json`) as { version: string }).version;

    const CHAIN = `@aws-sdk/credential-provider-node ${version('credential-provider-node')}`;
    const PROVIDER = `@aws-sdk/credential-provider-http ${version('credential-provider-http')}`;
    afterEach(() => {
      setEnvironment(saved);
    });

    conforms(CHAIN, OPERATION, 'new ones after they expired', async () => {
      setEnvironment(environment(pathFor('js')));
      const provide = defaultProvider();
      const first = await provide();
      assert.equal(first.accessKeyId, 'ASIA1');
      assert.equal(first.secretAccessKey, 'secret/+=');
      assert.equal(first.sessionToken, 'token/+=');
      // Past that millisecond: the client takes it for the last good one.
      await waitFor('the expiry', () => Date.now() > (first.expiration?.getTime() ?? Infinity));
      const later = await provide();
      assert.equal(later.accessKeyId, 'ASIA2');
      assert.ok((later.expiration?.getTime() ?? 0) > Date.now() + 3_000_000);
      assert.equal((await provide()).accessKeyId, 'ASIA2');
      assert.deepEqual(asked, Array(2).fill(pathFor('js')));
    });

    conforms(PROVIDER, OPERATION, 'the sentence of a failure', async () => {
      const warnings: unknown[] = [];
      const { warn } = console;
      console.warn = (message) => warnings.push(message);
      const from = (where: string, token = tokenFor(SECRET, where), maxRetries = 0) =>
        fromHttp({
          awsContainerCredentialsFullUri: server.uri(where),
          awsContainerAuthorizationToken: token,
          maxRetries,
        })();
      const signedOut = { name: 'CredentialsProviderError', Code: 'NotSignedIn', Message: SENTENCE };
      try {
        await Promise.all([
          assert.rejects(from('/signed-out', undefined, 3), signedOut),
          assert.rejects(from('/signed-out', 'of-yesterday'), { Code: 'WrongSecret' }),
          assert.rejects(from('/unknown'), { Code: 'NotFound' }),
          assert.rejects(from('/too-late'), { message: 'Server responded with status: 503' }),
        ]);
      } finally {
        console.warn = warn;
      }
      assert.equal(asked.filter((one) => one === '/signed-out').length, 4);
      // It warns of answers that take longer than its patience.
      assert.deepEqual(warnings, []);
    });
  });
});
