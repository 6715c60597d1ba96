import type { Clock } from '@sinonjs/fake-timers';

const realTimeout = AbortSignal.timeout.bind(AbortSignal);

/** More timers in a minute than anybody needs: something goes round in a circle. */
const MOST_PER_MINUTE = 5_000;

/**
 * The time of a machine that sleeps, and whose clock is set, on top of the fake timers. All that happens must happen
 * in memory: real input and output does not come to its end here.
 */
export class VirtualTime {
  readonly #clock: Clock;
  readonly #start = Date.now();
  /** By how much the machine's clock is ahead. */
  #ahead = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    // The fake timers leave these as they are.
    AbortSignal.timeout = (ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('Out of time', 'TimeoutError')), ms);
      return controller.signal;
    };
  }

  /** What waits for a timer waits for ever. */
  async end(): Promise<void> {
    await settled();
    this.#clock.reset();
    AbortSignal.timeout = realTimeout;
  }

  /** True time, in milliseconds since the beginning. No clock that is set changes it. */
  get now(): number {
    return Date.now() - this.#start - this.#ahead;
  }

  /** Such as `day 3, 14:05:09.250`. */
  toString(): string {
    const time = new Date(this.now).toISOString().slice(11, 23);
    return `day ${Math.floor(this.now / 86_400_000) + 1}, ${time}`;
  }

  /** Lets time pass, timer by timer; what a timer sets off is over before the next one. Some 100 times as fast as `tickAsync`. */
  async pass(ms: number, afterEach: () => void): Promise<void> {
    let isOver = false;
    let [minute, count] = [0, 0];
    setTimeout(() => (isOver = true), ms);
    await settled();
    while (!isOver) {
      afterEach();
      const now = this.#clock.next();
      const thisMinute = Math.floor(now / 60_000);
      [minute, count] = [thisMinute, thisMinute === minute ? count + 1 : 0];
      if (count > MOST_PER_MINUTE) {
        throw new Error(`Too many timers, ${this.toString()}`);
      }
      await settled();
    }
    afterEach();
  }

  /** The machine sleeps: its clock goes on, its timers do not. */
  sleep(ms: number): void {
    this.#clock.setSystemTime(Date.now() + ms);
  }

  /** Somebody, or a time server, sets the clock. */
  setClock(by: number): void {
    this.#ahead += by;
    this.#clock.setSystemTime(Date.now() + by);
  }

  get timers(): number {
    return this.#clock.countTimers();
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** All promises that can be, are settled before the next tick. A turn of the event loop would take far longer. */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
