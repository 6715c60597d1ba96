import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { commands, type CommandOptions } from '../../../../src/features/commands/commands.ts';
import type { RoleArgument } from '../../../../src/features/roles/roleArgument.ts';
import { signInCommands, type SignInCommandOptions } from '../../../../src/features/signIn/signInCommands.ts';
import { SIGN_IN_ACTIONS } from '../../../../src/features/signIn/steps/signInActions.ts';
import { COMMAND_IDS } from '../../../../src/features/ui/commandIds.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { CORP } from '../../support/openSessions.ts';

const ROLE = { session: 'corp', accountId: '111122223333', roleName: 'Admin' };
const NODE = { kind: 'role', id: 'id', sessionId: sessionId(CORP), ...ROLE };
const SESSION_NODE = { kind: 'session', id: 'id', session: 'corp', sessionId: sessionId(CORP) };
const CONSOLE_NODE = {
  kind: 'console',
  id: 'id',
  session: 'arn:aws:iam::111122223333:user/alice',
  sessionId: 'console-1',
};
/** What the links of a sign-in that goes on carry. */
const LINK = 'a-link-that-nobody-guesses';

/** All commands, over parts that note what they are told to do. */
function open(failure?: Error, meant?: unknown) {
  const ui = new FakeUi();
  const log = memoryLog();
  const done: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      done.push([name, ...args]);
      return failure ? Promise.reject(failure) : Promise.resolve(undefined);
    };
  /** What a link does: nothing unless it is of the sign-in that goes on. */
  const act = (name: string) => (id: string, action: string) =>
    Promise.resolve(id === LINK ? note(`${name} ${action}`)() : undefined);
  const signIn = { id: LINK, sessionId: SESSION_NODE.sessionId, showAgain: note('showAgain') };
  const waiting = {
    list: () => [signIn],
    of: (id: string) => (id === signIn.sessionId ? signIn : undefined),
  };
  const isNode = (argument: unknown): boolean =>
    argument === NODE || argument === SESSION_NODE || argument === CONSOLE_NODE;
  const load = () => Promise.resolve();
  const signInOptions = {
    ui,
    isNode,
    waiting,
    remove: note('remove'),
    sessions: { load, withId: (id: string) => ({ withId: id }), stored: () => [], signOut: note('signOut') },
    consoles: { load, stored: () => [], signOut: note('signOut') },
    publicSessions: { describe: (session: unknown) => session },
    signIn: {
      act: act('signIn'),
      choose: (name: string) => Promise.resolve({ named: name }),
      run: note('signIn'),
      add: note('add'),
    },
    consoleSignIn: { act: act('console'), run: note('signInWithConsole') },
  } as unknown as SignInCommandOptions;
  const role = (name: string) => note(name) as (wanted: RoleArgument) => Promise<void>;
  const view = {
    owns: isNode,
    filter: note('filter'),
    clearFilter: note('clearFilter'),
    refresh: note('refresh'),
    retry: note('retry'),
    copyAccountId: note('copyAccountId'),
    enter: note('enter'),
    isMeant: (node: unknown) => node === meant,
    pin: note('pin'),
  };
  const all = commands({
    ui,
    log,
    view,
    signInCommands: signInCommands(signInOptions),
    roleCommands: {
      openConsole: role('openConsole'),
      copyCredentials: role('copyCredentials'),
      addProfile: role('addProfile'),
      useRoleInTerminals: role('useRoleInTerminals'),
      openRoleTerminal: role('openRoleTerminal'),
      clearTerminalRole: note('clearTerminalRole'),
      changeTerminalRegion: note('changeTerminalRegion'),
    },
    diagnose: note('diagnose'),
    copyReport: note('copyReport'),
    api: note('api'),
  } as unknown as CommandOptions);
  return { all, done, ui, log };
}

const ROLE_COMMANDS = [
  'openConsole',
  'copyCredentials',
  'addProfile',
  'useRoleInTerminals',
  'openRoleTerminal',
] as const;

describe('commands', () => {
  it('are all that are registered, and no other', () =>
    assert.deepEqual(Object.keys(open().all).sort(), COMMAND_IDS.map(([, name]) => name).sort()));

  for (const name of ROLE_COMMANDS) {
    it(`${name} takes a node of our view for what the person has chosen`, async () => {
      const { all, done } = open();
      await all[name](NODE);
      assert.deepEqual(done, [[name, { ...ROLE, sessionId: sessionId(CORP), isOurs: true }]]);
    });

    it(`${name} takes what anybody else passes for a proposal`, async () => {
      const { all, done } = open();
      await all[name](ROLE);
      await all[name]();
      assert.deepEqual(done, [
        [name, { ...ROLE, isOurs: false }],
        [name, { isOurs: false }],
      ]);
    });

    it(`${name} refuses, and says so, what only we may set`, async () => {
      const { all, done, ui } = open();
      const forged = [{ ...NODE }, { ...ROLE, isOurs: true }, { ...ROLE, sessionName: 'corp' }];
      for (const argument of forged) {
        assert.equal(await all[name](argument), undefined);
      }
      assert.deepEqual(done, []);
      assert.deepEqual(await ui.message(/^The argument must look like \{ session\?, accountId\?/), [
        'Open Settings',
      ]);
    });
  }

  it('pressRole uses the role of a row that the person means, and nothing for a click alone or for anybody else', async () => {
    const { all, done } = open(undefined, NODE);
    await all.pressRole({ ...NODE });
    await all.pressRole(ROLE);
    await open(undefined, undefined).all.pressRole(NODE);
    assert.deepEqual(done, []);
    await all.pressRole(NODE);
    assert.deepEqual(done, [['useRoleInTerminals', { ...ROLE, sessionId: sessionId(CORP), isOurs: true }]]);
  });

  it('openConsole takes a page of the console besides, and no other command does', async () => {
    const { all, done } = open();
    for (const name of ROLE_COMMANDS) {
      await all[name]({ ...ROLE, destination: 's3' });
    }
    assert.deepEqual(done, [['openConsole', { ...ROLE, destination: 's3', isOurs: false }]]);
  });

  it('signIn signs in to the session of a node of our view, and to no other of its name', async () => {
    const { all, done } = open();
    await all.signIn(SESSION_NODE);
    assert.deepEqual(done, [['signIn', { withId: sessionId(CORP) }]]);
  });

  it('signIn signs in to a session that the person has, by its name', async () => {
    const { all, done } = open();
    await all.signIn({ session: 'corp' });
    assert.deepEqual(done, [['signIn', { named: 'corp' }]]);
  });

  for (const argument of [
    { session: 'corp', sessionId: 'x' },
    { startUrl: 'https://evil.example/start', region: 'us-east-1' },
    { ...SESSION_NODE },
    { session: 5 },
    'corp',
  ]) {
    it(`signIn refuses ${JSON.stringify(argument).slice(0, 50)}`, async () => {
      const { all, done, ui } = open();
      assert.equal(await all.signIn(argument), undefined);
      assert.deepEqual(done, []);
      await ui.message(/^The argument must look like \{ session\? \}\.$/);
    });
  }

  for (const argument of [
    { session: 'corp' },
    { region: 'nowhere' },
    { region: 'us-east-1', endpoint: 'x' },
  ]) {
    it(`signInWithConsole refuses ${JSON.stringify(argument)}`, async () => {
      const { all, done, ui } = open();
      assert.equal(await all.signInWithConsole(argument), undefined);
      assert.deepEqual([done, ui.messages.length], [[], 1]);
    });
  }

  for (const name of SIGN_IN_ACTIONS) {
    it(`${name} does nothing but for a link of a sign-in that goes on`, async () => {
      const { all, done, ui } = open();
      for (const argument of [
        undefined,
        null,
        'any text',
        sessionId(CORP),
        'console-1',
        { toString: 5 },
        [LINK, 1],
      ]) {
        await all[name](argument);
      }
      assert.deepEqual(done, []);
      await all[name](LINK);
      assert.notDeepEqual(done, []);
      assert.deepEqual(ui.messages.length, 0);
    });
  }

  it('cancelSignIn and showSignIn take the row of a sign-in, too', async () => {
    const { all, done } = open();
    await all.cancelSignIn(SESSION_NODE);
    await all.cancelSignIn({ ...SESSION_NODE });
    await all.showSignIn(SESSION_NODE);
    await all.showSignIn();
    assert.deepEqual(done, [['signIn cancelSignIn'], ['console cancelSignIn'], ['showAgain'], ['showAgain']]);
  });

  it('signInWithConsole signs in to the session of a node of our view', async () => {
    const { all, done } = open();
    await all.signInWithConsole(CONSOLE_NODE);
    assert.deepEqual(done, [['signInWithConsole', { session: CONSOLE_NODE.session }]]);
  });

  it('addSession and diagnose take no argument from anybody', async () => {
    const { all, done } = open();
    await all.addSession({ startUrl: 'https://evil.example/start' });
    await all.diagnose({ session: CORP });
    assert.deepEqual(done, [['add'], ['diagnose']]);
  });

  for (const [code, buttons] of [
    ['InvalidRequest', ['Open Settings']],
    ['Network', ['Run Diagnostics']],
    ['Service', ['Show Log']],
  ] as const) {
    it(`say what went wrong, and what to do about it: ${code}`, async () => {
      const { all, ui, log } = open(new AwsSsoError(code, 'It failed.'));
      assert.equal(await all.useRoleInTerminals(NODE), undefined);
      assert.deepEqual(await ui.message(/^It failed\.$/), buttons);
      assert.match(log.lines.join(), /It failed\./);
    });
  }

  it('lead to the settings, or to the diagnosis', async () => {
    const settings = open(new AwsSsoError('InvalidRequest', 'Wrong.'));
    await settings.all.openConsole(NODE);
    await settings.ui.press(/Wrong/, 'Open Settings');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(settings.ui.commands[0]?.[0], 'workbench.action.openSettingsJson');
    const network = open(new AwsSsoError('Network', 'No network.'));
    await network.all.openConsole(NODE);
    await network.ui.press(/No network/, 'Run Diagnostics');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(network.done.at(-1), ['diagnose']);
  });

  it('say nothing of what the person cancelled', async () => {
    const { all, ui } = open(new AwsSsoError('Cancelled', 'x'));
    assert.equal(await all.copyCredentials(NODE), undefined);
    assert.deepEqual(ui.messages, []);
  });

  it('show an error of another maker as one line without links', async () => {
    const { all, ui } = open(new Error('[Sign in](command:evil)\nApproved'));
    await all.copyCredentials(NODE);
    assert.deepEqual(ui.messages, ['(Sign in)(command:evil) Approved']);
  });
});
