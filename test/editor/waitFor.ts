import { setTimeout as delay } from 'node:timers/promises';

/** In seconds. Machines may be slow and busy; where the condition comes, a limit costs nothing. */
export const PATIENCE = 45;

/** Asks `look` again and again until it has an answer; says what was missing when the time is up. */
export async function waitFor<T>(
  what: string | (() => string | Promise<string>),
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { seconds = PATIENCE, everyMs = 50 }: { seconds?: number; everyMs?: number } = {},
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) {
      throw new Error(`Waited ${seconds} s for ${typeof what === 'string' ? what : await what()}, in vain.`);
    }
    await delay(everyMs);
  }
}
