/** By how much the two clocks of this machine may differ without one of them having been set. */
const TOLERANCE_MS = 5_000;

/** When things expire by the monotonic clock, which nobody sets back, as of when this process first looked. */
const deadlines = new WeakMap<object, number>();

/**
 * Returns the milliseconds until a thing expires, 0 or less once it has. A clock that was set back makes it no longer: what has
 * passed by the monotonic clock has passed. Where a thing has come only in the future, nothing can be told by the clock, and 0 is
 * returned.
 */
export function timeLeft(thing: object, receivedAt: number, expiresAt: number): number {
  const now = Date.now();
  const left = expiresAt - now;
  if (now < receivedAt || left <= 0) {
    return Math.min(left, 0);
  }
  const deadline = deadlines.get(thing);
  if (deadline === undefined) {
    deadlines.set(thing, performance.now() + left);
    return left;
  }
  const atMost = deadline - performance.now();
  return left - atMost > TOLERANCE_MS ? atMost : left;
}

/** Whether neither clock says that it has expired. */
export function mayLast(thing: object, expiresAt: number): boolean {
  return expiresAt > Date.now() && (deadlines.get(thing) ?? Infinity) > performance.now();
}

/** Takes what is known of one thing for a copy of it. */
export function keepTimeLeft(from: object, copy: object): void {
  const deadline = deadlines.get(from);
  if (deadline !== undefined) {
    deadlines.set(copy, deadline);
  }
}
