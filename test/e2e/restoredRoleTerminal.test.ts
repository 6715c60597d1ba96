import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsFiles } from '../../src/aws/config/AwsFiles.ts';
import { ownShell } from '../../src/features/terminals/own/ownShell.ts';
import { OwnTerminals } from '../../src/features/terminals/own/OwnTerminals.ts';
import type { TerminalRole } from '../../src/features/terminals/terminalMemory.ts';
import { cleanEnvironment } from '../editor/cleanEnvironment.ts';
import { installEditor } from '../editor/installEditor.ts';
import { PtyHost } from '../editor/PtyHost.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { waitFor } from '../editor/waitFor.ts';
import { MemorySecrets } from '../unit/support/MemorySecrets.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';

const ROLE: TerminalRole = {
  ...{ session: 's1', sessionName: 'corp', accountId: '111122223333', roleName: 'Reader' },
};
/** What VS Code has kept of the role of the window, which it adds to every terminal that it restores. */
const OF_WINDOW = {
  AWS_ACCESS_KEY_ID: 'ASIAWINDOW',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/role/window',
};

/** As that of a terminal with the role of the window: the desktop editor, by the process in which it runs terminals. */
describe('A terminal with a role of its own that the editor restores after a restart', function () {
  let folder: string;
  let host: PtyHost | undefined;
  let terminal: number;
  const opened: OwnTerminals[] = [];
  const lost: string[] = [];
  const kept = { secrets: new MemorySecrets(), state: new Map<string, unknown>() };

  const inherited = (): Record<string, string> =>
    cleanEnvironment({ HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_ACCESS_KEY_ID: 'AKIAENV' });

  /** The extension, in one run of the editor. */
  function activate(editorSession: string): OwnTerminals {
    const credentials = {
      ...{ accessKeyId: 'ASIAROLE', secretAccessKey: 's', sessionToken: 't' },
      expiration: Date.now() + 3_600_000,
    };
    const terminals = new OwnTerminals({
      sessions: { load: () => Promise.resolve(), find: () => ({}) },
      roles: { get: () => Promise.resolve(credentials), left: () => credentials },
      secrets: kept.secrets,
      workspaceState: {
        keys: () => [...kept.state.keys()],
        get: (key: string) => kept.state.get(key),
        update: (key: string, value: unknown) => Promise.resolve(void kept.state.set(key, value)),
      },
      isLocal: true,
      awsFiles: new AwsFiles(),
      env: inherited,
      regionChosen: () => '',
      defaultRegion: () => undefined,
      editorSession,
      onChange: () => undefined,
      onProblem: () => undefined,
      onAccessLost: (roles) => lost.push(...roles.map(({ roleName }) => roleName)),
      log: memoryLog(),
    });
    opened.push(terminals);
    return terminals;
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
  const others = /AKIADEFAULT|AKIAENV|ASIAROLE|ASIAWINDOW/;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'restored-'));
    mkdirSync(path.join(folder, '.aws'));
    writeFileSync(path.join(folder, '.aws/config'), '[profile aws-sso-terminals]\n');
    // What a terminal without a role uses.
    writeFileSync(
      path.join(folder, '.aws/credentials'),
      '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = x\n',
    );
    const editor = await installEditor();
    host = await PtyHost.start(editor, folder);
    const before = activate('first run');
    const { terminal: own, variables } = await before.prepare(ROLE, false);
    const shell = { file: '/bin/sh', args: [] };
    const { shellPath, shellArgs, env } = ownShell(own.id, variables, {
      ...{ shell, script: undefined, platform: 'linux' },
    });
    terminal = await host.open({ ...inherited(), ...env, ...OF_WINDOW }, folder, {
      ...{ executable: shellPath, args: shellArgs, env },
    });
    assert.match(await run(sdk), /ASIAROLE/);
    const {
      terminals: [saved],
    } = await host.save(terminal);
    assert.ok(saved);
    host.stop();
    before.dispose();
    host = await PtyHost.start(editor, folder);
    // A fresh environment, the terminal's own variables, and what is kept of the window's: in that order.
    saved.processLaunchConfig.env = { ...inherited(), ...env, ...OF_WINDOW };
    terminal = await host.restore(saved);
  });
  after(() => {
    host?.stop();
    opened.forEach((terminals) => terminals.dispose());
    rmSync(folder, { recursive: true, force: true });
  });

  it('gets no credentials at all before the extension is active, nor those of the window', async () =>
    assert.doesNotMatch(await run(sdk), others));

  it('is told to open a new one as soon as the extension is active, and so is the person', async () => {
    await activate('second run').restore();
    assert.match(await run(ask), /"code":"WrongSecret".*[Oo]pen a new/);
    assert.doesNotMatch(await run(sdk), others);
    assert.deepEqual(lost, ['Reader']);
  });
});
