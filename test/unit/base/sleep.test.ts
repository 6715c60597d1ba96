import assert from 'node:assert/strict';
import { sleep } from '../../../src/base/sleep.ts';
import { useFakeClock } from '../support/fakeClock.ts';

describe('sleep', () => {
  const clock = useFakeClock();
  const never = new AbortController().signal;

  /** Whether it has ended by now. */
  function watch(promise: Promise<void>) {
    const state = { ended: false };
    void promise.then(
      () => (state.ended = true),
      () => (state.ended = true),
    );
    return state;
  }

  it('lasts as long as it was told', async () => {
    const state = watch(sleep(5000, never));
    await clock().tickAsync(4999);
    assert.equal(state.ended, false);
    await clock().tickAsync(1);
    assert.equal(state.ended, true);
  });

  it('ends within a second after the machine wakes up past its end', async () => {
    const state = watch(sleep(60_000, never));
    await clock().tickAsync(500);
    clock().setSystemTime(Date.now() + 3_600_000);
    await clock().tickAsync(1000);
    assert.equal(state.ended, true);
  });

  it('is not prolonged by a clock that is set back', async () => {
    const state = watch(sleep(5000, never));
    await clock().tickAsync(1000);
    clock().setSystemTime(Date.now() - 3_600_000);
    await clock().tickAsync(4000);
    assert.equal(state.ended, true);
  });

  it('rejects at once with the reason of an abort, and leaves no timer behind', async () => {
    const controller = new AbortController();
    const sleeping = sleep(60_000, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(sleeping, reason);
    assert.equal(clock().countTimers(), 0);
  });

  it('rejects when the signal was aborted before', async () => {
    const reason = new Error('enough');
    await assert.rejects(sleep(10, AbortSignal.abort(reason)), reason);
    await assert.rejects(sleep(0, AbortSignal.abort(reason)), reason);
  });
});
