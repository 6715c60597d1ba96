import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';

/** Not for people: what the link in a notification runs, with the code. */
export const COPY_CODE = '_awsSso.copyCode';

export function registerCopyCode(log: Log): vscode.Disposable {
  return vscode.commands.registerCommand(COPY_CODE, (userCode: unknown) => copyCode(String(userCode), log));
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
