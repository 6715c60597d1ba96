import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

/** How far the clock of this machine is ahead of that of the service, in milliseconds, as far as answers have told. */
export interface MeasuredClock {
  readonly offset: number;
}

/** The error of a request with a time that the service does not take. */
export function wrongClock(offset: number, cause: unknown): AwsSsoError {
  const minutes = String(Math.max(1, Math.round(Math.abs(offset) / 60_000)));
  const sentence =
    offset > 0
      ? l10n.t('This machine’s clock is {0} min fast. Correct it, then try again.', minutes)
      : l10n.t('This machine’s clock is {0} min slow. Correct it, then try again.', minutes);
  return new AwsSsoError('InvalidRequest', sentence, { cause });
}
