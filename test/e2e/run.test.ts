import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type UseStageOptions, useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { chooseRegion, chooseTerminalRole, signIn } from './person.ts';
import type { Stage } from './Stage.ts';

const URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
const PROGRAM = path.join(repositoryRoot, 'test/e2e/terminal/writeCredentials.ts');

interface Written {
  readonly key?: string;
  readonly secret?: string;
  readonly error?: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A workspace with launch configurations and tasks, each of which runs the program. */
function workspace(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'run-'));
  const args = (file: string): string[] => [PROGRAM, path.join(folder, file), 'AWS_'];
  const launch = (name: string, more: object = {}): object => ({
    name,
    type: 'node',
    request: 'launch',
    runtimeExecutable: process.execPath,
    runtimeArgs: args(name),
    ...more,
  });
  const task = (label: string, type: string, kind: string): object => ({
    label,
    type,
    group: { kind, isDefault: true },
    command: process.execPath,
    args: args(label),
    problemMatcher: [],
  });
  const configurations = [
    launch('Internal'),
    launch('Integrated', { console: 'integratedTerminal' }),
    launch('After Task', { preLaunchTask: 'First' }),
  ];
  const tasks = [
    task('Shell', 'shell', 'build'),
    task('Process', 'process', 'test'),
    task('First', 'process', 'none'),
  ];
  mkdirSync(path.join(folder, '.vscode'));
  writeFileSync(
    path.join(folder, '.vscode/launch.json'),
    JSON.stringify({ version: '0.2.0', configurations }),
  );
  writeFileSync(path.join(folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
  return folder;
}

/** What runs the tasks without a question. */
const TASK_COMMANDS = { Shell: 'Tasks: Run Build Task', Process: 'Tasks: Run Test Task' };

/** Starts one of them by its name, and reads what the program wrote. */
async function run(window: EditorWindow, folder: string, name: string): Promise<Written> {
  const file = path.join(folder, name);
  rmSync(file, { force: true });
  const hasWritten = (seconds: number): Promise<boolean> =>
    waitFor(`what ${name} wrote`, () => existsSync(file), { seconds });
  if (name in TASK_COMMANDS) {
    // A window that has just come up does not run tasks yet, and says nothing.
    await waitFor(
      `${name} to run`,
      async () => {
        await window.runCommand(TASK_COMMANDS[name as keyof typeof TASK_COMMANDS]);
        return hasWritten(8).catch(() => undefined);
      },
      { seconds: 80 },
    );
  } else {
    await debug(window, name);
    await hasWritten(60);
    await waitFor('the end of debugging', async () => !(await window.isDebugging()));
  }
  return read(folder, name);
}

function read(folder: string, name: string): Written {
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Written;
}

async function debug(window: EditorWindow, name: string): Promise<void> {
  const picked = async (): Promise<true> => {
    await window.runCommand('Debug: Select and Start Debugging');
    await window.quickInput.pick(name);
    return true;
  };
  // Whatever comes up in a window that has just started may take the focus from the list, which closes it.
  await waitFor(`the start of ${name}`, () => picked().catch(() => undefined), { seconds: 100 });
}

/** An editor that is started with these variables. */
function stageWith(folder: string, env: Record<string, string>): UseStageOptions {
  return {
    consumers: [],
    env: { AWS_EC2_METADATA_DISABLED: 'true', ...env },
    settings: {
      'debug.internalConsoleOptions': 'neverOpen',
      'debug.openDebug': 'neverOpen',
      // After a start there are none, which would be what comes first.
      'terminal.integrated.enablePersistentSessions': false,
      'terminal.integrated.hideOnStartup': 'always',
    },
    window: { folder },
    keeps: true,
  };
}

describe('A role in what is run', function () {
  let stage: Stage;
  let window: EditorWindow;
  const folder = workspace();
  useStage(
    stageWith(folder, { AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SECRET_ACCESS_KEY: 'old' }),
    (used) => ({ stage, window } = used),
  );
  before(() => signIn(window, stage));
  after(() => rmSync(folder, { recursive: true }));

  /** That it is the Identity Center that gave the credentials, at the address of terminals. */
  function assertOfRole({ key, secret, env }: Written): void {
    assert.ok(secret && stage.identityCenter.issuedSecrets.includes(secret), key);
    assert.match(env[URI] ?? '', /^http:\/\/127\.0\.0\.1:\d+\/role\/.+\/PowerUserAccess$/);
    assert.match(env[TOKEN] ?? '', /^\S{43}$/);
    assert.equal(env['AWS_ACCESS_KEY_ID'], '');
  }

  it('leaves a launch configuration alone while no role is used', async () => {
    const { key, env } = await run(window, folder, 'Internal');
    assert.equal(key, 'AKIAOLD');
    assert.equal(env[URI], undefined);
  });

  it('is there once it has been chosen', async () => {
    await window.runCommand('AWS SSO: Use Role in Terminals…');
    await chooseTerminalRole(window, 'PowerUserAccess');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    await window.notification(/New terminals use the role PowerUserAccess/);
  });

  it('is used by Integrated', async () => {
    assertOfRole(await run(window, folder, 'Integrated'));
  });

  it('is used by a task that is run before debugging', async () => {
    assertOfRole(await run(window, folder, 'After Task'));
    assertOfRole(read(folder, 'First'));
  });

  /** By which events this extension has been activated so far. */
  const activations = async (): Promise<string[]> =>
    [
      ...(await stage.server.logs()).matchAll(
        /_doActivateExtension sso-signin\.aws-sso,.*activationEvent: '(.*?)'/g,
      ),
    ].map(([, event = '']) => event);

  for (const [name, event] of [
    ['Internal', 'onDebugResolve'],
    ['Process', 'onCommand:workbench.action.tasks.test'],
    ['Shell', 'onCommand:workbench.action.tasks.build'],
  ] as const) {
    it(`is used by ${name}, though that is the first thing after a start of the editor`, async () => {
      const before = await activations();
      await window.reload();
      assertOfRole(await run(window, folder, name));
      assert.deepEqual((await activations()).slice(before.length), [event]);
    });
  }

  it('left no secret in any file of the editor', async () => {
    const { env } = await run(window, folder, 'Internal');
    await assertNoSecretOnDisk(stage, {}, [env[TOKEN] ?? '']);
  });
});

describe('A role in what is run, where live credentials cannot be had', function () {
  let stage: Stage;
  let window: EditorWindow;
  const folder = workspace();
  useStage(
    stageWith(folder, { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/elsewhere' }),
    (used) => ({ stage, window } = used),
  );
  before(async () => {
    await signIn(window, stage);
    await window.runCommand('AWS SSO: Use Role in Terminals…');
    await chooseTerminalRole(window, 'PowerUserAccess');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    await window.notification(/New terminals use the role PowerUserAccess .* until .*Then open a new one/);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is used by Internal, with variables that expire', async () => {
    const { secret, env } = await run(window, folder, 'Internal');
    assert.ok(secret && stage.identityCenter.issuedSecrets.includes(secret), env['AWS_ACCESS_KEY_ID']);
    assert.equal(env['AWS_SECRET_ACCESS_KEY'], secret);
    assert.equal(env[URI], undefined);
  });

  it('is waited for by a task that is the first thing after a start of the editor', async function () {
    // It is waited for a second at most, which a busy machine may need for itself.
    this.retries(3);
    stage.identityCenter.fail('GetRoleCredentials', { kind: 'delayBefore', ms: 600 });
    await window.reload();
    const { secret } = await run(window, folder, 'Process');
    assert.ok(secret && stage.identityCenter.issuedSecrets.includes(secret));
  });

  it('left no secret in any file of the editor', async () => {
    await assertNoSecretOnDisk(stage);
  });
});
