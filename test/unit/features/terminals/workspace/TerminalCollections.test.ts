import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { TerminalEnvironment } from '../../../../../src/features/terminals/TerminalEnvironment.ts';
import {
  type EditorCollection,
  type EditorCollections,
  TerminalCollections,
} from '../../../../../src/features/terminals/workspace/TerminalCollections.ts';

type Scope = vscode.EnvironmentVariableScope | undefined;
const folder = (name: string, index: number) =>
  ({ name, index, uri: { toString: () => `file:///${name}` } }) as vscode.WorkspaceFolder;
const [API, WEB] = [folder('api', 0), folder('web', 1)];

/** The collections of VS Code 1.139, with what is surprising about them. */
function editorCollections() {
  const variables = new Map<
    string,
    { name: string; value: string; key: string; index: number | undefined }
  >();
  const persisted = new Set<string>();
  let isPersistent = true;
  const changed = (): void => {
    if (isPersistent) {
      variables.forEach(({ value }) => persisted.add(value));
    }
  };
  const keyOf = (name: string, scope: Scope): string =>
    `${name}:::${scope?.workspaceFolder?.uri.toString() ?? ''}`;
  const collection = (scope?: vscode.EnvironmentVariableScope): EditorCollection => ({
    get persistent() {
      return isPersistent;
    },
    set persistent(is) {
      isPersistent = is;
      changed();
    },
    description: undefined,
    delete(name: string) {
      variables.delete(keyOf(name, scope));
      changed();
    },
    replace(name: string, value: string) {
      const index = scope?.workspaceFolder?.index;
      variables.set(keyOf(name, scope), { name, value, key: keyOf('', scope), index });
      changed();
    },
    forEach(callback: (name: string, mutator: vscode.EnvironmentVariableMutator, of: never) => unknown) {
      const own = [...variables.values()].filter(({ key }) => key === keyOf('', scope));
      own.forEach(({ name, value }) => callback(name, { value } as never, undefined as never));
    },
  });
  const scoped = new Map<string, EditorCollection>();
  const editor: EditorCollections = Object.assign(collection(), {
    getScoped(scope: vscode.EnvironmentVariableScope) {
      const key = keyOf('', scope);
      const known = scoped.get(key) ?? collection(scope);
      scoped.set(key, known);
      return known;
    },
  });
  Object.defineProperty(editor, 'persistent', {
    get: () => isPersistent,
    set(is: boolean) {
      isPersistent = is;
      changed();
    },
  });
  return {
    editor,
    persisted,
    isPersistent: (): boolean => isPersistent,
    /** The environment of a new terminal in the folder of that place; without one, in none. */
    terminal: (index?: number): Record<string, string> => {
      const environment: Record<string, string> = {};
      for (const { name, value, index: place } of variables.values()) {
        if (place === undefined || place === index) {
          environment[name] = value;
        }
      }
      return environment;
    },
  };
}

const LIVE = (of: string) => ({ URI: `http://${of}`, TOKEN: of });
const KEYS = (of: string) => ({ AWS_ACCESS_KEY_ID: of, AWS_SECRET_ACCESS_KEY: `secret of ${of}` });

describe('The variables of terminals, for all and for those of a folder', () => {
  function open(editor = editorCollections()) {
    const collections = new TerminalCollections(editor.editor);
    return {
      ...editor,
      collections,
      window: new TerminalEnvironment(collections.window),
      api: new TerminalEnvironment(collections.folder(API)),
      web: new TerminalEnvironment(collections.folder(WEB)),
    };
  }

  for (const order of ['window first', 'folder first']) {
    it(`are the folder’s in its terminals, and the window’s in all others: ${order}`, () => {
      const { window, api, terminal } = open();
      const setAll = [() => window.set(LIVE('window'), true), () => api.set(LIVE('api'), true)];
      (order === 'window first' ? setAll : setAll.reverse()).forEach((set) => set());
      assert.deepEqual(terminal(0), LIVE('api'));
      assert.deepEqual(terminal(1), LIVE('window'));
      assert.deepEqual(terminal(), LIVE('window'));
    });
  }

  it('stay the folder’s when the window’s are taken away and given again', () => {
    const { window, api, terminal } = open();
    window.set(LIVE('window'), true);
    api.set(LIVE('api'), true);
    window.set(KEYS('window'), false);
    window.set(LIVE('other'), true);
    assert.deepEqual(terminal(0), LIVE('api'));
    window.clear();
    assert.deepEqual([terminal(0), terminal(1)], [LIVE('api'), {}]);
    window.set(LIVE('window'), true);
    assert.deepEqual([terminal(0), terminal(1)], [LIVE('api'), LIVE('window')]);
  });

  for (const order of ['window first', 'folder first']) {
    it(`let no key of the window come before a folder’s address: ${order}`, () => {
      const { window, api, terminal } = open();
      const setAll = [() => window.set(KEYS('window'), false), () => api.set(LIVE('api'), true)];
      (order === 'window first' ? setAll : setAll.reverse()).forEach((set) => set());
      assert.deepEqual(terminal(0), {
        ...LIVE('api'),
        ...{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      });
      assert.deepEqual(terminal(1), KEYS('window'));
      window.set(LIVE('window'), true);
      assert.deepEqual(terminal(0), LIVE('api'));
      window.set(KEYS('window'), false);
      api.clear();
      assert.deepEqual(terminal(0), KEYS('window'));
    });
  }

  it('are taken from one folder, and from no other, nor from the window', () => {
    const { window, api, web, terminal } = open();
    window.set(LIVE('window'), true);
    api.set(LIVE('api'), true);
    web.set(LIVE('web'), true);
    api.clear();
    assert.deepEqual([terminal(0), terminal(1), terminal()], [LIVE('window'), LIVE('web'), LIVE('window')]);
    window.clear();
    assert.deepEqual([terminal(0), terminal(1), terminal()], [{}, LIVE('web'), {}]);
  });

  it('are stored by the editor only where none of them is a secret', () => {
    const { window, api, web, persisted, isPersistent } = open();
    window.set(LIVE('window'), true);
    web.set(LIVE('web'), true);
    assert.equal(isPersistent(), true);
    api.set(KEYS('api'), false);
    web.set(LIVE('other'), true);
    window.set(LIVE('other'), true);
    assert.equal(isPersistent(), false);
    api.clear();
    assert.equal(isPersistent(), true);
    window.set(KEYS('window'), false);
    api.set(LIVE('api'), true);
    assert.equal(isPersistent(), false);
    assert.deepEqual(
      [...persisted].filter((value) => value.startsWith('secret')),
      [],
    );
  });

  it('follow a folder to another place in the workspace', () => {
    const { collections, window, api, web, terminal } = open();
    window.set(KEYS('window'), false);
    api.set(LIVE('api'), true);
    web.set(KEYS('web'), false);
    collections.moved([folder('new', 0), folder('web', 1), folder('api', 2)]);
    assert.deepEqual(terminal(0), KEYS('window'));
    assert.deepEqual(terminal(1), KEYS('web'));
    assert.deepEqual(terminal(2), {
      ...LIVE('api'),
      ...{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
    });
  });

  it('are known from before a reload, and replaced', () => {
    const { window, api, editor, ...kept } = open();
    window.set({ ...LIVE('window'), OLD: 'x' }, true);
    api.set({ ...LIVE('api'), OLD: 'y' }, true);
    const again = open({ editor, ...kept });
    again.api.set(LIVE('new'), true);
    again.window.set(LIVE('window'), true);
    assert.deepEqual([again.terminal(0), again.terminal(1)], [LIVE('new'), LIVE('window')]);
  });
});
