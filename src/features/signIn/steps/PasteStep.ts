import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../../base/errors.ts';
import { commandLink } from '../../ui/commandLink.ts';
import { innerCommand } from '../../ui/commandIds.ts';
import type { InputQuestion } from '../../ui/Ui.ts';
import { BrowserStep, type BrowserStepOptions } from './BrowserStep.ts';
import type { SignInStep } from './SignInStep.ts';

/** As long as a browser is waited for. */
const TIMEOUT_MS = 10 * 60_000;

/** The text that the page in a browser ends with, of this machine or of another, and that a person pastes. */
export class PasteStep implements SignInStep {
  readonly page: BrowserStep;
  readonly #options: BrowserStepOptions;
  #reopen: () => void = () => undefined;

  constructor(options: BrowserStepOptions) {
    this.#options = options;
    this.page = new BrowserStep(options);
  }

  message(): string {
    if (this.page.isBack) {
      return this.page.message();
    }
    const links = (['openBrowser', 'copyLink', 'pasteText'] as const).map((name) =>
      commandLink(innerCommand(name), this.#options.id),
    );
    return l10n.t({
      message:
        'Waiting for the text that the page in the browser shows. [Open Browser]({0}), [Copy Link]({1}) or [Paste the Text]({2})',
      args: links,
      comment: ['Keep the form [text]({0}).'],
    });
  }

  /** Opens the box again, which any other that the editor shows has closed. */
  offer(): Promise<void> {
    this.#reopen();
    return Promise.resolve();
  }

  /**
   * Opens the page, and asks for the text that it ends with.
   *
   * @param problemOf what is wrong with a text, in a sentence; undefined when nothing is.
   * @throws AwsSsoError `Expired` after ten minutes; the signal's reason when aborted.
   */
  async ask(problemOf: (text: string) => string | undefined, signal: AbortSignal): Promise<string> {
    void this.page.open();
    const late = new AbortController();
    const expire = (): void =>
      late.abort(new AwsSsoError('Expired', l10n.t('The text was not brought in time. Sign in again.')));
    const timer = setTimeout(expire, TIMEOUT_MS);
    try {
      return await this.#askUntil(AbortSignal.any([signal, late.signal]), problemOf);
    } finally {
      clearTimeout(timer);
    }
  }

  async #askUntil(signal: AbortSignal, problemOf: (text: string) => string | undefined): Promise<string> {
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
      placeholder: l10n.t('Text from the page in the browser'),
      prompt: l10n.t(
        'Sign in and approve in the browser, then copy the text that the page shows, and paste it here. Denied, or no text? Press Cancel in the notification.',
      ),
      buttons: [
        { icon: 'link-external', tooltip: l10n.t('Open Browser'), run: () => this.page.open() },
        { icon: 'copy', tooltip: l10n.t('Copy Link'), run: () => this.page.copyLink() },
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
