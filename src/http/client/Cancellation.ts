/** Tells who makes a request that it has ended early: its caller aborted it, or it took too long. */
export class Cancellation {
  #controller: AbortController | undefined;
  #cancel: ((reason: Error) => void) | undefined;
  #reason: Error | undefined;

  /** For whoever takes a signal. Belongs to this request alone, so that who keeps it keeps nothing of its caller. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#reason) {
        this.#controller.abort(this.#reason);
      }
    }
    return this.#controller.signal;
  }

  /** For one who can do without: called once, at once if it is cancelled already. */
  set onCancel(cancel: (reason: Error) => void) {
    this.#cancel = cancel;
    if (this.#reason) {
      cancel(this.#reason);
    }
  }

  cancel(reason: Error): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
    this.#cancel?.(reason);
  }
}
