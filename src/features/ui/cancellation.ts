import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';

export function cancelled(): AwsSsoError {
  return new AwsSsoError('Cancelled', l10n.t('The sign-in was cancelled.'));
}

/** The editor's way of saying that a person changed their mind: shown to nobody. */
export function asEditorError(error: unknown): unknown {
  return isAwsSsoError(error, 'Cancelled') ? new vscode.CancellationError() : error;
}
