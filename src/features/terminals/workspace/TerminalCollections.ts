import type * as vscode from 'vscode';
import type { VariableCollection } from '../TerminalEnvironment.ts';

/** Variables that come before the address at which live credentials are. */
const KEYS: ReadonlySet<string> = new Set([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
]);

const OPTIONS = { applyAtProcessCreation: true, applyAtShellIntegration: true };

/** As much of the editor's collection as is used here; `description` is shown where it lists what changes a terminal. */
export type EditorCollection = Pick<
  vscode.EnvironmentVariableCollection,
  'delete' | 'description' | 'forEach' | 'persistent' | 'replace'
>;

export interface EditorCollections extends EditorCollection {
  getScoped(scope: vscode.EnvironmentVariableScope): EditorCollection;
}

/** A collection that others are beside. */
export type SharedCollection = VariableCollection & Pick<EditorCollection, 'description'>;

interface Scoped {
  readonly view: View;
  readonly scope: { workspaceFolder: vscode.WorkspaceFolder };
}

/**
 * The editor's collection of variables for all terminals, and those for the terminals of one folder, such that each can be used as
 * if it were alone. In the editor they aren't (as of VS Code 1.139):
 *
 * - Where two of them have a variable, that wins which got it last.
 * - What one of them lacks, a terminal gets from the other: keys, which come before an address.
 * - `persistent` is one for all of them, and clearing the first clears all.
 * - A folder is known by its place in the workspace, which others may come to have.
 */
export class TerminalCollections {
  readonly #editor: EditorCollections;
  /** By the addresses of their folders. */
  readonly #scoped = new Map<string, Scoped>();
  readonly #window: View;

  constructor(editor: EditorCollections) {
    this.#editor = editor;
    this.#window = new View(editor, {
      onChange: (name) => this.#folders().forEach((view) => view.settle(name, this.#window.own)),
      onPersistent: () => this.#persist(),
    });
  }

  /** The variables of all terminals. */
  get window(): SharedCollection {
    return this.#window;
  }

  /** The variables of the terminals of that folder. */
  folder(workspaceFolder: vscode.WorkspaceFolder): SharedCollection {
    const key = workspaceFolder.uri.toString();
    const known = this.#scoped.get(key);
    if (known) {
      return known.view;
    }
    // A copy, which is changed when the folder moves.
    const scope = { workspaceFolder: { ...workspaceFolder } };
    const view: View = new View(this.#editor.getScoped(scope), {
      onChange: () => view.settleKeys(this.#window.own),
      onPersistent: () => this.#persist(),
    });
    this.#scoped.set(key, { view, scope });
    return view;
  }

  /** Takes that folders may have other places now. */
  moved(folders: readonly vscode.WorkspaceFolder[]): void {
    for (const [key, { view, scope }] of this.#scoped) {
      const folder = folders.find(({ uri }) => uri.toString() === key);
      if (folder && folder.index !== scope.workspaceFolder.index) {
        scope.workspaceFolder = { ...folder };
        view.own.forEach((_, name) => view.settle(name, this.#window.own));
        view.settleKeys(this.#window.own);
      }
    }
  }

  #folders(): readonly View[] {
    return [...this.#scoped.values()].map(({ view }) => view);
  }

  /** Secrets of one of them keep the editor from storing any. */
  #persist(): void {
    const isPersistent = [this.#window, ...this.#folders()].every(({ persistent }) => persistent);
    if (this.#editor.persistent !== isPersistent) {
      this.#editor.persistent = isPersistent;
    }
  }
}

interface Listening {
  /** Told of a variable that is new, gone, or empty and not so before. */
  readonly onChange: (name: string) => void;
  readonly onPersistent: () => void;
}

class View implements SharedCollection {
  readonly own = new Map<string, string>();
  readonly #collection: EditorCollection;
  readonly #listening: Listening;
  /** Names in whose place those of the window would be. */
  readonly #blanks = new Set<string>();
  #isPersistent = true;

  constructor(collection: EditorCollection, listening: Listening) {
    this.#collection = collection;
    this.#listening = listening;
    // From before a reload.
    collection.forEach((name, { value }) => this.own.set(name, value));
  }

  get persistent(): boolean {
    return this.#isPersistent;
  }

  set persistent(isPersistent: boolean) {
    this.#isPersistent = isPersistent;
    this.#listening.onPersistent();
  }

  get description(): SharedCollection['description'] {
    return this.#collection.description;
  }

  set description(description: SharedCollection['description']) {
    // eslint-disable-next-line own/shown-labels -- Whoever sets it has.
    this.#collection.description = description;
  }

  forEach(callback: (name: string, mutator: never, collection: never) => unknown): void {
    [...this.own.keys()].forEach((name) => callback(name, undefined as never, undefined as never));
  }

  replace(name: string, value: string): void {
    const before = this.own.get(name);
    this.own.set(name, value);
    this.#collection.replace(name, value, OPTIONS);
    if (before === undefined || (before === '') !== (value === '')) {
      this.#listening.onChange(name);
    }
  }

  delete(name: string): void {
    this.own.delete(name);
    this.#collection.delete(name);
    this.#listening.onChange(name);
  }

  clear(): void {
    [...this.own.keys()].forEach((name) => this.delete(name));
    this.persistent = true;
  }

  /** Has a variable of this folder come after that of the window; or an empty one, where the window has a key and this hasn't. */
  settle(name: string, window: ReadonlyMap<string, string>): void {
    const own = this.own.get(name);
    const isBlank = own === undefined && this.own.size > 0 && KEYS.has(name) && Boolean(window.get(name));
    if (own !== undefined || isBlank || this.#blanks.has(name)) {
      this.#collection.delete(name);
    }
    if (own !== undefined || isBlank) {
      this.#collection.replace(name, own ?? '', OPTIONS);
    }
    this.#blanks[isBlank ? 'add' : 'delete'](name);
  }

  /** Looks after the keys that the window has and this hasn't. */
  settleKeys(window: ReadonlyMap<string, string>): void {
    [...KEYS].filter((name) => !this.own.has(name)).forEach((name) => this.settle(name, window));
  }
}
