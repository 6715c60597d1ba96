import assert from 'node:assert/strict';
import { clockWatch } from '../../../../src/http/client/clockWatch.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { memoryLog } from '../../support/memoryLog.ts';

const MINUTE_MS = 60_000;

describe('clockWatch', () => {
  useFakeClock();

  /** What is logged when answers come with a `Date` that is so far off, one after the other. */
  async function logged(...offsets: (number | string | undefined)[]): Promise<string[]> {
    const log = memoryLog();
    const dates = offsets.map((offset) =>
      typeof offset === 'number' ? new Date(Date.now() + offset).toUTCString() : offset,
    );
    const http = clockWatch(
      () =>
        Promise.resolve({
          status: 200,
          body: '',
          header: (name) => (name === 'date' ? dates.shift() : undefined),
        }),
      log,
    );
    while (dates.length > 0) {
      await http({ method: 'GET', url: 'https://oidc.us-east-1.amazonaws.com/token?secret' });
    }
    return log.lines;
  }

  it('says by how much the clock is ahead, or behind', async () => {
    assert.match(
      (await logged(-60 * MINUTE_MS))[0] ?? '',
      /is 60 min ahead of that of oidc\.us-east-1\.amazon/,
    );
    assert.match((await logged(7 * MINUTE_MS))[0] ?? '', /is 7 min behind that/);
  });

  it('says it once, until it changes', async () => {
    const hour = 60 * MINUTE_MS;
    assert.equal((await logged(hour, hour, hour + MINUTE_MS)).length, 1);
    assert.equal((await logged(hour, 0, hour)).length, 2);
    assert.equal((await logged(hour, -hour)).length, 2);
  });

  it('finds nothing in a small difference, or in a date that is none', async () => {
    assert.deepEqual(await logged(4 * MINUTE_MS, -4 * MINUTE_MS, undefined, 'yesterday'), []);
  });
});
