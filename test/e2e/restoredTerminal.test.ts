import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import type { TerminalRole } from '../../src/features/terminals/terminalMemory.ts';
import { TerminalRoles, type TerminalRolesOptions } from '../../src/features/terminals/TerminalRoles.ts';
import { cleanEnvironment } from '../editor/cleanEnvironment.ts';
import { installEditor } from '../editor/installEditor.ts';
import { PtyHost, type SavedTerminal } from '../editor/PtyHost.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { waitFor } from '../editor/waitFor.ts';
import { MemorySecrets } from '../unit/support/MemorySecrets.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';

const ROLE: TerminalRole = {
  session: 's1',
  sessionName: 'corp',
  accountId: '111122223333',
  roleName: 'Reader',
};

/**
 * A desktop editor that quits and starts again. An editor in a browser restores no terminals, so this drives the process in
 * which the editor runs them, in the order of the desktop: save; start; restore with a fresh environment and the collections
 * that were persisted; and only then activate extensions.
 */
describe('A terminal with a role that the editor restores after a restart', function () {
  let folder: string;
  let host: PtyHost | undefined;
  let old: TerminalRoles | undefined;
  let saved: SavedTerminal;
  let savedText: string;
  let terminal: number;
  const kept = { secrets: new MemorySecrets(), state: new Map<string, unknown>() };
  const collection = { persistent: true, variables: new Map<string, string>() };

  const inherited = (): Record<string, string> =>
    cleanEnvironment({ HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_ACCESS_KEY_ID: 'AKIAENV' });

  /** The extension, in one run of the editor. */
  function activate(editorSession: string): TerminalRoles {
    const { variables } = collection;
    const credentials = {
      accessKeyId: 'ASIAROLE',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: Date.now() + 3_600_000,
    };
    return new TerminalRoles({
      sessions: {
        load: () => Promise.resolve(),
        find: () => ({}),
        fresh: () => Promise.resolve(),
      },
      roles: { get: () => Promise.resolve(credentials), left: () => credentials },
      secrets: kept.secrets,
      workspaceState: {
        keys: () => [...kept.state.keys()],
        get: (key: string) => kept.state.get(key),
        update: (key: string, value: unknown) => Promise.resolve(void kept.state.set(key, value)),
      } as TerminalRolesOptions['workspaceState'],
      environment: Object.assign(collection, {
        clear: () => variables.clear(),
        delete: (name: string) => void variables.delete(name),
        forEach: (callback: (name: string) => void) =>
          [...variables.keys()].forEach((name) => callback(name)),
        replace: (name: string, value: string) => void variables.set(name, value),
      }) as unknown as TerminalRolesOptions['environment'],
      isLocal: true,
      awsFiles: new AwsFiles(),
      env: inherited,
      regionChosen: () => '',
      defaultRegion: () => undefined,
      editorSession,
      mayPersist: () => true,
      isInWsl: () => false,
      hasOpenTerminals: () => true,
      onAccessLost: () => undefined,
      onChange: () => undefined,
      onProblem: () => undefined,
      log: memoryLog(),
    });
  }

  let commands = 0;
  /** Types a command. @returns what it printed. */
  async function run(command: string): Promise<string> {
    const out = path.join(folder, `out-${++commands}`);
    await host?.type(terminal, `( ${command} ) > ${out} 2>&1; touch ${out}.done`);
    await waitFor(command, () => existsSync(`${out}.done`));
    return readFileSync(out, 'utf8');
  }
  const ask =
    'curl -s -m 5 -H "Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN" $AWS_CONTAINER_CREDENTIALS_FULL_URI';
  const sdk = `${process.execPath} ${path.join(repositoryRoot, 'test/e2e/terminal/showCredentials.ts')}`;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'restored-'));
    mkdirSync(path.join(folder, '.aws'));
    writeFileSync(path.join(folder, '.aws/config'), '[profile aws-sso-terminals]\n');
    // What a terminal without the role uses.
    writeFileSync(
      path.join(folder, '.aws/credentials'),
      '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = x\n',
    );
    const editor = await installEditor();
    host = await PtyHost.start(editor, folder);
    old = activate('first run');
    await old.use(ROLE, false);
    terminal = await host.open({ ...inherited(), ...Object.fromEntries(collection.variables) }, folder);
    assert.match(await run(sdk), /ASIAROLE/);
    ({
      text: savedText,
      terminals: [saved],
    } = (await host.save(terminal)) as unknown as { text: string; terminals: [SavedTerminal] });
    host.stop();
    old.dispose();
    host = await PtyHost.start(editor, folder);
    // Before any extension is active.
    const persisted = collection.persistent ? Object.fromEntries(collection.variables) : {};
    saved.processLaunchConfig.env = { ...inherited(), ...persisted };
    terminal = await host.restore(saved);
  });
  after(() => {
    host?.stop();
    old?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('had its environment written to disk, token included, which is why that must open nothing later', () => {
    const token = collection.variables.get('AWS_CONTAINER_AUTHORIZATION_TOKEN') ?? '';
    assert.ok(token && savedText.includes(token));
  });

  it('gets no credentials at all before the extension is active', async () => {
    const text = await run(sdk);
    assert.doesNotMatch(text, /AKIADEFAULT|AKIAENV|ASIAROLE/);
  });

  it('is told to open a new one as soon as the extension is active; a new one has the role', async () => {
    const now = activate('second run');
    try {
      await now.restore();
      assert.match(await run(ask), /"code":"WrongSecret".*[Oo]pen a new/);
      assert.doesNotMatch(await run(sdk), /AKIADEFAULT|AKIAENV|ASIAROLE/);
      assert.ok(host);
      terminal = await host.open({ ...inherited(), ...Object.fromEntries(collection.variables) }, folder);
      assert.match(await run(sdk), /ASIAROLE/);
    } finally {
      now.dispose();
    }
  });
});
