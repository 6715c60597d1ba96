import * as vscode from 'vscode';
import { type AnswerMemory, openAmong } from './suggestionAnswers.ts';
import { suggestions } from './suggestions.ts';

/**
 * Has a role that a workspace suggests be proposed, now and whenever its settings change, as long as the person hasn't answered.
 * Nothing else is loaded where they have.
 */
export function registerWorkspaceRoles(memory: AnswerMemory, propose: () => unknown): vscode.Disposable {
  const look = (): unknown => openAmong(memory, suggestions()).length > 0 && propose();
  const { workspace, Disposable } = vscode;
  const soon = setImmediate(look);
  return Disposable.from(
    { dispose: () => clearImmediate(soon) },
    workspace.onDidChangeConfiguration(
      (change) => change.affectsConfiguration('awsSso.workspaceRole') && look(),
    ),
    workspace.onDidGrantWorkspaceTrust(look),
    workspace.onDidChangeWorkspaceFolders(look),
  );
}
