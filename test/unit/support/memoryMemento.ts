import type * as vscode from 'vscode';

/** What VS Code remembers for an extension, for as long as a test. */
export function memoryMemento(before: Readonly<Record<string, unknown>> = {}): vscode.Memento {
  const values = new Map(Object.entries(before));
  return {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  } as vscode.Memento;
}
