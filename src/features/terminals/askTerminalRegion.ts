import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { cancelled } from '../ui/cancellation.ts';
import { type RegionItem, regionItems } from './regionItems.ts';

/**
 * Asks for the region of an account in terminals.
 *
 * @param proposed the one to begin with.
 * @returns an empty text for none.
 * @throws AwsSsoError `Cancelled`.
 */
export async function askTerminalRegion(
  title: string,
  account: string,
  proposed: string | undefined,
): Promise<string> {
  const pick = vscode.window.createQuickPick<RegionItem>();
  pick.title = title;
  pick.placeholder = l10n.t('Select the region to use in {0}', account);
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = regionItems('', proposed);
  pick.onDidChangeValue((typed) => (pick.items = regionItems(typed, proposed)));
  try {
    return await new Promise<string>((resolve, reject) => {
      pick.onDidAccept(() => pick.activeItems[0] && resolve(pick.activeItems[0].region));
      pick.onDidHide(() => reject(cancelled()));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
