import path from 'node:path';
import * as vscode from 'vscode';

/** Calls the listener when a file appears, changes or goes. The name may be a pattern such as `*.json`. */
export function watchFile(file: string, listener: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(path.dirname(file)), path.basename(file));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(listener),
    watcher.onDidChange(listener),
    watcher.onDidDelete(listener),
  );
}
