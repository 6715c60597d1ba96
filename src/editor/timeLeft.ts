import * as l10n from '@vscode/l10n';

const MINUTE_MS = 60_000;
const STEP_MS = 10_000;

/**
 * The time left in words. Whole minutes, and steps of ten seconds in the last one, because a screen reader speaks
 * every change.
 */
export function timeLeft(ms: number): string {
  if (ms >= MINUTE_MS) {
    return l10n.t('{0} min left', Math.floor(ms / MINUTE_MS));
  }
  return l10n.t('{0} s left', Math.max(0, Math.ceil(ms / STEP_MS) * 10));
}
