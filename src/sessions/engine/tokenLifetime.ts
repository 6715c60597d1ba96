/** When a token came, when it expires, and whether another one can follow it. */
export interface TokenLifetime {
  /** When the token came: epoch milliseconds on the local clock. */
  readonly receivedAt: number;
  /** When it expires: epoch milliseconds on the local clock. */
  readonly expiresAt: number;
  /** Absent when the service issued none. */
  readonly refreshToken?: string | undefined;
}

export function isTokenValid({ expiresAt }: Pick<TokenLifetime, 'expiresAt'>): boolean {
  return expiresAt > Date.now();
}

/** Milliseconds until the token expires. None where the clock has been set back: it cannot be known then. */
export function timeUntilExpiry({
  receivedAt,
  expiresAt,
}: Pick<TokenLifetime, 'receivedAt' | 'expiresAt'>): number {
  const now = Date.now();
  return now < receivedAt ? 0 : expiresAt - now;
}
