import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../base/Log.ts';
import type { ConsolePrompt } from '../../oauth/consoleCode.ts';
import { askConsoleCode } from './askConsoleCode.ts';
import { BrowserStep } from './BrowserStep.ts';
import { cancelled } from '../ui/cancellation.ts';
import { commandLink } from '../ui/commandLink.ts';
import { innerCommand } from '../ui/commandIds.ts';

/**
 * What a person sees of one sign-in with AWS console credentials: a cancellable progress notification, and, where the browser
 * cannot come back by itself, a box for the text that its page shows.
 */
export class ConsoleNotification implements ConsolePrompt {
  /** By which its links find it. */
  readonly id: string;
  readonly #isDoubtful: boolean;
  readonly #log: Log;
  readonly #over = new AbortController();
  readonly #byHand = new AbortController();
  #report: (message: string) => void = () => undefined;
  #step: BrowserStep | undefined;
  #showBox: (() => void) | undefined;

  /** @param isDoubtful whether the browser may be unable to come back. */
  constructor(id: string, isByHand: boolean, isDoubtful: boolean, log: Log) {
    this.id = id;
    this.#isDoubtful = isDoubtful;
    this.#log = log;
    if (isByHand) {
      this.#byHand.abort();
    }
  }

  /** Aborted when the person is to carry a code from the browser. */
  get byHand(): AbortSignal {
    return this.#byHand.signal;
  }

  /** Runs the authorization under the notification. Cancelling it aborts the signal. */
  during<Result>(authorize: (signal: AbortSignal) => Promise<Result>): Thenable<Result> {
    const options: vscode.ProgressOptions = {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Signing in with AWS console credentials'),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      this.#report = (message) => progress.report({ message });
      const subscription = token.onCancellationRequested(() => this.cancel());
      try {
        return await authorize(this.#over.signal);
      } finally {
        subscription.dispose();
        this.cancel();
      }
    });
  }

  async openBrowser(address: string): Promise<void> {
    const step = this.#begin(address);
    this.#report(step.message());
    await step.begin();
  }

  async askCode(
    address: string,
    problemOf: (text: string) => string | undefined,
    signal: AbortSignal,
  ): Promise<string> {
    const step = this.#begin(address);
    const links = (['openBrowser', 'copyLink', 'pasteText'] as const).map((name) =>
      commandLink(innerCommand(name), this.id),
    );
    this.#report(
      l10n.t({
        message:
          'Waiting for the text that the page in the browser shows. [Open Browser]({0}), [Copy Link]({1}) or [Paste the Text]({2})',
        args: links,
        comment: ['Keep the form [text]({0}).'],
      }),
    );
    void step.open();
    const { text, show } = askConsoleCode(step, problemOf, signal);
    this.#showBox = show;
    return text.finally(() => (this.#showBox = undefined));
  }

  cameBack(): void {
    this.#step?.end();
    this.#report(this.#step?.message() ?? '');
  }

  /** The page that is waited for, if it is one. */
  page(): BrowserStep | undefined {
    return this.#step;
  }

  useCode(): void {
    this.#byHand.abort();
  }

  /** Brings what is to be done back into sight. */
  showAgain(): void {
    if (this.#showBox) {
      this.#showBox();
    } else {
      void this.#step?.offer();
    }
  }

  cancel(): void {
    this.#over.abort(cancelled());
  }

  #begin(address: string): BrowserStep {
    const purpose = { id: this.id, name: 'AWS', useCode: () => this.useCode() };
    const isOver = (): boolean => this.#over.signal.aborted || step !== this.#step;
    const step = new BrowserStep(purpose, address, this.#isDoubtful, isOver, this.#log);
    this.#step = step;
    return step;
  }
}
