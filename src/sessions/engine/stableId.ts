import { createHash } from 'node:crypto';

/** Ids made so far: timers and callers ask for the same few all the time, and a hash takes microseconds. */
const ids = new Map<string, string>();

/** An id that is always the same for the same text, and says nothing of it: 32 hexadecimal digits. */
export function stableId(text: string): string {
  let id = ids.get(text);
  if (id === undefined) {
    id = createHash('sha256').update(text).digest('hex').slice(0, 32);
    ids.set(text, id);
  }
  return id;
}
