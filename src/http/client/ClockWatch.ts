import type { Log } from '../../base/Log.ts';
import { clockOffset, LARGE_CLOCK_OFFSET_MS } from './clockOffset.ts';
import type { HttpResponse } from './HttpClient.ts';

const MINUTE_MS = 60_000;
const LONGEST_TRIP_MS = 20_000;

/**
 * Learns from the `Date` of answers how far the clock of this machine is off, and writes it into the log when that is much.
 * Only the time that a proof of possession states is computed with it: a token expires so many seconds after it came, by the
 * local clock, and that is right however wrong the clock.
 */
export class ClockWatch {
  readonly #log: Log;
  #lastWarned = 0;
  #offset = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** How far the clock of this machine is ahead, in milliseconds, by the last answer that told; 0 before one has. */
  get offset(): number {
    return this.#offset;
  }

  /** @param sent when the request was sent, by the local clock; the answer has come just now. */
  look(host: string, sent: number, response: HttpResponse): void {
    const offset = clockOffset(sent, response);
    // The machine has slept over what takes longer, or the clock was set.
    if (Math.abs(Date.now() - sent) < LONGEST_TRIP_MS && !Number.isNaN(offset)) {
      this.#offset = offset;
    }
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
