import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AgreedUses } from '../../../../../src/features/roles/AgreedUses.ts';
import { SHELL_SCRIPT } from '../../../../../src/features/terminals/own/ownShell.ts';
import type { RoleTerminalOptions } from '../../../../../src/features/terminals/own/roleTerminalCommands.ts';
import type { TerminalRole } from '../../../../../src/features/terminals/terminalMemory.ts';
import { sessionId } from '../../../../../src/sessions/kinds/identityCenter.ts';
import { favourites } from '../../../support/favourites.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { memoryMemento } from '../../../support/memoryMemento.ts';
import { memoryLog } from '../../../support/memoryLog.ts';
import { CORP } from '../../../support/openSessions.ts';
import { NO_CHAINS } from '../../../support/roleChain.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../../support/stubbedEditor.ts';

const editor: Stub = {};
const { newRoleTerminal } = await withStubbedEditor(
  editor,
  () => import('../../../../../src/features/terminals/own/roleTerminalCommands.ts'),
);

const TITLE = 'Open Terminal with Role';
const ADMIN: TerminalRole = {
  ...{ session: sessionId(CORP), sessionName: 'corp', accountId: '111122223333', accountName: 'Production' },
  roleName: 'Admin',
};
const PROPOSED = { session: 'corp', accountId: '111122223333', roleName: 'Admin', isOurs: false };

describe('A terminal with a role of its own', () => {
  useStubbedEditor(editor);
  let storage: string;
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'storage-'));
    const settings: Record<string, unknown> = {
      'terminal.integrated.profiles': { zsh: { path: 'zsh', args: ['-l'] } },
    };
    Object.assign(editor, {
      env: { shell: '/bin/zsh' },
      workspace: { getConfiguration: (section: string) => ({ get: () => settings[section] ?? null }) },
      ThemeIcon: class {
        readonly id: string;
        constructor(id: string) {
          this.id = id;
        }
      },
    });
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  function open(more: object = {}, recent: readonly TerminalRole[] = []) {
    const ui = new FakeUi();
    const prepared: TerminalRole[] = [];
    const fetched: TerminalRole[] = [];
    const options = {
      ...{ ui, storage, log: memoryLog(), isLocal: true, isInWsl: () => false, env: () => ({}) },
      ...{ agreed: new AgreedUses(), chained: NO_CHAINS },
      sessions: {
        load: () => Promise.resolve(),
        named: () => CORP,
        withId: () => CORP,
        find: () => CORP,
        serving: () => [CORP],
      },
      directory: {
        accountName: () => Promise.resolve('Production'),
        accounts: () =>
          Promise.resolve([{ accountId: '111122223333', accountName: 'Production' }, { accountId: '4' }]),
        roles: () => Promise.resolve([{ roleName: 'Admin' }, { roleName: 'Reader' }]),
      },
      consoles: { load: () => Promise.resolve(), signedIn: () => [] },
      favourites: favourites({ recent }),
      globalState: memoryMemento(),
      workspaceState: { get: () => undefined, update: () => Promise.resolve() },
      concernsOf: () => [],
      terminals: {
        obstacle: () => Promise.resolve(undefined),
        region: () => Promise.resolve({ isDecided: true }),
      },
      roles: { get: (role: TerminalRole) => Promise.resolve(void fetched.push(role)) },
      ownTerminals: {
        prepare: (role: TerminalRole) => {
          prepared.push(role);
          const variables = { AWS_CONTAINER_AUTHORIZATION_TOKEN: 'token' };
          return Promise.resolve({ terminal: { id: 'id-1', role }, variables, removed: ['AWS_PROFILE'] });
        },
      },
      ...more,
    } as unknown as RoleTerminalOptions;
    return { options, ui, prepared, fetched };
  }

  it('is asked about in a modal dialog when somebody proposes it, before credentials are fetched', async () => {
    const { options, ui, prepared, fetched } = open();
    const opening = newRoleTerminal(options, PROPOSED);
    await ui.press(/^Open a terminal with Admin in Production \(111122223333\)\?/, 'Open Terminal');
    await opening;
    assert.match(ui.shown[0] ?? '', /Session: corp\n\nPrograms in that terminal can then use this role\./);
    assert.deepEqual([prepared, fetched], [[ADMIN], [ADMIN]]);
  });

  it('does not come to be unless the person agrees', async () => {
    const { options, ui, prepared, fetched } = open();
    const opening = newRoleTerminal(options, PROPOSED);
    await ui.close(/^Open a terminal with /);
    await assert.rejects(opening, { code: 'Cancelled' });
    assert.deepEqual([prepared, fetched], [[], []]);
  });

  it('is asked about where the workspace or the account makes that worth a question', async () => {
    const concernsOf = ({ accountId }: TerminalRole) => [`${accountId} is a protected account.`];
    const { options, ui, prepared, fetched } = open({ concernsOf });
    for (let times = 0; times < 2; times += 1) {
      const opening = newRoleTerminal(options, { ...PROPOSED, isOurs: true });
      await ui.close(/^Open a terminal with /);
      await assert.rejects(opening, { code: 'Cancelled' });
    }
    assert.match(ui.shown[0] ?? '', /111122223333 is a protected account\. Programs in that terminal can/);
    assert.deepEqual([prepared, fetched], [[], []]);
  });

  it('is for a role used before, or for another, with a way back', async () => {
    const { options, ui, prepared } = open({}, [ADMIN]);
    const opening = newRoleTerminal(options);
    (await ui.list(TITLE, 'Select a role for the new terminal')).accept('$(search) Another Role…');
    (await ui.list(TITLE, 'Select an account')).back();
    (await ui.list(TITLE, 'Select a role for the new terminal')).accept('Admin');
    // A program may have pressed Enter in the list.
    await ui.press(/^Open a terminal with Admin in Production/, 'Open Terminal');
    await opening;
    assert.deepEqual(
      prepared.map(({ roleName }) => roleName),
      ['Admin'],
    );
  });

  it('is named after it, and starts the default shell with its arguments', async () => {
    const { options, ui } = open();
    const node = { ...PROPOSED, sessionId: ADMIN.session, isOurs: true };
    const opening = newRoleTerminal(options, node);
    await ui.press(/^Open a terminal with Admin in Production/, 'Open Terminal');
    const { name, iconPath, env, shellPath, shellArgs } = await opening;
    assert.equal(name, 'Admin · Production');
    assert.equal((iconPath as { id: string }).id, 'key');
    assert.equal(env?.['AWS_SSO_TERMINAL_SHELL'], '/bin/zsh');
    assert.equal(env['AWS_PROFILE'], null);
    assert.deepEqual(shellArgs, ['-l']);
    // By its name, VS Code knows which shell it is.
    assert.equal(shellPath, path.join(storage, 'shells/zsh'));
    assert.equal(readFileSync(shellPath, 'utf8'), SHELL_SCRIPT);
    assert.equal(statSync(shellPath).mode & 0o777, 0o700);
  });

  it('is none in the Windows Subsystem for Linux, where it would not have the role', async () => {
    const { options } = open({ isInWsl: () => true });
    await assert.rejects(newRoleTerminal(options), { message: /runs in WSL\. Open the folder in WSL/ });
  });
});
