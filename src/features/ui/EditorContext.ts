import type * as vscode from 'vscode';

/** What the editor gives to this extension, as far as the second root hands it on. */
export type EditorContext = Pick<
  vscode.ExtensionContext,
  'environmentVariableCollection' | 'extension' | 'globalState' | 'secrets' | 'workspaceState'
>;
