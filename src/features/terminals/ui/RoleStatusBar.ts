import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { shownSentence } from '../../../base/shown.ts';
import { innerCommand } from '../../ui/commandIds.ts';
import { commandLink } from '../../ui/commandLink.ts';
import type { RoleStatus } from './roleStatus.ts';

/** Shows the role of terminals, as long as there is one; and leads to the others. */
export class RoleStatusBar {
  #item: vscode.StatusBarItem | undefined;

  /** @param hasRegion whether the region of new terminals can be changed. */
  update(status: RoleStatus | undefined, hasRegion: boolean): void {
    if (!status) {
      this.dispose();
      return;
    }
    const item = (this.#item ??= create());
    const { text, sentences, label, isWarning } = status;
    item.text = text;
    item.tooltip = hover(sentences, hasRegion);
    item.accessibilityInformation = { label: shownSentence(label) };
    item.backgroundColor = isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
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

/** The sentences, and a link to change the region. */
function hover(sentences: readonly string[], hasRegion: boolean): vscode.MarkdownString {
  const command = innerCommand('changeTerminalRegion');
  const markdown = new vscode.MarkdownString();
  for (const sentence of sentences) {
    // As text, since names from outside are in them.
    markdown.appendText(sentence).appendMarkdown('\n\n');
  }
  if (hasRegion) {
    markdown.appendMarkdown(commandLink(l10n.t('Change Region…'), command));
  }
  markdown.isTrusted = { enabledCommands: [command] };
  return markdown;
}
