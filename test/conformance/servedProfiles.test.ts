import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { readConfigText } from '../../src/aws/config/addProfile.ts';
import { addServedProfile, servedCommand } from '../../src/aws/config/servedProfile.ts';
import { calledSession, servedRole } from '../../src/features/served/servedRole.ts';
import { sessionId } from '../../src/sessions/kinds/identityCenter.ts';
import { type Account, type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { helperBundle } from '../unit/support/helperBundle.ts';
import { type Ended, runToTheEnd, type ServedEditor, servedEditor } from '../unit/support/servedWindow.ts';
import { setEnvironment } from './support/environment.ts';
import { ACCOUNT } from './support/home.ts';
import { allInstalledBotocores, installedAwsCli } from './support/installedClients.ts';
import { conforms, notInstalled } from './support/report.ts';
import { signedInWindow } from './support/signedInWindow.ts';

const OPERATION = 'served profile';
const LIFETIME_S = 2;
const PROFILE = 'prod.eu';

/** A client that is given a profile, and says which access key it got. */
interface Client {
  readonly name: string;
  /** @returns the access key; what the person reads, where there is none. */
  readonly key: () => Promise<string>;
  /** Whether it says why there are no credentials. */
  readonly saysWhy: boolean;
}

describe('Clients outside of the editor with a served profile', function () {
  this.timeout(60_000);
  let shipped: string;
  let bundle: string;
  let home: string;
  let center: IdentityCenter;
  let accounts: Account[];
  let editor: ServedEditor;
  let open: ReturnType<typeof signedInWindow>[];
  before(async () => {
    shipped = mkdtempSync(path.join(tmpdir(), 'shipped-'));
    bundle = await helperBundle(shipped);
  });
  after(() => rmSync(shipped, { recursive: true }));

  beforeEach(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'a home '));
    accounts = [{ accountId: ACCOUNT.accountId, accountName: 'Production', roles: [ACCOUNT.roleName] }];
    center = await startIdentityCenter({ accounts, interval: 0.1, roleCredentialsLifetime: LIFETIME_S });
    editor = servedEditor(path.join(home, 'Application Support'), bundle);
    open = [];
  });
  afterEach(async () => {
    open.forEach(({ close }) => close());
    await center.stop();
    rmSync(home, { recursive: true });
  });

  const configFile = (): string => path.join(home, '.aws/config');
  const count = (): number =>
    center.requests.filter(({ operation }) => operation === 'GetRoleCredentials').length;

  function openWindow() {
    const window = signedInWindow(editor, center, configFile());
    open.push(window);
    return window;
  }

  /** A window, signed in, in which a person has added the profile. */
  async function withProfile(region = 'eu-west-1') {
    const window = openWindow();
    await window.signIn();
    const { served, config } = window;
    const role = servedRole(config, {
      ...ACCOUNT,
      accountName: 'Production',
      profile: PROFILE,
      file: configFile(),
    });
    await served.serve([role]);
    const asked = { ...ACCOUNT, session: calledSession(config), profile: PROFILE, region };
    mkdirSync(path.dirname(configFile()));
    writeFileSync(configFile(), addServedProfile(readConfigText('# mine\n'), served.helper, asked));
    return { ...window, role };
  }

  const environment = (): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    HOME: home,
    LANG: 'C.UTF-8',
    AWS_PROFILE: PROFILE,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const run = (command: string, args: readonly string[]): Promise<Ended> =>
    runToTheEnd(command, args, { env: environment() });
  const keyIn = ({ stdout, stderr }: Ended): string =>
    /"(?:AccessKeyId|key)": *"([^"]+)"/.exec(stdout)?.[1] ?? stderr;

  const clients: Client[] = [];
  const cli = installedAwsCli();
  if (cli) {
    clients.push({
      name: `AWS CLI ${cli.version}`,
      saysWhy: true,
      key: async () => keyIn(await run(cli.path, ['configure', 'export-credentials', '--format', 'process'])),
    });
  } else {
    notInstalled('AWS CLI version 2');
  }
  const botocores = allInstalledBotocores();
  const driver = path.join(import.meta.dirname, 'driveContainerCredentials.py');
  const [botocore] = botocores;
  if (botocore) {
    const { python, module, version } = botocore;
    const key = async () => keyIn(await run(python, [driver, module, '0']));
    clients.push({ name: `${module} ${version}`, key, saysWhy: true });
  } else {
    notInstalled('botocore');
  }
  const { version } = createRequire(import.meta.url)('@aws-sdk/credential-provider-node/package.json') as {
    version: string;
  };
  clients.push({
    name: `@aws-sdk/credential-provider-node ${version}`,
    // The chain of providers has one sentence for everything.
    saysWhy: false,
    key: async () => {
      const saved = { ...process.env };
      setEnvironment(environment());
      try {
        // What one has read of the file, the next one would have from its memory.
        return (await defaultProvider({ ignoreCache: true })()).accessKeyId;
      } catch (error) {
        return (error as Error).message;
      } finally {
        setEnvironment(saved);
      }
    },
  });

  for (const { name, key, saysWhy } of clients) {
    const fails = async (sentence: RegExp): Promise<void> =>
      assert.match(await key(), saysWhy ? sentence : /^Could not load credentials/);

    conforms(name, OPERATION, 'live credentials, and others after they expired', async () => {
      await withProfile();
      const first = await key();
      assert.match(first, /^ASIA/);
      await new Promise((resolve) => setTimeout(resolve, 1_000 * LIFETIME_S));
      const second = await key();
      assert.match(second, /^ASIA/);
      assert.notEqual(second, first);
    });

    conforms(name, OPERATION, 'the sentence of each failure', async () => {
      const { served, sessions, config, role, close } = await withProfile();
      const other = openWindow();
      await other.served.start();
      close();
      assert.match(await key(), /^ASIA/, 'one of two windows was closed');
      const reloaded = openWindow();
      await reloaded.served.start();
      other.close();
      assert.match(await key(), /^ASIA/, 'the window was reloaded');
      accounts[0] = { accountId: ACCOUNT.accountId, roles: [] };
      await fails(/You don’t have the role PowerUserAccess in 111122223333\./);
      await sessions.signOut(sessionId(config));
      await reloaded.sessions.reload();
      await fails(/You’re not signed in to corp\. Sign in to it in VS Code\./);
      await served.stop([role]);
      await fails(/VS Code doesn’t serve PowerUserAccess in 111122223333\./);
      reloaded.close();
      await fails(/No VS Code window gives out AWS credentials\. Open VS Code/);
    });
  }

  conforms('the helper', OPERATION, '200 calls make one request, ten at once', async () => {
    center.empty();
    await center.stop();
    center = await startIdentityCenter({ accounts, interval: 0.1 });
    const { served } = await withProfile();
    const command = servedCommand(served.helper, { ...ACCOUNT, session: 'corp' });
    // As many at once as a machine with two cores can start within the helper's patience.
    const all = `for wave in $(seq 20); do for call in $(seq 10); do ${command} --wait & done; wait; done`;
    const { stdout, stderr } = await runToTheEnd('/bin/sh', ['-c', all]);
    assert.equal(stderr, '');
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual([lines.length, new Set(lines).size, count()], [200, 1, 1]);
  });

  conforms('the helper', OPERATION, 'no secret in any file', async () => {
    const { served } = await withProfile();
    const args = ['--session', 'corp', '--account', ACCOUNT.accountId, '--role', ACCOUNT.roleName];
    assert.equal((await runToTheEnd(served.helper, args)).code, 0);
    assert.ok(center.issuedSecrets.length > 3);
    for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
      const text = entry.isFile() ? readFileSync(path.join(entry.parentPath, entry.name), 'utf8') : '';
      assert.ok(!center.issuedSecrets.some((secret) => text.includes(secret)), entry.name);
    }
  });

  for (const { python, module, version: itsVersion } of botocores) {
    conforms(
      `${module} ${itsVersion}`,
      OPERATION,
      'splits the command on Windows as it is meant',
      async () => {
        const helper =
          'C:\\Users\\Alice B\\AppData\\Roaming\\Code\\User\\globalStorage\\x\\aws-credentials.cmd';
        const command = servedCommand(helper, { ...ACCOUNT, session: 'corp' }, 'win32');
        const script = `import sys, json, importlib; c = importlib.import_module(sys.argv[1] + ".compat"); print(json.dumps(c.compat_shell_split(sys.argv[2], platform=sys.argv[3])))`;
        const split = async (platform: string, text: string) =>
          JSON.parse((await run(python, ['-c', script, module, text, platform])).stdout) as string[];
        const words = ['--session', 'corp', '--account', ACCOUNT.accountId, '--role', ACCOUNT.roleName];
        assert.deepEqual(await split('win32', command), [helper, ...words]);
        const posix = '/home/alice/Application Support/served/aws-credentials';
        const there = servedCommand(posix, { ...ACCOUNT, session: 'corp' }, 'linux');
        assert.deepEqual(await split('linux', there), [posix, ...words]);
      },
    );
  }
});
