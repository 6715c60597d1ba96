/**
 * Waits for the promise, but no longer than until the signal is aborted. What the promise stands for goes on all the same.
 *
 * @throws the signal's reason; what the promise rejects with.
 */
export async function abortable<Value>(signal: AbortSignal, promise: PromiseLike<Value>): Promise<Value> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    signal.throwIfAborted();
    const value = await Promise.race([promise, aborted]);
    // Both may have come at the same moment.
    signal.throwIfAborted();
    return value;
  } finally {
    signal.removeEventListener('abort', abort);
    aborted.catch(() => undefined);
  }
}
