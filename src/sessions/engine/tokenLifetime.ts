import { mayLast, timeLeft } from '../../base/timeLeft.ts';

/** When a token came, when it expires, and whether another one can follow it. */
export interface TokenLifetime {
  /** When the token came: epoch milliseconds on the local clock. */
  readonly receivedAt: number;
  /** When it expires: epoch milliseconds on the local clock. */
  readonly expiresAt: number;
  /** Absent when the service issued none. */
  readonly refreshToken?: string | undefined;
}

/**
 * Whether the token is good. Where the clock has been set back, nothing can be told by it: another token is better then, where one
 * can be had, and the service decides about one that none can follow.
 */
export function isTokenValid(lifetime: TokenLifetime): boolean {
  return (
    timeUntilExpiry(lifetime) > 0 ||
    (lifetime.refreshToken === undefined && mayLast(lifetime, lifetime.expiresAt))
  );
}

/** Milliseconds until the token expires. None where the clock has been set back: it cannot be known then. */
export function timeUntilExpiry(lifetime: TokenLifetime): number {
  return timeLeft(lifetime, lifetime.receivedAt, lifetime.expiresAt);
}
