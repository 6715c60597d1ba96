import type { Renewable } from './SessionKind.ts';

/** When a token came, and when it expires. */
type Lifetime = Pick<Renewable, 'receivedAt' | 'expiresAt'>;

/** A token is renewed this long before it expires, or for the last tenth of its life if that is shorter. */
const AHEAD_MS = 5 * 60_000;

/** Milliseconds until the token expires. None, where the clock has been set back: it cannot be known then. */
export function timeLeft({ receivedAt, expiresAt }: Lifetime): number {
  const now = Date.now();
  return now < receivedAt ? 0 : expiresAt - now;
}

/** How long before its expiry the token is due, in milliseconds. */
export function aheadOf({ receivedAt, expiresAt }: Lifetime): number {
  return Math.min(AHEAD_MS, (expiresAt - receivedAt) / 10);
}
