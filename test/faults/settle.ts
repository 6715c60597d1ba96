import type { Clock } from '@sinonjs/fake-timers';

/** Turns of the event loop after which nothing more comes by itself. */
const QUIET_TURNS = 12;
const HELD_MS = 10_000;

/** Of requests: `held` are those that have arrived, and that the service does not answer. */
export type UnderWay = 'nothing' | 'something' | 'held';

/**
 * Waits for it in virtual time, which passes, timer by timer, while no request is under way, or one is held.
 *
 * @param release lets go, after ten seconds, what is held.
 */
export async function settle<Result>(
  promise: Promise<Result>,
  clock: Clock,
  underWay: () => UnderWay,
  release?: () => void,
): Promise<PromiseSettledResult<Result>> {
  let settled: PromiseSettledResult<Result> | undefined;
  promise.then(
    (value) => (settled = { status: 'fulfilled', value }),
    (reason: unknown) => (settled = { status: 'rejected', reason }),
  );
  let quiet = 0;
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (settled) {
      return settled;
    }
    quiet = underWay() === 'something' ? 0 : quiet + 1;
    if (quiet < QUIET_TURNS) {
      continue;
    }
    quiet = 0;
    if (release && underWay() === 'held') {
      await clock.tickAsync(HELD_MS);
      release();
    } else if (clock.countTimers() === 0) {
      throw new Error('It waits for nothing.');
    } else {
      await clock.nextAsync();
    }
  }
}
