import type { Log } from '../base/Log.ts';
import type { HttpClient } from './HttpClient.ts';

/** AWS refuses signed requests beyond it, so people have other trouble by then, too. */
const LARGE_SKEW_MS = 5 * 60_000;
const MINUTE_MS = 60_000;

/**
 * Learns from the `Date` of answers (RFC 9110 section 6.6.1) how far the clock of this machine is off, and writes it
 * into the log when that is much. Nothing is computed with it: a token expires so many seconds after it came, by the
 * local clock, and that is right however wrong the clock.
 */
export function clockWatch(http: HttpClient, log: Log): HttpClient {
  let lastWarned = 0;
  return async (request) => {
    const sent = Date.now();
    const response = await http(request);
    const date = Date.parse(response.header('date') ?? '');
    // In the middle of the round trip, as far as anybody can tell.
    const skew = (sent + Date.now()) / 2 - date;
    if (Math.abs(skew) < LARGE_SKEW_MS) {
      lastWarned = 0;
    } else if (Math.abs(skew - lastWarned) >= LARGE_SKEW_MS) {
      lastWarned = skew;
      const { host } = new URL(request.url);
      const minutes = Math.round(Math.abs(skew) / MINUTE_MS);
      log.warn(
        `The clock of this machine is ${minutes} min ${skew > 0 ? 'ahead of' : 'behind'} that of ${host}. Sign-in works all the same, but other requests to AWS may be refused.`,
      );
    }
    return response;
  };
}
