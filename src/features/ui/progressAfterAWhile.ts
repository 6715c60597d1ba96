import * as vscode from 'vscode';
import { within } from '../../base/within.ts';
import { cancelled } from './cancellation.ts';

/** Most of what is waited for is there before anybody could read a notification. */
const A_WHILE_MS = 1000;

/**
 * What the promise brings. If it takes its time, a notification says what for, and can cancel the waiting.
 *
 * @throws what the promise rejects with; AwsSsoError `Cancelled`.
 */
export async function progressAfterAWhile<Value>(title: string, promise: Promise<Value>): Promise<Value> {
  const soon = await within(A_WHILE_MS, promise);
  if (soon) {
    return soon.value;
  }
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_progress, token) => {
    const leaving = new Promise<never>((_resolve, reject) =>
      token.onCancellationRequested(() => reject(cancelled())),
    );
    return Promise.race([promise, leaving]);
  });
}
