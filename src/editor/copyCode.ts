import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';

/** Not for people: what the link in a notification runs. */
const COMMAND = '_awsSso.copyCode';

/** An address for a link that puts the code on the clipboard. */
export function copyCodeLink(userCode: string): string {
  return `command:${COMMAND}?${encodeURIComponent(JSON.stringify([userCode]))}`;
}

export function registerCopyCode(log: Log): vscode.Disposable {
  return vscode.commands.registerCommand(COMMAND, (userCode: unknown) => copyCode(String(userCode), log));
}

/** Returns whether the clipboard took it: in some remote editors it does not. */
export async function copyCode(userCode: string, log: Log): Promise<boolean> {
  try {
    await vscode.env.clipboard.writeText(userCode);
    return true;
  } catch (error) {
    log.warn(`The clipboard did not take the code: ${messageOf(error)}`);
    return false;
  }
}
