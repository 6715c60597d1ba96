import * as vscode from 'vscode';

/** What settings say about accounts that are protected: values of anybody, as they're written. */
export interface ProtectionSettings {
  /** The user's `awsSso.protectedAccounts`. */
  readonly user: unknown;
  /** The same of the workspace and its folders, as far as the user trusts them. */
  readonly workspace: readonly unknown[];
  /** `awsSso.workspaceRole` of theirs. */
  readonly roles: readonly unknown[];
}

/** Reads each value by itself: in the editor's own view a workspace would replace what the user protects. */
export function protectionSettings(): ProtectionSettings {
  const { isTrusted, workspaceFolders = [] } = vscode.workspace;
  const valuesOf = (setting: string): readonly unknown[] =>
    [undefined, ...workspaceFolders]
      .map((folder) => vscode.workspace.getConfiguration('awsSso', folder).inspect<unknown>(setting))
      .flatMap((values) => [values?.workspaceValue, values?.workspaceFolderValue]);
  return {
    user: vscode.workspace.getConfiguration('awsSso').inspect<unknown>('protectedAccounts')?.globalValue,
    workspace: isTrusted ? valuesOf('protectedAccounts') : [],
    roles: isTrusted ? valuesOf('workspaceRole') : [],
  };
}
