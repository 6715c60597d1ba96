/** What became of something that had so much time and no more. */
export type Outcome<Value> = { readonly ms: number } & (
  { readonly value: Value } | { readonly error: unknown }
);

/**
 * Does the action for `ms` milliseconds at most; what comes later, or never, is an outcome as well. Nothing is waited for
 * once the signal is aborted, whether or not the action heeds it.
 *
 * @param timeout makes the error of an action that takes too long.
 * @throws the signal's reason, and nothing else.
 */
export async function outcomeOf<Value>(
  ms: number,
  signal: AbortSignal,
  timeout: () => Error,
  action: (signal: AbortSignal) => Promise<Value>,
): Promise<Outcome<Value>> {
  signal.throwIfAborted();
  const started = performance.now();
  const time = (): number => Math.round(performance.now() - started);
  const over = new AbortController();
  const abort = (): void => over.abort(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => over.abort(timeout()), ms);
  const ended = new Promise<never>((_, reject) => {
    over.signal.addEventListener('abort', () => reject(over.signal.reason as Error), { once: true });
  });
  try {
    const value = await Promise.race([action(over.signal), ended]);
    return { ms: time(), value };
  } catch (error) {
    signal.throwIfAborted();
    return { ms: time(), error };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** @throws what came in the place of a value. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if ('value' in outcome) {
    return outcome.value;
  }
  throw outcome.error;
}
