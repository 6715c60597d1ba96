import { abortable } from '../../base/abortable.ts';

/** Makes one change after the other, until all of them are called off. */
export class ChangeQueue {
  #last: Promise<unknown> = Promise.resolve();
  #calledOff = new AbortController();

  /**
   * Makes the change when those before it are over, however they ended.
   *
   * @param change gives up when its signal is aborted.
   * @throws what the change throws, or the reason for which it was called off.
   */
  run<Result>(change: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { signal } = this.#calledOff;
    const turn = abortable(signal, this.#last).then(() => change(signal));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Calls off every change so far, the running one included. Later ones wait for none of them. */
  abort(reason: Error): void {
    this.#calledOff.abort(reason);
    this.#calledOff = new AbortController();
    this.#last = Promise.resolve();
  }
}
