import * as vscode from 'vscode';

/** Identifies this run of the editor: the same after a reload of the window, another one after a restart. */
export function editorSession(): string {
  const { env, UIKind } = vscode;
  // In a browser every load of the page is a session. There it is the server whose end is that of the terminals.
  return env.uiKind === UIKind.Web ? `server ${process.ppid}` : env.sessionId;
}
