import type { SignedInSession } from './SsoSession.ts';

/** A token is renewed this long before it expires, or for the last tenth of its life if that is shorter. */
const AHEAD_MS = 5 * 60_000;

/** Milliseconds until the token expires. None, where the clock has been set back: it cannot be known then. */
export function timeLeft({ receivedAt, expiresAt }: SignedInSession): number {
  const now = Date.now();
  return now < receivedAt ? 0 : expiresAt - now;
}

/** How long before its expiry the token is due, in milliseconds. */
export function aheadOf({ receivedAt, expiresAt }: SignedInSession): number {
  return Math.min(AHEAD_MS, (expiresAt - receivedAt) / 10);
}
