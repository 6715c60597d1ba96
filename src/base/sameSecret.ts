import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether both are the same secret. How long it takes says nothing about how much of them is. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

/** Of one length, whatever the texts have. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
