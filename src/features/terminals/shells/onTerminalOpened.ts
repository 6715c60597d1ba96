import * as vscode from 'vscode';

/** Calls the listener when a terminal of this window has been opened. */
export function onTerminalOpened(listener: () => void): vscode.Disposable {
  return vscode.window.onDidOpenTerminal(listener);
}

/** Calls the listener when another terminal has the focus, or none. */
export function onTerminalFocused(listener: () => void): vscode.Disposable {
  return vscode.window.onDidChangeActiveTerminal(listener);
}
