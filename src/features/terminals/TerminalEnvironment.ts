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

  set(variables: Variables): void {
    const collection = this.#collection;
    this.#variables = variables;
    // They hold secrets, and the editor would write them into a file.
    collection.persistent = false;
    collection.forEach((name) => (name in variables ? undefined : collection.delete(name)));
    for (const [name, value] of Object.entries(variables)) {
      // The second time after the start-up files of the shell, which may set some of them.
      collection.replace(name, value, { applyAtProcessCreation: true, applyAtShellIntegration: true });
    }
  }

  clear(): void {
    this.#variables = undefined;
    this.#collection.clear();
  }
}
