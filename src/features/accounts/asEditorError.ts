import * as vscode from 'vscode';
import { isAwsSsoError } from '../../base/errors.ts';

/** Returns the editor's own error for a cancellation, which the editor shows to nobody. */
export function asEditorError(error: unknown): unknown {
  return isAwsSsoError(error, 'Cancelled') ? new vscode.CancellationError() : error;
}
