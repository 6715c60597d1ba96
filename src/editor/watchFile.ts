import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/** Calls the listener when a file appears, changes or goes. The name may be a pattern such as `*.json`. */
export function watchFile(file: string, listener: () => void): vscode.Disposable {
  const directory = path.dirname(file);
  if (existsSync(directory)) {
    return watchIn(directory, path.basename(file), listener);
  }
  // The editor says nothing of what came together with the directory.
  let watching = watchFile(directory, () => {
    if (existsSync(directory)) {
      watching.dispose();
      watching = watchIn(directory, path.basename(file), listener);
      listener();
    }
  });
  return { dispose: () => void watching.dispose() };
}

function watchIn(directory: string, name: string, listener: () => void): vscode.Disposable {
  const pattern = new vscode.RelativePattern(vscode.Uri.file(directory), name);
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(listener),
    watcher.onDidChange(listener),
    watcher.onDidDelete(listener),
  );
}
