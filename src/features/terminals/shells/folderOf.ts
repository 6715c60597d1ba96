import * as vscode from 'vscode';

/** The folder that a terminal was opened in, as far as the editor says. */
export function folderOf(terminal: vscode.Terminal | undefined): vscode.WorkspaceFolder | undefined {
  const options = terminal?.creationOptions;
  const opened = options && 'cwd' in options ? options.cwd : undefined;
  const directory = opened ?? terminal?.shellIntegration?.cwd;
  const uri = typeof directory === 'string' ? vscode.Uri.file(directory) : directory;
  return uri && vscode.workspace.getWorkspaceFolder(uri);
}
