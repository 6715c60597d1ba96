import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { TerminalRoles } from '../../../../../src/features/terminals/TerminalRoles.ts';
import { FolderRoles } from '../../../../../src/features/terminals/workspace/FolderRoles.ts';

const folder = (name: string, index: number) =>
  ({ name, index, uri: { toString: () => `file:///${name}` } }) as vscode.WorkspaceFolder;
const [API, WEB, DOCS] = [folder('api', 0), folder('web', 1), folder('docs', 2)];
const KEY = 'awsSso.terminals';

describe('The roles of folders', () => {
  function open(kept = new Map<string, unknown>()) {
    let folders: readonly vscode.WorkspaceFolder[] = [API, WEB, DOCS];
    const told: string[] = [];
    const workspaceState = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) =>
        Promise.resolve(void (value === undefined ? kept.delete(key) : kept.set(key, value))),
    } as vscode.Memento;
    const roles = new FolderRoles({
      folders: () => folders,
      workspaceState,
      create({ name }, memory) {
        const tell = (what: string) => () => void told.push(`${what} ${name}`);
        return {
          use: () => memory.update(KEY, { of: name }),
          remembered: () => memory.get(KEY),
          restore: () => Promise.resolve(tell('restore')()),
          clear: () => Promise.resolve(tell('clear')()).then(() => memory.update(KEY, undefined)),
          ...{ update: tell('update'), look: tell('look'), dispose: tell('dispose') },
        } as unknown as TerminalRoles;
      },
    });
    const use = (of: vscode.WorkspaceFolder) => (roles.of(of) as unknown as { use(): Promise<void> }).use();
    return { roles, told, kept, use, change: (now: typeof folders) => (folders = now) };
  }
  const remembered = (roles: TerminalRoles | undefined) =>
    (roles as unknown as { remembered(): unknown } | undefined)?.remembered();

  it('are those of the folder itself, and none for others', async () => {
    const { roles, use } = open();
    await use(API);
    await use(WEB);
    assert.deepEqual(remembered(roles.used(API)), { of: 'api' });
    assert.equal(roles.used(API), roles.of({ ...API }));
    assert.deepEqual([roles.used(DOCS), roles.used(undefined)], [undefined, undefined]);
    assert.deepEqual(roles.all, [roles.of(API), roles.of(WEB)]);
  });

  it('are restored where they are remembered, in the folders that are there', async () => {
    const { kept, use } = open();
    await use(API);
    await use(WEB);
    const { roles, told, change } = open(kept);
    change([WEB, DOCS]);
    await roles.restore();
    assert.deepEqual(told, ['restore web']);
    assert.deepEqual(remembered(roles.used(WEB)), { of: 'web' });
  });

  it('all end when terminals are to use none, and leave nothing that a start would look at', async () => {
    const { kept, use } = open();
    await use(API);
    await use(WEB);
    const { roles, told } = open(kept);
    roles.of(DOCS);
    await roles.clear();
    assert.deepEqual(told, ['clear api', 'clear web', 'clear docs']);
    assert.deepEqual([...kept.keys()], []);
  });

  it('end with their folder, and are another’s when it comes back', async () => {
    const { roles, told, kept, use, change } = open();
    await use(API);
    await use(WEB);
    const before = roles.of(API);
    change([WEB]);
    await roles.foldersChanged();
    assert.deepEqual(told, ['clear api', 'dispose api']);
    assert.deepEqual(Object.keys(kept.get('awsSso.folderTerminals') as object), ['file:///web']);
    change([WEB, API]);
    assert.equal(roles.used(API), undefined);
    assert.notEqual(roles.of(API), before);
  });

  it('hear of sessions and terminals', async () => {
    const { roles, told, use } = open();
    await use(API);
    roles.update();
    roles.look();
    roles.dispose();
    assert.deepEqual(told, ['update api', 'look api', 'dispose api']);
  });

  it('are none in a memory that somebody has broken', async () => {
    for (const broken of [7, 'nonsense', null]) {
      const { roles, told } = open(new Map([['awsSso.folderTerminals', broken]]));
      await roles.restore();
      assert.deepEqual([roles.all, told], [[], []]);
    }
  });
});
