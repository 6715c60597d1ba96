import type * as vscode from 'vscode';
import { EXTENSION_ID } from './extensionId.ts';
import type { AwsSsoUnavailable } from './types.ts';

let offered: unknown;

/**
 * Offers the page on which the person can install the extension, if it is not installed and this is not being offered
 * already. Nobody waits for the answer: it may never come.
 */
export function offerInstall(caller: typeof vscode, why: AwsSsoUnavailable): void {
  if (why.code === 'NotInstalled') {
    offered ??= caller.window.showInformationMessage(why.message, 'Install').then((isWanted) => {
      offered = null;
      return isWanted && caller.commands.executeCommand('extension.open', EXTENSION_ID);
    });
  }
}
