import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../../base/errors.ts';
import { copyText } from '../../ui/copyText.ts';
import type { InputQuestion } from '../../ui/Ui.ts';
import { openAddress } from './openAddress.ts';
import type { SignInStep, SignInView, StepOptions } from './SignInStep.ts';

/** As long as a browser is waited for. */
const TIMEOUT_MS = 10 * 60_000;

export interface PasteStepOptions extends StepOptions {
  readonly address: string;
}

/** The text that the page in a browser ends with, of this machine or of another, and that a person pastes. */
export class PasteStep implements SignInStep {
  readonly #options: PasteStepOptions;
  readonly #expiresAt = Date.now() + TIMEOUT_MS;
  #reopen: () => void = () => undefined;

  constructor(options: PasteStepOptions) {
    this.#options = options;
  }

  view(): SignInView {
    return {
      sentence: l10n.t(
        'Paste the text that the page in your browser shows to sign in to {0}.',
        this.#options.name,
      ),
      actions: ['openBrowser', 'copyLink', 'pasteText'],
      expiresAt: this.#expiresAt,
    };
  }

  open(): Promise<void> {
    return openAddress(this.#options.address, this.#options);
  }

  async copy(): Promise<void> {
    await copyText(this.#options.address, this.#options);
  }

  /** Opens the box again, which any other that the editor shows has closed. */
  ask(): boolean {
    this.#reopen();
    return true;
  }

  /**
   * Opens the page, and asks for the text that it ends with.
   *
   * @param problemOf what is wrong with a text, in a sentence; undefined when nothing is.
   * @throws AwsSsoError `Expired` after ten minutes; the signal's reason when aborted.
   */
  async answer(problemOf: (text: string) => string | undefined, signal: AbortSignal): Promise<string> {
    void this.open();
    const late = new AbortController();
    const expire = (): void =>
      late.abort(new AwsSsoError('Expired', l10n.t('Timed out waiting for the text. Sign in again.')));
    const timer = setTimeout(expire, TIMEOUT_MS);
    try {
      return await this.#answerUntil(AbortSignal.any([signal, late.signal]), problemOf);
    } finally {
      clearTimeout(timer);
    }
  }

  async #answerUntil(signal: AbortSignal, problemOf: (text: string) => string | undefined): Promise<string> {
    let value = '';
    for (;;) {
      signal.throwIfAborted();
      const question = this.#question({ value, problemOf, signal, onType: (typed) => (value = typed) });
      const text = await this.#options.ui.input(question);
      if (typeof text === 'string') {
        return text;
      }
      const reopened = new Promise<void>((resolve) => (this.#reopen = resolve));
      await Promise.race([reopened, aborted(signal)]);
      this.#reopen = () => undefined;
    }
  }

  #question(asked: Pick<InputQuestion, 'value' | 'problemOf' | 'signal' | 'onType'>): InputQuestion {
    return {
      ...asked,
      title: l10n.t('Sign in with AWS Console Credentials'),
      canGoBack: false,
      placeholder: l10n.t('Text from the page in your browser'),
      prompt: l10n.t(
        'Approve in your browser, then paste the text that the page shows. To give up, press Cancel in the notification.',
      ),
      buttons: [
        { icon: 'link-external', tooltip: l10n.t('Open Browser'), run: () => this.open() },
        { icon: 'copy', tooltip: l10n.t('Copy Link'), run: () => this.copy() },
      ],
    };
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
