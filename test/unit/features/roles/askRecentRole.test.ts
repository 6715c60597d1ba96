import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import {
  askRecentRole,
  type RecentRoleOptions,
  type RecentRoleUse,
} from '../../../../src/features/roles/askRecentRole.ts';
import type { TerminalRole } from '../../../../src/features/terminals/terminalMemory.ts';
import { consoleRole } from '../../../../src/features/terminals/terminalSources.ts';
import type { SignedInConsole } from '../../../../src/sessions/kinds/console.ts';
import { favourites } from '../../support/favourites.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { ALICE, tokens } from '../../support/openConsoles.ts';

const TITLE = 'Use Role in Terminals';
const role = (roleName: string, accountName?: string): TerminalRole => ({
  session: 'id',
  sessionName: 'corp',
  accountId: '111122223333',
  ...(accountName === undefined ? {} : { accountName }),
  roleName,
});
const ADMIN = role('Admin', 'Production');
const READ_ONLY = role('ReadOnly');
const WRITER = role('Writer');
const CONSOLE: SignedInConsole = { ...ALICE, ...tokens(), revision: 1 };

interface Before {
  readonly inUse?: TerminalRole;
  readonly problem?: unknown;
  readonly recent?: readonly TerminalRole[];
  readonly pinned?: readonly TerminalRole[];
  readonly consoles?: readonly SignedInConsole[];
}

function ask(
  { inUse, problem, recent = [], pinned = [], consoles = [] }: Before,
  use: RecentRoleUse = 'window',
) {
  const ui = new FakeUi();
  const options = {
    ui,
    terminals: { state: inUse && { role: inUse, problem } },
    consoles: { load: () => Promise.resolve(), signedIn: () => consoles },
    favourites: favourites({ pinned, recent }),
  } as unknown as RecentRoleOptions;
  return { ui, answer: askRecentRole(options, TITLE, use) };
}

/** Presses the item of that label. @returns what comes of it. */
async function press(before: Before, label: string) {
  const { ui, answer } = ask(before);
  (await ui.list(TITLE)).accept(label);
  return answer;
}

describe('askRecentRole', () => {
  it('asks nothing where no role was ever used', async () => {
    const { ui, answer } = ask({});
    assert.equal(await answer, undefined);
    assert.equal(ui.hasQuestion, false);
  });

  it('offers those used before, the last one first, and another one', async () => {
    const { ui } = ask({ recent: [ADMIN, READ_ONLY] });
    const list = await ui.list(TITLE, 'Select a role for new terminals');
    assert.deepEqual(
      list.items.map(({ label, description, detail }) => [label, description, detail]),
      [
        ['recently used', undefined, undefined],
        ['Admin', 'Production (111122223333)', 'corp'],
        ['ReadOnly', '111122223333', 'corp'],
        ['', undefined, undefined],
        ['$(search) Another Role…', undefined, undefined],
      ],
    );
  });

  it('offers those that are pinned before those that were used, none twice', async () => {
    const { ui } = ask({ recent: [ADMIN, WRITER], pinned: [READ_ONLY, ADMIN] });
    const { labels } = await ui.list(TITLE, 'Select a role for new terminals');
    assert.deepEqual(labels, [
      ...['pinned', 'ReadOnly', 'Admin'],
      ...['recently used', 'Writer'],
      ...['', '$(search) Another Role…'],
    ]);
  });

  it('takes Enter alone for the one used last that is not in use, wherever it stands', async () => {
    for (const [recent, pinned, expected] of [
      [[ADMIN, WRITER, READ_ONLY], [READ_ONLY], 'Writer'],
      [[ADMIN, READ_ONLY], [WRITER, READ_ONLY], 'ReadOnly'],
      [[], [READ_ONLY, WRITER], 'ReadOnly'],
    ] as const) {
      const { ui, answer } = ask({ inUse: ADMIN, recent, pinned });
      (await ui.list(TITLE)).accept();
      assert.equal(((await answer) as TerminalRole).roleName, expected);
    }
    const { ui, answer } = ask({ inUse: ADMIN, problem: 'x', recent: [ADMIN, WRITER], pinned: [READ_ONLY] });
    (await ui.list(TITLE)).accept();
    assert.equal(((await answer) as TerminalRole).roleName, 'Admin', 'It is tried again.');
  });

  it('pins and unpins a role by a button, and stays open', async () => {
    const { ui } = ask({ inUse: ADMIN, recent: [ADMIN, WRITER], pinned: [READ_ONLY], consoles: [CONSOLE] });
    const list = await ui.list(TITLE);
    await list.pressButton('Admin', 'Pin Role');
    const rest = ['AWS console', 'AWS Console credentials: alice', '', '$(search) Another Role…'];
    assert.deepEqual(list.labels.slice(0, -1), [
      ...['pinned', 'ReadOnly', 'Admin', 'recently used', 'Writer'],
      ...rest,
    ]);
    assert.match(list.items[2]?.description ?? '', /\$\(check\) in use$/);
    await list.pressButton('ReadOnly', 'Unpin Role');
    assert.deepEqual(list.labels.slice(0, -1), ['pinned', 'Admin', 'recently used', 'Writer', ...rest]);
    const withButton = list.items.filter(({ button }) => button).map(({ label }) => label);
    assert.deepEqual(withButton, ['Admin', 'Writer']);
  });

  it('offers what to switch to, and to stop, where one is in use', async () => {
    const { ui } = ask({ inUse: ADMIN, recent: [ADMIN, READ_ONLY] });
    const list = await ui.list(TITLE, 'Terminals use Admin in Production (111122223333). Switch to:');
    assert.deepEqual(list.labels, [
      'recently used',
      'ReadOnly',
      'Admin',
      '',
      '$(search) Another Role…',
      '$(circle-slash) Stop Using Admin',
    ]);
  });

  it('marks the one in use, in words too', async () => {
    const { ui } = ask({ inUse: ADMIN, recent: [ADMIN, READ_ONLY] });
    assert.deepEqual(
      (await ui.list(TITLE)).items.slice(1, 3).map(({ label, description }) => [label, description]),
      [
        ['ReadOnly', '111122223333'],
        ['Admin', 'Production (111122223333) · $(check) in use'],
      ],
    );
  });

  it('offers all of them for one terminal, and nothing about the others', async () => {
    const before = { inUse: ADMIN, problem: new AwsSsoError('NotSignedIn', 'x'), recent: [ADMIN, READ_ONLY] };
    const { ui } = ask(before, 'terminal');
    const list = await ui.list(TITLE, 'Select a role for the new terminal');
    assert.deepEqual(list.labels, ['recently used', 'ReadOnly', 'Admin', '', '$(search) Another Role…']);
  });

  it('offers to try the one again that gives no credentials, and says why it does not', async () => {
    const problem = new AwsSsoError('NotSignedIn', 'You are signed out.');
    const { ui } = ask({ inUse: ADMIN, problem });
    const [first] = (await ui.list(TITLE)).items;
    assert.deepEqual([first?.label, first?.detail], ['$(refresh) Try Admin Again', 'You are signed out.']);
  });

  it('gives what was chosen as a role of ours, by the id of its session', async () => {
    const expected = {
      session: 'corp',
      sessionId: 'id',
      accountId: '111122223333',
      accountName: 'Production',
      roleName: 'Admin',
      isOurs: true,
    };
    assert.deepEqual(await press({ recent: [ADMIN] }, 'Admin'), expected);
    assert.deepEqual(await press({ inUse: ADMIN, problem: 'x' }, '$(refresh) Try Admin Again'), expected);
  });

  it('tells a role that a profile leads to from one that is assigned', async () => {
    const chained = { ...ADMIN, profile: 'deploy' };
    assert.deepEqual(await press({ recent: [ADMIN, chained], inUse: ADMIN }, 'Admin'), {
      session: 'corp',
      sessionId: 'id',
      accountId: '111122223333',
      accountName: 'Production',
      roleName: 'Admin',
      profile: 'deploy',
      isOurs: true,
    });
  });

  it('leaves everything open for another role', async () =>
    assert.equal(await press({ recent: [ADMIN] }, '$(search) Another Role…'), 'another'));

  it('stops', async () =>
    assert.equal(await press({ inUse: ADMIN }, '$(circle-slash) Stop Using Admin'), 'stop'));

  it('offers console sessions under a heading of their own, as the roles that they are', async () => {
    const { ui } = ask({ consoles: [CONSOLE] });
    assert.equal((await ui.list(TITLE)).items[0]?.isSeparator, true);
    assert.deepEqual(
      await press({ consoles: [CONSOLE] }, 'AWS Console credentials: alice'),
      consoleRole(CONSOLE),
    );
  });

  it('offers the console session that is in use once', async () => {
    const { ui } = ask({ inUse: consoleRole(CONSOLE), consoles: [CONSOLE] });
    assert.deepEqual((await ui.list(TITLE)).labels, [
      'AWS console',
      'AWS Console credentials: alice',
      '',
      '$(search) Another Role…',
      '$(circle-slash) Stop Using alice',
    ]);
  });

  it('ends when the person closes the list', async () => {
    const { ui, answer } = ask({ recent: [ADMIN] });
    (await ui.list(TITLE)).escape();
    await assert.rejects(answer, { code: 'Cancelled' });
  });
});
