import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

/** The reason of everything that ends because a person changed their mind. Shown to nobody. */
export function cancelled(): AwsSsoError {
  return new AwsSsoError('Cancelled', l10n.t('The sign-in was cancelled.'));
}
