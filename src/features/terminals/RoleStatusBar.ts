import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hintSentence, stateSentence } from './terminalSentences.ts';
import type { TerminalState } from './terminalState.ts';

/** Shows the role that terminals use, as long as they use one; and leads to the others. */
export class RoleStatusBar {
  #item: vscode.StatusBarItem | undefined;

  update(state: TerminalState | undefined): void {
    if (!state) {
      this.dispose();
      return;
    }
    const item = (this.#item ??= create());
    const { roleName, accountName, accountId } = state.role;
    const hint = hintSentence(state);
    const account = accountName ?? accountId;
    item.text = `${hint === undefined ? '$(key)' : '$(warning)'} ${roleName} · ${account}`;
    item.tooltip = [stateSentence(state), hint].filter(Boolean).join('\n\n');
    item.accessibilityInformation = {
      label: [l10n.t('AWS role in terminals: {0} in {1}', roleName, account), hint]
        .filter(Boolean)
        .join('. '),
    };
    item.backgroundColor =
      state.problem === undefined ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
    item.show();
  }

  dispose(): void {
    this.#item?.dispose();
    this.#item = undefined;
  }
}

function create(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('awsSso.terminalRole', vscode.StatusBarAlignment.Left);
  item.name = l10n.t('AWS Role in Terminals');
  item.command = 'awsSso.useRoleInTerminals';
  return item;
}
