import type { Clock } from '@sinonjs/fake-timers';

/** From before any fake clock. */
const { setTimeout: afterRealTime } = globalThis;

/**
 * Ticks until the promise is over: files, unlike timers, are handled in real time. A hundred times as fast as that, so that a
 * busy machine's file system does not take hours of the fake clock.
 */
export async function settled<Result>(clock: Clock, promise: Promise<Result>): Promise<Result> {
  let isSettled = false;
  const settle = (): void => void (isSettled = true);
  promise.then(settle, settle);
  while (!isSettled) {
    await new Promise((resolve) => afterRealTime(resolve, 1));
    await clock.tickAsync(100);
  }
  return promise;
}
