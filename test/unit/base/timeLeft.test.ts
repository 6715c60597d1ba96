import assert from 'node:assert/strict';
import { type Clock, install } from '@sinonjs/fake-timers';
import { keepTimeLeft, mayLast, timeLeft } from '../../../src/base/timeLeft.ts';

const MINUTE_MS = 60_000;

describe('The time that is left to a thing', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = install({ now: Date.UTC(2026, 0, 1), toFake: ['Date', 'performance', 'setTimeout'] });
  });
  afterEach(() => clock.uninstall());

  const set = (ms: number): void => clock.setSystemTime(Date.now() + ms);
  function token() {
    const [thing, receivedAt] = [{}, Date.now()];
    const expiresAt = receivedAt + 15 * MINUTE_MS;
    return { thing, expiresAt, left: (of: object = thing) => timeLeft(of, receivedAt, expiresAt) };
  }

  it('is what the clock says, also after the machine has slept', () => {
    const { left } = token();
    assert.equal(left(), 15 * MINUTE_MS);
    clock.tick(MINUTE_MS);
    assert.equal(left(), 14 * MINUTE_MS);
    set(10 * MINUTE_MS);
    assert.equal(left(), 4 * MINUTE_MS);
    set(5 * MINUTE_MS);
    assert.equal(left(), -MINUTE_MS);
  });

  for (const [by, ms] of [
    ['a minute', MINUTE_MS],
    ['less than has passed', 9 * MINUTE_MS],
  ] as const) {
    it(`is no more where the clock is set back by ${by}`, () => {
      const { left } = token();
      left();
      clock.tick(10 * MINUTE_MS);
      set(-ms);
      assert.equal(left(), 5 * MINUTE_MS);
      clock.tick(6 * MINUTE_MS);
      assert.ok(left() <= 0);
    });
  }

  it('cannot be known where the clock is set back to before the thing came, and has an end all the same', () => {
    const { thing, expiresAt, left } = token();
    left();
    clock.tick(10 * MINUTE_MS);
    set(-24 * 60 * MINUTE_MS);
    assert.equal(left(), 0);
    assert.equal(mayLast(thing, expiresAt), true);
    clock.tick(6 * MINUTE_MS);
    assert.equal(mayLast(thing, expiresAt), false);
  });

  it('is that of the thing for a copy of it', () => {
    const { thing, left } = token();
    left();
    clock.tick(10 * MINUTE_MS);
    set(-9 * MINUTE_MS);
    const copy = {};
    keepTimeLeft(thing, copy);
    assert.equal(left(copy), 5 * MINUTE_MS);
  });

  it('does not change with what clocks differ by of themselves', () => {
    const { left } = token();
    left();
    clock.tick(MINUTE_MS);
    set(-1_000);
    assert.equal(left(), 14 * MINUTE_MS + 1_000);
  });
});
