/** How often the clock is looked at, in milliseconds: timers stand still while a machine sleeps. */
const LOOK_MS = 60_000;

/** Does something once, at the first look at the clock after a moment has come. */
export class WallClockTimer {
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /**
   * Replaces what was to be done before.
   *
   * @param isDue asked every minute.
   */
  start(isDue: () => boolean, action: () => void): void {
    this.stop();
    const look = (): void => (isDue() ? action() : this.start(isDue, action));
    if (!this.#isDisposed) {
      this.#timer = setTimeout(look, LOOK_MS).unref();
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.stop();
  }
}
