import type { Ui } from '../../ui/Ui.ts';

/**
 * The one notification of a sign-in. It can be shown anew, for somebody who has closed it, and is withdrawn in the end: only a
 * progress can be.
 */
export class SignInNotification {
  readonly #ui: Pick<Ui, 'progress'>;
  readonly #onCancel: () => void;
  #text = '';
  #shown: AbortController | undefined;
  #report: (text: string) => void = () => undefined;

  constructor(ui: Pick<Ui, 'progress'>, onCancel: () => void) {
    this.#ui = ui;
    this.#onCancel = onCancel;
  }

  /** Says that from now on. A screen reader speaks every change, so the same isn't said twice. */
  say(text: string): void {
    if (text !== this.#text) {
      this.#text = text;
      this.#report(text);
    }
  }

  /** Shows it, in the place of the one that may be in sight. */
  show(): void {
    this.close();
    const shown = new AbortController();
    this.#shown = shown;
    void this.#ui.progress(this.#text, async ({ report, cancelled }) => {
      if (!shown.signal.aborted) {
        cancelled.addEventListener('abort', this.#onCancel, { once: true });
        this.#report = report;
        report(this.#text);
        await new Promise((resolve) => shown.signal.addEventListener('abort', resolve, { once: true }));
      }
    });
  }

  close(): void {
    this.#shown?.abort();
    this.#report = () => undefined;
  }
}
