interface Waiting {
  readonly isUrgent: boolean;
  readonly go: () => void;
}

/** Lets so many actions run at a time; the others wait for their turn, in the order in which they came. */
export class Limiter {
  readonly #waiting: Waiting[] = [];
  #free: number;

  constructor(max: number) {
    this.#free = max;
  }

  /** @param isUrgent goes ahead of those that are not. @throws what the action throws. */
  async run<Result>(action: () => Promise<Result>, isUrgent = false): Promise<Result> {
    if (this.#free > 0) {
      this.#free--;
    } else {
      // Whoever ends hands over its place, so that nobody overtakes.
      await new Promise<void>((go) => this.#enqueue({ isUrgent, go }));
    }
    try {
      return await action();
    } finally {
      const next = this.#waiting.shift();
      if (next) {
        next.go();
      } else {
        this.#free++;
      }
    }
  }

  #enqueue(waiting: Waiting): void {
    const ordinary = waiting.isUrgent ? this.#waiting.findIndex(({ isUrgent }) => !isUrgent) : -1;
    this.#waiting.splice(ordinary < 0 ? this.#waiting.length : ordinary, 0, waiting);
  }
}
