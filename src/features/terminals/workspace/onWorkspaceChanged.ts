import * as vscode from 'vscode';
import { onDidChangeSettings } from '../../settings/settings.ts';

export function workspaceFolders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.workspaceFolders ?? [];
}

/** Calls the listener when the folders, the trust or the settings of a workspace have changed that roles depend on. */
export function onWorkspaceChanged(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    onDidChangeSettings(['protectedAccounts', 'workspaceRole'], listener),
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
    vscode.workspace.onDidChangeWorkspaceFolders(listener),
  );
}
