import { type Clock, install } from '@sinonjs/fake-timers';

/** Takes the timers and the wall clock over until the end of each test of the suite. */
export function useFakeClock(): () => Clock {
  let clock: Clock | undefined;
  beforeEach(() => {
    clock = install({ now: Date.UTC(2026, 0, 1), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => clock?.uninstall());
  return () => {
    if (!clock) {
      throw new Error('The fake clock runs inside tests only.');
    }
    return clock;
  };
}
