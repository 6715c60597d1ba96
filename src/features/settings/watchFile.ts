import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/**
 * How long after being asked the editor watches for certain, in milliseconds. Measured: up to a tenth of a second, and
 * what changes until then goes unnoticed.
 */
const WATCHES_BY_MS = 1_000;

/**
 * Calls the listener when a file appears, changes or goes; besides, once it is watched for certain. The name may be a
 * pattern such as `*.json`.
 */
export function watchFile(file: string, listener: () => void): vscode.Disposable {
  const directory = path.dirname(file);
  // The root of a drive that is not there is its own directory.
  if (existsSync(directory) || directory === file) {
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
  const soon = setTimeout(listener, WATCHES_BY_MS);
  return vscode.Disposable.from(
    { dispose: () => clearTimeout(soon) },
    watcher,
    watcher.onDidCreate(listener),
    watcher.onDidChange(listener),
    watcher.onDidDelete(listener),
  );
}
