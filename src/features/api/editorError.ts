import * as l10n from '@vscode/l10n';
import { AwsSsoError, messageOf } from '../../base/errors.ts';
import type { CreateSessionErrors } from '../accounts/CreateSessionErrors.ts';

/** What the editor's rejection means: it hands errors over as their text alone. */
export function asAwsSsoError(error: unknown, errors: CreateSessionErrors): AwsSsoError {
  const text = messageOf(error);
  if (error instanceof Error && error.name === 'Canceled') {
    return new AwsSsoError('Cancelled', l10n.t('The sign-in was cancelled.'));
  }
  if (text.startsWith('User did not consent')) {
    return new AwsSsoError('ConsentDenied', l10n.t('You didn’t allow the use of the AWS session.'));
  }
  return errors.find(text) ?? new AwsSsoError('Service', text);
}
