import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { useStubbedEditor, withStubbedEditor } from '../../../support/stubbedEditor.ts';

const disposable = { dispose: () => undefined };
interface Scope {
  readonly workspace?: unknown;
  readonly folder?: unknown;
  readonly user?: unknown;
}
type Written = Readonly<Record<string, Scope>>;

/** A workspace whose settings are those, each by the folder that asks for it. */
class Workspace {
  isTrusted = true;
  workspaceFolders: readonly vscode.WorkspaceFolder[] | undefined;
  readonly settings: Record<string, (folder: string | undefined) => Scope> = {};
  readonly listeners: ((change?: object) => unknown)[] = [];

  getConfiguration(_section: string, folder?: vscode.WorkspaceFolder) {
    return {
      inspect: (name: string) => {
        const { user, workspace, folder: own } = this.settings[name]?.(folder?.name) ?? {};
        return { globalValue: user, workspaceValue: workspace, workspaceFolderValue: own };
      },
    };
  }

  readonly onDidChangeConfiguration = (listener: (change: object) => unknown) =>
    this.#listen(() => listener({ affectsConfiguration: (name: string) => name === 'awsSso.workspaceRole' }));
  readonly onDidGrantWorkspaceTrust = (listener: () => unknown) => this.#listen(listener);
  readonly onDidChangeWorkspaceFolders = (listener: () => unknown) => this.#listen(listener);

  #listen(listener: () => unknown) {
    this.listeners.push(listener);
    return disposable;
  }
}

const editor = { workspace: new Workspace(), Disposable: { from: () => disposable } };
const {
  suggestions,
  registerWorkspaceRoles,
  rememberSettled,
  protectionSettings,
  openAmong,
  rememberAnswered,
  rememberNever,
} = await withStubbedEditor(editor, async () => ({
  ...(await import('../../../../../src/features/terminals/workspace/suggestions.ts')),
  ...(await import('../../../../../src/features/terminals/workspace/registerWorkspaceRoles.ts')),
  ...(await import('../../../../../src/features/terminals/workspace/suggestionAnswers.ts')),
  ...(await import('../../../../../src/features/settings/protectionSettings.ts')),
}));

const folder = (name: string, index = 0) =>
  ({ name, index, uri: { toString: () => `file:///${name}` } }) as vscode.WorkspaceFolder;

describe('The suggestions of a workspace', () => {
  useStubbedEditor(editor);

  function open(folders: readonly vscode.WorkspaceFolder[], written: Written = {}) {
    const workspace = (editor.workspace = new Workspace());
    workspace.workspaceFolders = folders;
    const write = (name: string, now: Written): void => {
      workspace.settings[name] = (of) => now[of ?? ''] ?? now[''] ?? {};
    };
    write('workspaceRole', written);
    const kept = new Map<string, unknown>();
    const memory = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    } as vscode.Memento;
    return { workspace, write: (now: Written) => write('workspaceRole', now), writeOf: write, memory, kept };
  }
  const values = () => suggestions().map(({ value, folder: of }) => [of?.name, value]);

  it('are none in a window without a folder, nor where no setting names a role', () => {
    open([]);
    assert.deepEqual(values(), []);
    open([folder('a')], { '': { user: 'mine' } });
    assert.deepEqual(values(), []);
    open([folder('a')], { a: { folder: null } });
    assert.deepEqual(values(), []);
  });

  it('are one for the window where there is one folder, the folder’s before the workspace’s', () => {
    open([folder('a')], { a: { workspace: 'w' } });
    assert.deepEqual(values(), [[undefined, 'w']]);
    open([folder('a')], { a: { workspace: 'w', folder: 'f' } });
    assert.deepEqual(values(), [[undefined, 'f']]);
  });

  it('are one for the window and one for each folder where there are several', () => {
    open([folder('a'), folder('b', 1), folder('c', 2)], {
      '': { workspace: 'w' },
      a: { workspace: 'w', folder: 'fa' },
      b: { workspace: 'w', folder: 'fb' },
    });
    assert.deepEqual(values(), [
      [undefined, 'w'],
      ['a', 'fa'],
      ['b', 'fb'],
    ]);
  });

  it('are none, and protect nothing, as long as the workspace is not trusted', () => {
    const { workspace, writeOf } = open([folder('a')], { a: { workspace: 'w', folder: 'f' } });
    writeOf('protectedAccounts', { '': { user: 'u', workspace: 'w' } });
    workspace.isTrusted = false;
    assert.deepEqual(values(), []);
    assert.deepEqual(protectionSettings(), { user: 'u', workspace: [], roles: [] });
    workspace.isTrusted = true;
    const { workspace: accounts, roles } = protectionSettings();
    assert.deepEqual(accounts.filter(Boolean), ['w', 'w']);
    assert.deepEqual(roles.filter(Boolean), ['w', 'f']);
  });

  it('have another hash for another value and another folder', () => {
    const { write } = open([folder('a'), folder('b', 1)], { a: { folder: 'x' }, b: { folder: 'x' } });
    const hashes = () => suggestions().map(({ hash }) => hash);
    const [first, second] = hashes();
    assert.notEqual(first, second);
    assert.equal(first?.length, 44);
    write({ a: { folder: 'y' }, b: { folder: 'x' } });
    assert.notEqual(hashes()[0], first);
    assert.equal(hashes()[1], second);
  });

  it('are open until they are answered, and remembered without what they say', async () => {
    const { memory, kept, write } = open([folder('a')], { a: { folder: 'x' } });
    const isOpen = () => openAmong(memory, suggestions()).length > 0;
    assert.equal(isOpen(), true);
    await rememberAnswered(memory, suggestions()[0]!);
    assert.equal(isOpen(), false);
    assert.deepEqual(kept.get('awsSso.suggestedRoles'), [suggestions()[0]?.hash]);
    write({ a: { folder: 'y' } });
    assert.equal(isOpen(), true);
    await rememberNever(memory);
    assert.equal(isOpen(), false);
  });

  it('are asked for when something changes, and load nothing once each has its answer', async () => {
    const { workspace, memory, write } = open([folder('a'), folder('b', 1)], { a: { folder: { x: 1 } } });
    let proposals = 0;
    const start = async () => {
      workspace.listeners.length = 0;
      registerWorkspaceRoles(memory, () => proposals++);
      const before = proposals;
      await new Promise((resolve) => setImmediate(resolve));
      return proposals - before;
    };
    const change = () => {
      const before = proposals;
      workspace.listeners.forEach((tell) => tell());
      return proposals - before;
    };
    workspace.isTrusted = false;
    assert.deepEqual([await start(), change()], [0, 0]);
    workspace.isTrusted = true;
    assert.deepEqual([change(), await start()], [3, 1]);
    await rememberSettled(memory, true);
    assert.deepEqual([await start(), change()], [0, 0]);
    write({ b: { folder: { x: 1 } } });
    assert.deepEqual([change(), await start()], [3, 1]);
    await rememberSettled(memory, true);
    assert.equal(await start(), 0);
    await rememberSettled(memory, false);
    assert.equal(await start(), 1);
    write({});
    assert.deepEqual([change(), await start()], [0, 0]);
  });

  it('are told apart in a memory that somebody has broken', () => {
    const { memory, kept } = open([folder('a')], { a: { folder: 'x' } });
    for (const broken of [{}, 7, 'nonsense', [7]]) {
      kept.set('awsSso.suggestedRoles', broken);
      assert.equal(openAmong(memory, suggestions()).length, 1);
    }
  });
});
