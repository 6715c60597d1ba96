import * as vscode from 'vscode';
import { within } from '../../../base/within.ts';
import { editorUi } from '../../ui/editorUi.ts';
import { OldTerminals } from './OldTerminals.ts';

/** How long a terminal may take to become the active one, in milliseconds. */
const PATIENCE_MS = 2_000;

/** The terminals from before a restart of the editor, or a reload of the window. */
export function oldTerminals(old: () => Promise<readonly vscode.Terminal[]>): OldTerminals<vscode.Terminal> {
  return new OldTerminals({
    old,
    ui: editorUi,
    open: () => vscode.window.terminals,
    relaunch: relaunchTerminal,
  });
}

/** Starts the shell of the terminal anew, with what new terminals get. */
export async function relaunchTerminal(terminal: vscode.Terminal): Promise<void> {
  terminal.show();
  await becomesActive(terminal);
  if (vscode.window.activeTerminal === terminal) {
    // The editor has this for the active one only.
    await vscode.commands.executeCommand('workbench.action.terminal.relaunch');
  }
}

async function becomesActive(terminal: vscode.Terminal): Promise<void> {
  if (vscode.window.activeTerminal === terminal) {
    return;
  }
  let listener: vscode.Disposable | undefined;
  const active = new Promise<void>((resolve) => {
    listener = vscode.window.onDidChangeActiveTerminal((now) => now === terminal && resolve());
  });
  await within(PATIENCE_MS, active);
  listener?.dispose();
}
