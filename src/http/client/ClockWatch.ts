import type { Log } from '../../base/Log.ts';
import { clockOffset, LARGE_CLOCK_OFFSET_MS } from './clockOffset.ts';
import type { HttpResponse } from './HttpClient.ts';

const MINUTE_MS = 60_000;

/**
 * Learns from the `Date` of answers how far the clock of this machine is off, and writes it into the log when that is much.
 * Nothing is computed with it: a token expires so many seconds after it came, by the local clock, and that is right
 * however wrong the clock.
 */
export class ClockWatch {
  readonly #log: Log;
  #lastWarned = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** @param sent when the request was sent, by the local clock; the answer has come just now. */
  look(host: string, sent: number, response: HttpResponse): void {
    const offset = clockOffset(sent, response);
    if (Math.abs(offset) < LARGE_CLOCK_OFFSET_MS) {
      this.#lastWarned = 0;
    } else if (Math.abs(offset - this.#lastWarned) >= LARGE_CLOCK_OFFSET_MS) {
      this.#lastWarned = offset;
      const minutes = Math.round(Math.abs(offset) / MINUTE_MS);
      this.#log.warn(
        `The clock of this machine is ${minutes} min ${offset > 0 ? 'ahead of' : 'behind'} that of ${host}. Sign-in works all the same, but other requests to AWS may be refused.`,
      );
    }
  }
}
