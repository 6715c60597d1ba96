import * as l10n from '@vscode/l10n';

const HOUR_MINUTES = 60;
const MINUTE_MS = 60_000;
const STEP_MS = 10_000;

/**
 * The time left in words. Hours and whole minutes, and steps of ten seconds in the last one, because a screen reader
 * speaks every change.
 */
export function timeLeft(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes >= HOUR_MINUTES) {
    return l10n.t('{0} h {1} min left', Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES);
  }
  if (minutes >= 1) {
    return l10n.t('{0} min left', minutes);
  }
  return l10n.t('{0} s left', Math.max(0, Math.ceil(ms / STEP_MS) * 10));
}
