import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether both are the same secret. How long it takes says nothing about how much of them is. */
export function sameSecret(one: string, other: unknown): boolean {
  return typeof other === 'string' && timingSafeEqual(sha256(one), sha256(other));
}

/** Of one length, whatever the text has. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
