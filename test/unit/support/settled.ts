import type { Clock } from '@sinonjs/fake-timers';

/** Ticks until the promise is over: files, unlike timers, are handled in real time. */
export async function settled<Result>(clock: Clock, promise: Promise<Result>): Promise<Result> {
  let isSettled = false;
  const settle = (): void => void (isSettled = true);
  promise.then(settle, settle);
  while (!isSettled) {
    await new Promise((resolve) => setImmediate(resolve));
    await clock.tickAsync(100);
  }
  return promise;
}
