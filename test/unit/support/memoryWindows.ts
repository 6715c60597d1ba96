import type { Lock } from '../../../src/sessions/windows/Lock.ts';
import type { OtherWindows } from '../../../src/sessions/windows/OtherWindows.ts';

type Answer = (message: unknown) => Promise<unknown>;

/** Windows that are all in this process. */
export class MemoryWindows {
  readonly #answers = new Set<Answer>();

  /** What the window that answers so sees of the others. */
  seenBy(answer: Answer): OtherWindows & { close(): void } {
    this.#answers.add(answer);
    return {
      ask: async (message) => {
        const others = [...this.#answers].filter((other) => other !== answer);
        // As over a socket: each reads a text of its own.
        const text = JSON.stringify(message);
        const answers = await Promise.all(
          others.map(async (other) => {
            try {
              return JSON.parse(JSON.stringify(await other(JSON.parse(text)))) as unknown;
            } catch {
              return undefined;
            }
          }),
        );
        return answers.filter((given) => given !== undefined);
      },
      close: () => void this.#answers.delete(answer),
    };
  }
}

/** A lock for windows that are all in this process. */
export class MemoryLock implements Lock {
  readonly #last = new Map<string, Promise<unknown>>();

  async hold<Result>(
    name: string,
    signal: AbortSignal,
    action: (isAfterCrash: boolean) => Promise<Result>,
    onWait?: () => void,
  ): Promise<Result> {
    const before = this.#last.get(name);
    if (before) {
      onWait?.();
    }
    const result = (async () => {
      await Promise.race([before, aborted(signal)]);
      signal.throwIfAborted();
      return action(false);
    })();
    const over = Promise.allSettled([before, result]).then(() => {
      if (this.#last.get(name) === over) {
        this.#last.delete(name);
      }
    });
    this.#last.set(name, over);
    return result;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
