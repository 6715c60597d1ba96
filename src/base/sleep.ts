/** The longest a timer runs before the wall clock is looked at again, in milliseconds. */
const LOOK_AGAIN_MS = 1000;

/**
 * Resolves after `ms` milliseconds by the wall clock or by elapsed running time, whichever comes first; rejects at
 * once with the signal's reason when it is aborted.
 *
 * A plain timer stands still while the machine sleeps, so after waking it would still wait for its remainder. This
 * one notices that the wall clock has passed its end. The second condition keeps it right when the clock is set back.
 */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const end = Date.now() + ms;
  let remaining = ms;
  while (remaining > 0 && Date.now() < end) {
    // The clock goes on between two looks at it.
    const slice = Math.max(0, Math.min(remaining, end - Date.now(), LOOK_AGAIN_MS));
    await timer(slice, signal);
    remaining -= slice;
  }
  signal.throwIfAborted();
}

function timer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timeout);
      reject(signal.reason as Error);
    };
    const timeout = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
