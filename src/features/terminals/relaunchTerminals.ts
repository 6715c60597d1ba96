import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { within } from '../../base/within.ts';
import { OldTerminals } from './OldTerminals.ts';

/** How long a terminal may take to become the active one, in milliseconds. */
const PATIENCE_MS = 2_000;

/** The terminals from before a restart of the editor. */
export function oldTerminals(): OldTerminals<vscode.Terminal> {
  return new OldTerminals({ open: () => vscode.window.terminals, ask, relaunch: relaunchTerminal });
}

async function ask(names: readonly string[], roleName: string): Promise<boolean> {
  const relaunch = l10n.t('Relaunch');
  const sentence =
    names.length === 1
      ? l10n.t(
          'The terminal {0} lost its access to {1}. Relaunch it to restore it.',
          names[0] ?? '',
          roleName,
        )
      : l10n.t(
          'These terminals lost access to {1}: {0}. Relaunch them to restore it.',
          names.join(', '),
          roleName,
        );
  return (await vscode.window.showWarningMessage(sentence, relaunch)) === relaunch;
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
