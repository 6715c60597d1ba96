interface Running {
  /** What it looks at, as far as that is known yet. */
  readonly subjects: Set<string>;
  readonly done: Promise<void>;
}

/** Runs of the same thing, one at a time: whoever asks for what one that goes on looks at joins it. */
export class Joining {
  #running: Running | undefined;

  /**
   * @param subjects what has to be looked at; none: whatever there is.
   * @param start looks at it; called with what it found to look at besides.
   * @throws what the run rejects with.
   */
  async run(
    subjects: readonly string[],
    start: (onFound: (subjects: readonly string[]) => void) => Promise<void>,
  ): Promise<void> {
    for (let running = this.#running; running; running = this.#running) {
      const { subjects: lookedAt, done } = running;
      if (subjects.every((subject) => lookedAt.has(subject))) {
        return done;
      }
      // Its failure is for those who joined it.
      await done.catch(() => undefined);
    }
    const lookedAt = new Set(subjects);
    const done = start((found) => found.forEach((subject) => lookedAt.add(subject))).finally(
      () => (this.#running = undefined),
    );
    this.#running = { subjects: lookedAt, done };
    return done;
  }
}
