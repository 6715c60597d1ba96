/**
 * Has timers of this process that are set for exactly that long from now on fire earlier, so that no test waits for minutes. What
 * is under test stays as it is, and knows nothing of it.
 * @returns what ends that.
 */
export function shortenTimers(fromMs: number, toMs: number): () => void {
  const original = globalThis.setTimeout;
  const shortened = ((callback: () => void, delayMs?: number, ...rest: []) =>
    original(callback, delayMs === fromMs ? toMs : delayMs, ...rest)) as typeof setTimeout;
  globalThis.setTimeout = Object.assign(shortened, original);
  return () => {
    globalThis.setTimeout = original;
  };
}
