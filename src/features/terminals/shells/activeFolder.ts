import * as vscode from 'vscode';

/** The folder that the terminal with the focus was opened in, as far as the editor says. */
export function activeFolder(): vscode.WorkspaceFolder | undefined {
  const { activeTerminal } = vscode.window;
  const options = activeTerminal?.creationOptions;
  const opened = options && 'cwd' in options ? options.cwd : undefined;
  const directory = opened ?? activeTerminal?.shellIntegration?.cwd;
  const uri = typeof directory === 'string' ? vscode.Uri.file(directory) : directory;
  return uri && vscode.workspace.getWorkspaceFolder(uri);
}
