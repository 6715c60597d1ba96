import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AgreedUses } from '../../../../../src/features/roles/AgreedUses.ts';
import type { TerminalCommandOptions } from '../../../../../src/features/terminals/ui/terminalCommands.ts';
import type { TerminalRole } from '../../../../../src/features/terminals/terminalMemory.ts';
import { consoleRole } from '../../../../../src/features/terminals/terminalSources.ts';
import type { TerminalState } from '../../../../../src/features/terminals/terminalState.ts';
import type { SignedInConsole } from '../../../../../src/sessions/kinds/console.ts';
import { AwsSsoError } from '../../../../../src/base/errors.ts';
import { AwsFiles } from '../../../../../src/aws/config/AwsFiles.ts';
import { preferredSources } from '../../../../../src/aws/config/preferredSources.ts';
import { sessionId } from '../../../../../src/sessions/kinds/identityCenter.ts';
import type { PickItem } from '../../../../../src/features/ui/Ui.ts';
import { favourites } from '../../../support/favourites.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { memoryMemento } from '../../../support/memoryMemento.ts';
import { DEPLOY_CHAIN, NO_CHAINS } from '../../../support/roleChain.ts';
import { ALICE, tokens } from '../../../support/openConsoles.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../../support/stubbedEditor.ts';

const editor: Stub = {};
const { terminalCommands, inheritedEnvironment, tellTerminalProblem, editOrOpen } = await withStubbedEditor(
  editor,
  async () => ({
    ...(await import('../../../../../src/features/terminals/ui/terminalCommands.ts')),
    ...(await import('../../../../../src/features/terminals/shells/inheritedEnvironment.ts')),
    ...(await import('../../../../../src/features/terminals/ui/tellTerminalProblem.ts')),
    ...(await import('../../../../../src/features/roles/editOrOpen.ts')),
  }),
);

const CORP = {
  ...{ name: 'corp', startUrl: 'https://d-1234567890.awsapps.com/start', region: 'us-east-1' },
  registrationScopes: ['sso:account:access'],
};
const ADMIN: TerminalRole = {
  ...{ session: sessionId(CORP), sessionName: 'corp', accountId: '111122223333', roleName: 'Admin' },
};
const ARGUMENT = {
  session: 'corp',
  sessionId: sessionId(CORP),
  accountId: '111122223333',
  roleName: 'Admin',
  isOurs: true,
};
const OPEN = { isOurs: false };
const CREDENTIALS = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't', expiration: 4e12 };

const nothing = (): void => undefined;

describe('What surrounds a role in terminals', () => {
  useStubbedEditor(editor);
  let folder: string;
  let shown: string[];
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'terminals-')));
    shown = [];
    const show = (sentence: string): Promise<undefined> => Promise.resolve(void shown.push(sentence));
    Object.assign(editor, {
      window: {
        showInformationMessage: show,
        showWarningMessage: show,
        // A person who takes whatever comes first.
        showQuickPick: (items: unknown[]) => Promise.resolve(items[0]),
      },
      workspace: { textDocuments: [], getConfiguration: () => ({ get: () => null }) },
      ProgressLocation: { Notification: 15 },
      QuickPickItemKind: { Separator: -1 },
      Uri: { file: (fsPath: string) => ({ scheme: 'file', fsPath }) },
      Range: class {},
      WorkspaceEdit: class {
        replace = nothing;
      },
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function commands(parts: object, recent: readonly TerminalRole[] = []) {
    const used: TerminalRole[] = [];
    const terminals = {
      obstacle: () => Promise.resolve(undefined),
      region: () => Promise.resolve({ isDecided: true }),
      use: (role: TerminalRole) => {
        used.push(role);
        return Promise.resolve({ role, why: undefined, preferred: [], problem: undefined });
      },
    };
    const sessions = {
      load: () => Promise.resolve(),
      known: () => [CORP],
      named: () => CORP,
      withId: () => CORP,
      find: () => CORP,
      serving: () => [CORP],
    };
    // A person who takes whatever comes first.
    const ui = {
      pick: async ({ items }: { items: PickItem[] | Promise<PickItem[]> }) =>
        (await items).find(({ isSeparator = false }) => !isSeparator),
      show: ({ text, buttons }: { text: string; buttons: string[] }) => {
        shown.push(text);
        return Promise.resolve(buttons[0]);
      },
    };
    const all = {
      ui,
      agreed: new AgreedUses(),
      ...{ sessions, terminals, env: () => ({}) },
      roles: { get: () => Promise.resolve(CREDENTIALS) },
      consoles: { load: () => Promise.resolve(), signedIn: () => [] },
      directory: { accountName: () => Promise.resolve(undefined), roles: () => Promise.resolve([]) },
      chained: NO_CHAINS,
      favourites: favourites({ recent }),
      globalState: memoryMemento(),
      workspaceState: { keys: () => [], get: () => undefined, update: () => Promise.resolve() },
      folders: { all: [], clear: () => Promise.resolve() },
      concernsOf: () => [],
      onStopped: () => Promise.resolve(),
      ...parts,
    };
    return { ...terminalCommands(all as unknown as TerminalCommandOptions), used, terminals };
  }

  it('uses a role that a profile leads to, which is told from one that is assigned', async () => {
    const { useRoleInTerminals, used } = commands({
      chained: { ...NO_CHAINS, find: () => Promise.resolve(DEPLOY_CHAIN) },
    });
    await useRoleInTerminals({ ...ARGUMENT, accountId: '444455556666', roleName: 'Deploy', isOurs: false });
    assert.match(shown[0] ?? '', /^Use Deploy in 444455556666 in terminals\?$/);
    assert.deepEqual(
      used.map(({ accountId, roleName, profile }) => [accountId, roleName, profile]),
      [['444455556666', 'Deploy', 'deploy']],
    );
  });

  it('does not use a role when the person has cancelled meanwhile', async () => {
    Object.assign(editor['window'] as object, {
      withProgress: (_: unknown, task: (progress: unknown, token: unknown) => Promise<unknown>) =>
        task({}, { onCancellationRequested: (cancel: () => void) => setImmediate(cancel) }),
    });
    let answer = (): void => undefined;
    const get = () => new Promise((resolve) => (answer = () => resolve(CREDENTIALS)));
    const { useRoleInTerminals, used } = commands({ roles: { get } });
    await assert.rejects(useRoleInTerminals(ARGUMENT), { code: 'Cancelled' });
    answer();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(used, []);
    assert.deepEqual(shown, ['Use Admin in 111122223333 in terminals?']);
  });

  describe('for a role that somebody proposes', () => {
    const PROPOSED = { session: 'corp', accountId: '111122223333', roleName: 'Admin', isOurs: false };
    const asked = (answer: string | undefined) => {
      const questions: { text: string; detail?: string }[] = [];
      const show = (message: { text: string; detail?: string }) => {
        questions.push(message);
        return Promise.resolve(answer);
      };
      return { questions, ui: { show, pick: () => assert.fail('Nothing is to be picked.') } };
    };

    it('asks in a modal dialog that names it, before anything else', async () => {
      const { questions, ui } = asked('Use Role');
      const got: unknown[] = [];
      const get = (role: TerminalRole) => {
        assert.equal(questions.length, 1);
        got.push(role);
        return Promise.resolve(CREDENTIALS);
      };
      const directory = { accountName: () => Promise.resolve('Production') };
      const { useRoleInTerminals, used } = commands({ ui, directory, roles: { get } });
      await useRoleInTerminals(PROPOSED);
      assert.equal(questions[0]?.text, 'Use Admin in Production (111122223333) in terminals?');
      assert.match(questions[0]?.detail ?? '', /^Session: corp/);
      assert.deepEqual(used, [{ ...ADMIN, accountName: 'Production' }]);
      assert.equal(got.length, 1);
    });

    it('gets no credentials, and gives terminals none, unless the person agrees', async () => {
      const { ui } = asked(undefined);
      const { useRoleInTerminals, used } = commands({
        ui,
        roles: { get: () => assert.fail('No credentials are to be had.') },
      });
      await assert.rejects(useRoleInTerminals(PROPOSED), { code: 'Cancelled' });
      assert.deepEqual(used, []);
    });

    it('asks once for a node of our view, which a program may have pressed', async () => {
      const refused = commands({ ui: asked(undefined).ui });
      await assert.rejects(refused.useRoleInTerminals(ARGUMENT), { code: 'Cancelled' });
      assert.deepEqual(refused.used, []);
      const { questions, ui } = asked('Use Role');
      const { useRoleInTerminals, used } = commands({ ui });
      await useRoleInTerminals(ARGUMENT);
      await useRoleInTerminals(ARGUMENT);
      assert.equal(used.length, 2);
      assert.equal(questions.length, 1);
    });

    it('asks once for a role of our list, in which a program may have pressed Enter', async () => {
      const { questions, ui } = asked(undefined);
      const pick = ({ items }: { items: unknown[] }) => Promise.resolve(items[1]);
      const { useRoleInTerminals, used } = commands({ ui: { ...ui, pick } }, [ADMIN]);
      await assert.rejects(useRoleInTerminals(OPEN), { code: 'Cancelled' });
      assert.deepEqual(used, []);
      assert.equal(questions[0]?.text, 'Use Admin in 111122223333 in terminals?');
    });

    it('asks nothing for the role that terminals use already', async () => {
      const { questions, ui } = asked(undefined);
      const { useRoleInTerminals, used, terminals } = commands({ ui });
      Object.assign(terminals, { state: { role: ADMIN } });
      await useRoleInTerminals(ARGUMENT);
      assert.equal(used.length, 1);
      assert.deepEqual(questions, []);
    });
  });

  it('changes no file for a role that gives no credentials', async () => {
    const file = path.join(folder, 'config');
    writeFileSync(file, '[default]\nsso_session = x\n');
    const obstacle = () => Promise.resolve({ why: 'profile', sources: { profileVariables: [] } });
    const { useRoleInTerminals } = commands({
      terminals: { obstacle },
      roles: { get: () => Promise.reject(new AwsSsoError('RoleNotAssigned', 'not yours')) },
      env: () => ({ AWS_CONFIG_FILE: file }),
    });
    await assert.rejects(useRoleInTerminals(ARGUMENT), { code: 'RoleNotAssigned' });
    assert.equal(readFileSync(file, 'utf8'), '[default]\nsso_session = x\n');
  });

  it('offers no empty profile where that one has credentials', async () => {
    const sources = { profileVariables: [], emptyProfile: 'filled' };
    const chosen: boolean[] = [];
    const terminals = {
      obstacle: () => Promise.resolve({ why: 'profile', sources }),
      region: () => Promise.resolve({ isDecided: true }),
      use: (role: TerminalRole, isExpiringChosen: boolean) => {
        chosen.push(isExpiringChosen);
        return Promise.resolve({ role, why: 'profile', preferred: [], problem: undefined });
      },
    };
    Object.assign(editor['window'] as object, {
      showQuickPick: () => assert.fail('Nothing is to be asked.'),
    });
    await commands({ terminals }).useRoleInTerminals(ARGUMENT);
    assert.deepEqual(chosen, [false]);
  });

  it('switches to a role used before in its own portal, not in another that has the name now', async () => {
    const moved = { ...CORP, startUrl: 'https://d-9999999999.awsapps.com/start' };
    const ids: string[] = [];
    const sessions = {
      load: () => Promise.resolve(),
      named: () => moved,
      serving: () => [moved],
      withId: (id: string) => {
        ids.push(id);
        return CORP;
      },
      find: () => CORP,
    };
    const { useRoleInTerminals, used } = commands({ sessions }, [ADMIN]);
    await useRoleInTerminals(OPEN);
    assert.deepEqual(ids, [ADMIN.session]);
    assert.equal(used[0]?.session, ADMIN.session);
  });

  it('offers console sessions under a heading of their own, and keeps them out of the roles used before', async () => {
    const session: SignedInConsole = { ...ALICE, ...tokens(), revision: 1 };
    const consoles = { load: () => Promise.resolve(), signedIn: () => [session] };
    let offered: { label: string; isSeparator?: boolean }[] = [];
    const ui = {
      pick: ({ items }: { items: typeof offered }) => {
        offered = items;
        return Promise.resolve(items.find(({ label }) => label.startsWith('AWS Console credentials')));
      },
      show: ({ text, buttons }: { text: string; buttons: string[] }) => {
        shown.push(text);
        return Promise.resolve(buttons[0]);
      },
    };
    const remembered = favourites();
    const { useRoleInTerminals, used } = commands({ consoles, favourites: remembered, ui });
    await useRoleInTerminals(OPEN);
    assert.deepEqual(
      offered.map(({ label, isSeparator }) => [label, isSeparator]),
      [
        ['AWS console', true],
        ['AWS Console credentials: alice', undefined],
        ['', true],
        ['$(search) Another Role…', undefined],
      ],
    );
    assert.deepEqual(used, [consoleRole(session)]);
    assert.match(shown.join(), /New terminals use the console credentials of alice in 111122223333\./);
    shown = [];
    await useRoleInTerminals({ session: ALICE.arn, isOurs: false });
    assert.match(shown.join(), /Use alice in 111122223333 in terminals\?/);
    assert.deepEqual(used, [consoleRole(session), consoleRole(session)]);
    assert.deepEqual(remembered.recent, []);
    await assert.rejects(useRoleInTerminals({ session: `${ALICE.arn}x`, isOurs: false }), {
      code: 'NotSignedIn',
    });
  });

  it('asks what the workspace or the account makes worth a question, before anything else', async () => {
    const ui = new FakeUi();
    const concernsOf = ({ accountId }: TerminalRole) => [`${accountId} is a protected account.`];
    const { useRoleInTerminals, used } = commands({
      ui,
      concernsOf,
      // Even where terminals have the role already.
      terminals: { state: { role: ADMIN } },
      roles: { get: () => assert.fail('No credentials are to be had.') },
    });
    const using = useRoleInTerminals(ARGUMENT);
    await ui.close(/in terminals\?$/);
    await assert.rejects(using, { code: 'Cancelled' });
    assert.match(ui.shown[0] ?? '', /111122223333 is a protected account\. Programs in terminals can/);
    assert.deepEqual(used, []);
  });

  it('stops the roles of folders as well, and says so', async () => {
    const done: string[] = [];
    const tell = (what: string) => () => Promise.resolve(void done.push(what));
    const state: TerminalState = { role: ADMIN, why: undefined, preferred: [], problem: undefined };
    await commands({
      terminals: { state: undefined, clear: tell('window') },
      folders: { all: [{ state }], clear: tell('folders') },
      onStopped: tell('stopped'),
    }).clearTerminalRole();
    assert.deepEqual(done, ['window', 'folders', 'stopped']);
    assert.match(shown.join(), /Stopped using Admin in terminals/);
  });

  it('claims nothing about open terminals that hold credentials when it is stopped', async () => {
    const state: TerminalState = {
      ...{ role: ADMIN, why: 'remote', expiration: 4e12, preferred: [], problem: undefined },
    };
    await commands({ terminals: { state, clear: () => Promise.resolve() } }).clearTerminalRole();
    assert.match(shown.join(), /Open ones keep its credentials until/);
  });

  it('shows no link that an account is named after, and no way to sign in to what is not there', async () => {
    const accountName = '[Sign in](command:workbench.action.terminal.new)';
    const buttons: unknown[] = [];
    Object.assign(editor['window'] as object, {
      showWarningMessage: (sentence: string, ...offered: unknown[]) => {
        shown.push(sentence);
        buttons.push(...offered);
        return Promise.resolve(undefined);
      },
    });
    const parts = { sessions: { known: () => [] }, signIn: {} } as unknown as Parameters<
      typeof tellTerminalProblem
    >[2];
    await tellTerminalProblem({ ...ADMIN, accountName }, new AwsSsoError('NotSignedIn', 'x'), parts);
    assert.doesNotMatch(shown.join(), /\]\(command:/);
    assert.deepEqual(buttons, []);
  });

  it('reads the variables of settings as terminals get them', async () => {
    mkdirSync(path.join(folder, '.aws'));
    writeFileSync(path.join(folder, '.aws/credentials'), '[default]\naws_access_key_id = AKIA\n');
    assert.doesNotThrow(inheritedEnvironment);
    process.env['FOLDER_OF_TEST'] = folder;
    const settings = {
      HOME: '${env:FOLDER_OF_TEST}',
      AWS_PROFILE: null,
      AWS_CONFIG_FILE: '${workspaceFolder}/x',
    };
    editor['workspace'] = {
      getConfiguration: () => ({ get: () => settings }),
      workspaceFolders: [{ uri: { fsPath: '/there' } }],
    };
    const env = inheritedEnvironment();
    delete process.env['FOLDER_OF_TEST'];
    assert.equal(env['AWS_CONFIG_FILE'], '/there/x');
    assert.equal((await preferredSources(new AwsFiles(), env)).profile, 'default');
  });

  describe('editOrOpen', () => {
    const add = (text: string): string => `${text}[profile a]\n`;
    const unsaved = (fsPath: string, isTaken: boolean): void => {
      editor['workspace'] = {
        textDocuments: [
          { uri: { scheme: 'file', fsPath }, isDirty: true, getText: () => '', positionAt: () => ({}) },
        ],
        applyEdit: () => Promise.resolve(isTaken),
      };
      Object.assign(editor['window'] as object, {
        showTextDocument: () => Promise.resolve({ revealRange: () => undefined }),
      });
    };

    it('finds unsaved changes in a file that a link leads to', async () => {
      const [real, link] = [path.join(folder, 'dotfiles'), path.join(folder, 'config')];
      writeFileSync(real, '[default]\n');
      symlinkSync(real, link);
      unsaved(real, true);
      assert.equal((await editOrOpen(link, add, () => false)).isOpen, true);
      assert.equal(readFileSync(real, 'utf8'), '[default]\n');
    });

    it('says so when the editor does not take the change', async () => {
      const file = path.join(folder, 'config');
      unsaved(file, false);
      await assert.rejects(
        editOrOpen(file, add, () => false),
        { code: 'InvalidRequest' },
      );
    });

    it('undoes the making of the file, too', async () => {
      const file = path.join(folder, 'config');
      const { undo } = await editOrOpen(file, add, () => false);
      assert.equal(readFileSync(file, 'utf8'), '[profile a]\n');
      assert.equal(await undo(), true);
      assert.equal(existsSync(file), false);
    });
  });
});
