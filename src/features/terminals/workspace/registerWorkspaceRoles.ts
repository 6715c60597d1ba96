import * as vscode from 'vscode';

/** By what the state of the workspace has the suggestions that need no more answers. Looked at while the editor starts. */
const SETTLED = 'awsSso.settledSuggestions';

type SettledMemory = Pick<vscode.Memento, 'get' | 'update'>;

/**
 * Has a role that a workspace suggests be proposed, now and whenever something changes, as long as there is one without an
 * answer. Nothing else is loaded where there is none.
 */
export function registerWorkspaceRoles(memory: SettledMemory, propose: () => unknown): vscode.Disposable {
  const look = (): void => {
    const text = suggested();
    // Something else than nulls in lists.
    if (/[^[\],nul]/.test(text) && text !== memory.get(SETTLED)) {
      propose();
    }
  };
  setImmediate(look);
  const { workspace, Disposable } = vscode;
  return Disposable.from(
    workspace.onDidChangeConfiguration(look),
    workspace.onDidGrantWorkspaceTrust(look),
    workspace.onDidChangeWorkspaceFolders(look),
  );
}

/** Remembers whether what is suggested now has its answers. */
export async function rememberSettled(memory: SettledMemory, isSettled: boolean): Promise<void> {
  await memory.update(SETTLED, isSettled ? suggested() : undefined);
}

/** What settings suggest, as one text: nothing, as long as the user doesn't trust the workspace. */
function suggested(): string {
  const { isTrusted, workspaceFolders = [] } = vscode.workspace;
  const values = [undefined, ...workspaceFolders].map((folder) => {
    const written = vscode.workspace.getConfiguration('awsSso', folder).inspect('workspaceRole');
    return [written?.workspaceValue, written?.workspaceFolderValue];
  });
  return isTrusted ? JSON.stringify(values) : '';
}
