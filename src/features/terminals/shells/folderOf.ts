import * as vscode from 'vscode';

/** Where a terminal was opened, as far as VS Code says. */
export function placeOf(terminal: vscode.Terminal | undefined): vscode.Uri | undefined {
  const options = terminal?.creationOptions;
  const opened = options && 'cwd' in options ? options.cwd : undefined;
  const directory = opened ?? terminal?.shellIntegration?.cwd;
  return typeof directory === 'string' ? vscode.Uri.file(directory) : directory;
}

/** The folder that a terminal was opened in, as far as VS Code says. */
export function folderOf(terminal: vscode.Terminal | undefined): vscode.WorkspaceFolder | undefined {
  const place = placeOf(terminal);
  return place && vscode.workspace.getWorkspaceFolder(place);
}
