import { type AsyncHook, createHook, executionAsyncId } from 'node:async_hooks';

/** Counts how often code is called back, by whose code began what it is called back for: timers, files, sockets,
 * promises. */
export class Runs<Name extends string> {
  readonly #marks: readonly (readonly [Name, string])[];
  readonly #owners = new Map<number, Name>();
  readonly #counts = new Map<Name, number>();
  readonly #hook: AsyncHook;

  /** @param marks what is in the path of the code of each. */
  constructor(marks: Readonly<Record<Name, string>>) {
    this.#marks = Object.entries(marks) as [Name, string][];
    const init = (id: number): void => {
      const owner = this.#onStack(init) ?? this.#owners.get(executionAsyncId());
      if (owner !== undefined) this.#owners.set(id, owner);
    };
    this.#hook = createHook({
      init,
      before: (id) => {
        const owner = this.#owners.get(id);
        if (owner !== undefined) this.#counts.set(owner, this.of(owner) + 1);
      },
    });
  }

  begin(): void {
    this.#hook.enable();
  }

  end(): void {
    this.#hook.disable();
  }

  /** Begins to count anew, and still knows who began what. */
  forget(): void {
    this.#counts.clear();
  }

  of(owner: Name): number {
    return this.#counts.get(owner) ?? 0;
  }

  /** Whose code is nearest, above this function. */
  #onStack(below: (id: number) => void): Name | undefined {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 30;
    const holder = { stack: '' };
    Error.captureStackTrace(holder, below);
    Error.stackTraceLimit = stackTraceLimit;
    const places = this.#marks.map(([name, mark]) => [holder.stack.indexOf(mark), name] as const);
    const [nearest] = places.filter(([place]) => place >= 0).sort(([one], [other]) => one - other);
    return nearest?.[1];
  }
}
