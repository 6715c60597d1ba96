import type { DeviceAuthorization, Store } from './store.ts';

export type Standing = DeviceAuthorization['decision'] | 'lapsed' | 'used';

/** RFC 8628 section 3.5. */
const slowDownPenalty = 5;
/** Timers fire a little early; a client that waited its interval out is not a fast one. */
const timerGranularity = 5;

export function standingOf(authorization: DeviceAuthorization, now: number): Standing {
  if (authorization.redeemed) return 'used';
  return now >= authorization.expiresAt ? 'lapsed' : authorization.decision;
}

/**
 * One poll: where the authorization stands, or `too fast`, which costs the client five seconds from then on. The interval
 * is the time between two polls (RFC 8628 section 3.2), so the first may come at once.
 */
export function poll(authorization: DeviceAuthorization, now: number): Standing | 'too fast' {
  const standing = standingOf(authorization, now);
  if (standing === 'lapsed' || standing === 'used') return standing;
  const waited = now - (authorization.answeredAt ?? -Infinity);
  authorization.answeredAt = now;
  if (waited >= authorization.interval * 1000 - timerGranularity) return standing;
  authorization.interval += slowDownPenalty;
  return 'too fast';
}

export function withUserCode(store: Store, userCode: string): DeviceAuthorization | undefined {
  for (const authorization of store.deviceAuthorizations.values()) {
    if (authorization.userCode === userCode) return authorization;
  }
  return undefined;
}

export function pendingUserCodes(store: Store, now: number): string[] {
  return [...store.deviceAuthorizations.values()]
    .filter((authorization) => standingOf(authorization, now) === 'pending')
    .map((authorization) => authorization.userCode);
}
