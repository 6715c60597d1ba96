import assert from 'node:assert/strict';
import { outcomeOf, valueOf } from '../../../src/base/Outcome.ts';
import { useFakeClock } from '../support/fakeClock.ts';

const late = () => new Error('too late');
const never = () => new Promise<never>(() => undefined);

describe('outcomeOf', () => {
  const clock = useFakeClock();
  const { signal } = new AbortController();

  it('has a value, or an error, and the time that it took', async () => {
    const good = await outcomeOf(1_000, signal, late, () => Promise.resolve(7));
    assert.equal(valueOf(good), 7);
    assert.ok(good.ms >= 0 && good.ms < 1_000, String(good.ms));
    const bad = await outcomeOf(1_000, signal, late, () => Promise.reject(new Error('broken')));
    assert.throws(() => valueOf(bad), /broken/);
  });

  it('is the error given once the time is over, and tells the action', async () => {
    let told: AbortSignal | undefined;
    const outcome = outcomeOf(1_000, signal, late, (over) => {
      told = over;
      return never();
    });
    await clock().tickAsync(999);
    assert.equal(told?.aborted, false);
    await clock().tickAsync(1);
    const ended = await outcome;
    assert.equal(told.aborted, true);
    assert.throws(() => valueOf(ended), /too late/);
  });

  it('rejects at once with the reason when it is aborted, though the action goes on, and leaves no timer', async () => {
    const over = new AbortController();
    const outcome = outcomeOf(1_000, over.signal, late, never);
    const reason = new Error('cancelled');
    over.abort(reason);
    await assert.rejects(outcome, reason);
    assert.equal(clock().countTimers(), 0);
    await assert.rejects(outcomeOf(1_000, over.signal, late, never), reason);
  });
});
