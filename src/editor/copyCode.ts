import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';

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
