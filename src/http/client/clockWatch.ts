import type { Log } from '../../base/Log.ts';
import { clockOffset, LARGE_CLOCK_OFFSET_MS } from './clockOffset.ts';
import type { HttpClient } from './HttpClient.ts';

const MINUTE_MS = 60_000;

/**
 * Learns from the `Date` of answers how far the clock of this machine is off, and writes it into the log when that is much.
 * Nothing is computed with it: a token expires so many seconds after it came, by the local clock, and that is right
 * however wrong the clock.
 */
export function clockWatch(http: HttpClient, log: Log): HttpClient {
  let lastWarned = 0;
  return async (request) => {
    const sent = Date.now();
    const response = await http(request);
    const offset = clockOffset(sent, response);
    if (Math.abs(offset) < LARGE_CLOCK_OFFSET_MS) {
      lastWarned = 0;
    } else if (Math.abs(offset - lastWarned) >= LARGE_CLOCK_OFFSET_MS) {
      lastWarned = offset;
      const { host } = new URL(request.url);
      const minutes = Math.round(Math.abs(offset) / MINUTE_MS);
      log.warn(
        `The clock of this machine is ${minutes} min ${offset > 0 ? 'ahead of' : 'behind'} that of ${host}. Sign-in works all the same, but other requests to AWS may be refused.`,
      );
    }
    return response;
  };
}
