import * as vscode from 'vscode';

/** Calls the listener when a terminal of this window has been opened. */
export function onTerminalOpened(listener: () => void): vscode.Disposable {
  return vscode.window.onDidOpenTerminal(listener);
}
