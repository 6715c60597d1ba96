import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';

/** Copies a code or a link. Returns whether the clipboard took it: in some remote editors it does not. */
export async function copyText(text: string, log: Log): Promise<boolean> {
  try {
    await vscode.env.clipboard.writeText(text);
    return true;
  } catch (error) {
    log.warn(`The clipboard did not take it: ${messageOf(error)}`);
    return false;
  }
}
