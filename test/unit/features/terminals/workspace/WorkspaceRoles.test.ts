import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { AwsSsoError } from '../../../../../src/base/errors.ts';
import type { TerminalRole } from '../../../../../src/features/terminals/terminalMemory.ts';
import { regionChosen } from '../../../../../src/features/terminals/region/regionMemory.ts';
import type { Suggestion } from '../../../../../src/features/terminals/workspace/suggestionAnswers.ts';
import { WorkspaceRoles } from '../../../../../src/features/terminals/workspace/WorkspaceRoles.ts';
import { favourites } from '../../../support/favourites.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { memoryLog } from '../../../support/memoryLog.ts';

const ADMIN = { accountId: '111122223333', roleName: 'Admin' };
const READER = { accountId: '444455556666', roleName: 'Reader' };
const folder = (name: string, index = 0) =>
  ({ name, index, uri: { toString: () => `file:///${name}` } }) as vscode.WorkspaceFolder;
const [API, WEB] = [folder('api'), folder('web', 1)];

const suggestion = (value: unknown, of?: vscode.WorkspaceFolder): Suggestion => ({
  value,
  hash: JSON.stringify([of?.name, value]),
  ...(of && { folder: of }),
});

function memory(): vscode.Memento {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: (key: string, otherwise?: unknown) => kept.get(key) ?? otherwise,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  } as vscode.Memento;
}

const PROPOSAL = /This workspace suggests Admin in/;
const QUESTION = /^Use Admin in .* in terminals of this workspace\?/;

describe('The roles that a workspace suggests', () => {
  /** Opens a window of the workspace, in which those are suggested. */
  function open(
    first: readonly Suggestion[],
    { workspaceState = memory(), recent = [] as readonly TerminalRole[] } = {},
  ) {
    let suggested = first;
    const ui = new FakeUi();
    const used: unknown[] = [];
    const failures: unknown[] = [];
    let inUse: TerminalRole | undefined;
    let failure: Error | undefined;
    let isSettled = false;
    const roles = new WorkspaceRoles({
      suggestions: () => suggested,
      workspaceState,
      favourites: favourites({ recent }),
      inUse: () => inUse,
      use(role, of) {
        used.push([role, of?.name]);
        return failure ? Promise.reject(failure) : Promise.resolve();
      },
      isProtected: (accountId) => accountId === '999900001111',
      onSettled: (is) => Promise.resolve(void (isSettled = is)),
      fail: (error) => failures.push((error as Error).message),
      ui,
      log: memoryLog(),
    });
    return {
      ...{ roles, ui, used, failures, workspaceState },
      suggest: (now: readonly Suggestion[]) => (suggested = now),
      useNow: (role: TerminalRole) => (inUse = role),
      failWith: (error: Error | undefined) => (failure = error),
      isSettled: () => isSettled,
      /** The same workspace after a restart. */
      reopen: () => open(suggested, { workspaceState, recent }),
    };
  }

  it('are proposed; one is used after a modal question, and isn’t proposed again', async () => {
    const { roles, ui, used, isSettled, reopen } = open([suggestion(ADMIN)]);
    const proposing = roles.propose();
    assert.deepEqual(await ui.message(PROPOSAL), ['Use Role', 'Not Now', 'Never for This Workspace']);
    assert.deepEqual(ui.messages, ['This workspace suggests Admin in 111122223333.']);
    await ui.press(PROPOSAL, 'Use Role');
    await ui.message(QUESTION);
    assert.deepEqual(used, []);
    await ui.press(QUESTION, 'Use Role');
    await proposing;
    assert.deepEqual(used, [[ADMIN, undefined]]);
    assert.equal(isSettled(), true);
    assert.match(ui.shown[1] ?? '', /^warning: .*\nThe settings of this workspace chose this role\./s);
    const again = reopen();
    await Promise.all([roles.propose(), again.roles.propose()]);
    assert.deepEqual([ui.messages, again.ui.shown], [[], []]);
  });

  it('are named with session, region and the account’s name as far as they are known, and protection', async () => {
    const known = { ...READER, accountId: '999900001111', accountName: 'Production', session: 's' };
    const role = { ...ADMIN, accountId: '999900001111', session: 'corp', region: 'eu-west-1' };
    const { roles, ui, used, workspaceState } = open([suggestion(role)], {
      recent: [{ ...known, sessionName: 'corp' }],
    });
    const proposing = roles.propose();
    await ui.press(PROPOSAL, 'Use Role');
    assert.equal(regionChosen(workspaceState, role.accountId), undefined);
    await ui.press(QUESTION, 'Use Role');
    await proposing;
    assert.equal(
      ui.shown[1],
      'warning: Use Admin in Production (999900001111) in terminals of this workspace? [Use Role]\n' +
        'Session: corp\nRegion: eu-west-1\n\nProduction (999900001111) is a protected account. ' +
        'The settings of this workspace chose this role. Programs in its terminals can then use it.',
    );
    assert.deepEqual(used, [[role, undefined]]);
    assert.equal(regionChosen(workspaceState, role.accountId), 'eu-west-1');
  });

  for (const answer of ['Not Now', undefined]) {
    it(`wait for the next window where the answer is ${answer ?? 'none'}`, async () => {
      const { roles, ui, used, isSettled, reopen } = open([suggestion(ADMIN)]);
      const proposing = roles.propose();
      await (answer === undefined ? ui.close(PROPOSAL) : ui.press(PROPOSAL, answer));
      await proposing;
      await roles.propose();
      assert.deepEqual([ui.shown.length, used, isSettled()], [1, [], false]);
      const again = reopen();
      void again.roles.propose();
      await again.ui.message(PROPOSAL);
    });
  }

  it('are not used where the dialog is closed, and come again in the next window', async () => {
    const { roles, ui, used, failures, reopen } = open([suggestion(ADMIN)]);
    const proposing = roles.propose();
    await ui.press(PROPOSAL, 'Use Role');
    await ui.close(QUESTION);
    await proposing;
    assert.deepEqual([used, failures], [[], []]);
    const again = reopen();
    void again.roles.propose();
    await again.ui.message(PROPOSAL);
  });

  it('are never proposed again in a workspace that the person said so of, whatever it suggests', async () => {
    const { roles, ui, suggest, isSettled, reopen } = open([suggestion(ADMIN), suggestion(READER, WEB)]);
    assert.deepEqual(roles.accounts(), [{ accountId: '111122223333' }, { accountId: '444455556666' }]);
    const proposing = roles.propose();
    await ui.press(PROPOSAL, 'Never for This Workspace');
    await proposing;
    suggest([suggestion({ ...ADMIN, roleName: 'Other' })]);
    const again = reopen();
    await Promise.all([roles.propose(), again.roles.propose()]);
    await roles.stopped();
    await again.roles.propose();
    assert.deepEqual([ui.shown.length, again.ui.shown, isSettled()], [1, [], true]);
    assert.deepEqual(roles.accounts(), []);
  });

  for (const changed of [
    { ...ADMIN, roleName: 'PowerUser' },
    { ...ADMIN, accountId: '444455556666' },
    { ...ADMIN, session: 'other' },
    { ...ADMIN, region: 'eu-west-1' },
  ]) {
    it(`are asked about anew as ${JSON.stringify(changed)}`, async () => {
      const { roles, ui, used, suggest, useNow } = open([suggestion(ADMIN)]);
      const proposing = roles.propose();
      await ui.press(PROPOSAL, 'Use Role');
      await ui.press(QUESTION, 'Use Role');
      await proposing;
      useNow({ ...ADMIN, session: 's', sessionName: 'corp' });
      suggest([suggestion(changed)]);
      void roles.propose();
      await ui.message(/This workspace suggests/);
      assert.equal(used.length, 1);
    });
  }

  for (const when of ['is proposed', 'is asked about'] as const) {
    it(`are not used where another one is suggested by then: while it ${when}`, async () => {
      const { roles, ui, used, suggest } = open([suggestion(ADMIN)]);
      void roles.propose();
      await ui.message(PROPOSAL);
      if (when === 'is asked about') {
        await ui.press(PROPOSAL, 'Use Role');
        await ui.message(QUESTION);
      }
      suggest([suggestion(READER)]);
      await ui.press(when === 'is proposed' ? PROPOSAL : QUESTION, 'Use Role');
      await ui.message(/This workspace suggests Reader/);
      assert.deepEqual(used, []);
    });
  }

  it('are not proposed where terminals have them already', async () => {
    const { roles, ui, useNow, reopen } = open([suggestion(ADMIN)]);
    useNow({ ...ADMIN, session: 's', sessionName: 'corp' });
    await roles.propose();
    const again = reopen();
    await again.roles.propose();
    assert.deepEqual([ui.shown, again.ui.shown], [[], []]);
  });

  it('are proposed where the session in use is another than the one that they name', async () => {
    const { roles, ui, useNow } = open([suggestion({ ...ADMIN, session: 'corp' })]);
    useNow({ ...ADMIN, session: 's', sessionName: 'lab' });
    void roles.propose();
    await ui.message(PROPOSAL);
  });

  it('come again in the next window when they failed, with a word of why', async () => {
    const { roles, ui, failures, failWith, reopen } = open([suggestion(ADMIN)]);
    failWith(new AwsSsoError('InvalidRequest', 'There is no SSO session named “corp”.'));
    const proposing = roles.propose();
    await ui.press(PROPOSAL, 'Use Role');
    await ui.press(QUESTION, 'Use Role');
    await proposing;
    assert.deepEqual(failures, ['There is no SSO session named “corp”.']);
    const again = reopen();
    void again.roles.propose();
    await again.ui.message(PROPOSAL);
  });

  it('come again in the next window once terminals use no role any more', async () => {
    const { roles, ui, isSettled, reopen } = open([suggestion(ADMIN)]);
    const proposing = roles.propose();
    await ui.press(PROPOSAL, 'Use Role');
    await ui.press(QUESTION, 'Use Role');
    await proposing;
    await roles.stopped();
    assert.equal(isSettled(), false);
    await roles.propose();
    assert.equal(ui.shown.length, 2);
    const again = reopen();
    void again.roles.propose();
    await again.ui.message(PROPOSAL);
  });

  it('are one for each folder, asked about one after the other, by the folder’s name', async () => {
    const { roles, ui, used } = open([suggestion(ADMIN, API), suggestion(READER, WEB)]);
    const proposing = roles.propose();
    await ui.message(/The folder api suggests Admin in 111122223333\./);
    assert.equal(ui.messages.length, 1);
    await ui.press(/The folder api/, 'Use Role');
    await ui.press(/^Use Admin in 111122223333 in terminals of the folder api\?/, 'Use Role');
    await ui.press(/The folder web suggests Reader/, 'Use Role');
    await ui.press(/in terminals of the folder web\?/, 'Use Role');
    await proposing;
    assert.deepEqual(used, [
      [ADMIN, 'api'],
      [READER, 'web'],
    ]);
  });

  it('say one at a time what is wrong, however often a program writes another', async () => {
    const values = ['1', '2', '3'].map((accountId) => suggestion({ accountId }, API));
    const { roles, ui } = open([...values, suggestion(ADMIN)]);
    void roles.propose();
    await ui.message(PROPOSAL);
    assert.equal(ui.messages.filter((text) => text.includes('can’t be used')).length, 1);
  });

  it('say once what is wrong with one, and go on to the next', async () => {
    const { roles, ui, reopen } = open([suggestion({ accountId: '1' }, API), suggestion(ADMIN)]);
    void roles.propose();
    await ui.message(PROPOSAL);
    const problem =
      'The setting awsSso.workspaceRole of this workspace can’t be used: accountId must be 12 digits in quotes.';
    assert.equal(ui.messages[0], problem);
    await ui.press(/can’t be used/, 'Open Settings');
    assert.deepEqual(ui.commands, [['workbench.action.openSettings', 'awsSso.workspaceRole']]);
    assert.deepEqual(roles.accounts(), [{ accountId: ADMIN.accountId }]);
    const again = reopen();
    void again.roles.propose();
    await again.ui.message(PROPOSAL);
    assert.equal(again.ui.shown.length, 1);
  });
});
