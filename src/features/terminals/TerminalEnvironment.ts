import type { EnvironmentVariableCollection } from 'vscode';
import type { Variables } from './terminalVariables.ts';

export type VariableCollection = Pick<
  EnvironmentVariableCollection,
  'clear' | 'delete' | 'forEach' | 'persistent' | 'replace'
>;

/** What the editor adds to the environment of new terminals. */
export class TerminalEnvironment {
  readonly #collection: VariableCollection;
  #variables: Variables | undefined;

  constructor(collection: VariableCollection) {
    this.#collection = collection;
  }

  get variables(): Variables | undefined {
    return this.#variables;
  }

  /**
   * @param isPersistent whether the editor keeps them on disk, for terminals that it restores after a restart before any
   *   extension runs. It keeps all of them or none.
   */
  set(variables: Variables, isPersistent: boolean): void {
    const collection = this.#collection;
    this.#variables = variables;
    if (!isPersistent) {
      collection.persistent = false;
    }
    collection.forEach((name) => (name in variables ? undefined : collection.delete(name)));
    for (const [name, value] of Object.entries(variables)) {
      // The second time after the start-up files of the shell, which may set some of them.
      collection.replace(name, value, { applyAtProcessCreation: true, applyAtShellIntegration: true });
    }
    // Not before the last variable from before, such as a secret key, is gone: the editor is told of each change at once.
    if (collection.persistent !== isPersistent) {
      collection.persistent = isPersistent;
    }
  }

  clear(): void {
    this.#variables = undefined;
    this.#collection.clear();
  }
}
