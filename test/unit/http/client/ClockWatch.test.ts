import assert from 'node:assert/strict';
import { ClockWatch } from '../../../../src/http/client/ClockWatch.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { memoryLog } from '../../support/memoryLog.ts';

const MINUTE_MS = 60_000;

describe('ClockWatch', () => {
  useFakeClock();

  /** What is logged when answers come with a `Date` that is so far off, one after the other. */
  function logged(...offsets: (number | string | undefined)[]): string[] {
    const log = memoryLog();
    const dates = offsets.map((offset) =>
      typeof offset === 'number' ? new Date(Date.now() + offset).toUTCString() : offset,
    );
    const clock = new ClockWatch(log);
    for (const date of dates) {
      clock.look('oidc.us-east-1.amazonaws.com', Date.now(), {
        status: 200,
        body: '',
        header: (name) => (name === 'date' ? date : undefined),
      });
    }
    return log.lines;
  }

  it('says by how much the clock is ahead, or behind', () => {
    assert.match(logged(-60 * MINUTE_MS)[0] ?? '', /is 60 min ahead of that of oidc\.us-east-1\.amazon/);
    assert.match(logged(7 * MINUTE_MS)[0] ?? '', /is 7 min behind that/);
  });

  it('says it once, until it changes', () => {
    const hour = 60 * MINUTE_MS;
    assert.equal(logged(hour, hour, hour + MINUTE_MS).length, 1);
    assert.equal(logged(hour, 0, hour).length, 2);
    assert.equal(logged(hour, -hour).length, 2);
  });

  it('knows the difference, but not by an answer over which the machine has slept', () => {
    const clock = new ClockWatch(memoryLog());
    const look = (sent: number, date?: number): void =>
      clock.look('oidc.us-east-1.amazonaws.com', sent, {
        status: 200,
        body: '',
        header: () => (date === undefined ? undefined : new Date(date).toUTCString()),
      });
    const now = Date.now();
    assert.equal(clock.offset, 0);
    look(now - 2_000, now + MINUTE_MS);
    assert.equal(clock.offset, -MINUTE_MS - 1_000);
    look(now - 60 * MINUTE_MS, now);
    look(now);
    assert.equal(clock.offset, -MINUTE_MS - 1_000);
  });

  it('finds nothing in a small difference, or in a date that is none', () => {
    assert.deepEqual(logged(4 * MINUTE_MS, -4 * MINUTE_MS, undefined, 'yesterday'), []);
  });
});
