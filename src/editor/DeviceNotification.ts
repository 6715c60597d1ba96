import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../base/Log.ts';
import { messageOf, type AwsSsoError } from '../base/errors.ts';
import type { DevicePrompt, UserCode } from '../signIn/deviceAuthorization.ts';
import { cancelled } from './cancellation.ts';
import { copyCode, copyCodeLink } from './copyCode.ts';
import { timeLeft } from './timeLeft.ts';

const REFRESH_MS = 1000;

/**
 * What a person sees of one device authorization: a notification that offers to open the browser and to copy the
 * code, and a cancellable progress notification that shows the code and the time left for as long as it lasts. The
 * editor hides the first one after a while, and when a button is pressed, so the second one has the same as links.
 */
export class DeviceNotification implements DevicePrompt {
  readonly #name: string;
  readonly #log: Log;
  readonly #over = new AbortController();
  #report: (message: string) => void = () => undefined;
  #reported = '';
  #code: UserCode | undefined;
  #trouble: AwsSsoError | undefined;
  #isOffered = false;

  /** @param name what the person calls the session. */
  constructor(name: string, log: Log) {
    this.#name = name;
    this.#log = log;
  }

  /** Runs the authorization under the notifications. Cancelling them aborts its signal. */
  during<Result>(
    authorize: (prompt: DevicePrompt, signal: AbortSignal) => Promise<Result>,
  ): Thenable<Result> {
    const options: vscode.ProgressOptions = {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Signing in to {0}', this.#name),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      this.#report = (message) => progress.report({ message });
      const subscription = token.onCancellationRequested(() => this.cancel());
      const timer = setInterval(() => this.#update(), REFRESH_MS);
      try {
        return await authorize(this, this.#over.signal);
      } finally {
        clearInterval(timer);
        subscription.dispose();
        this.cancel();
      }
    });
  }

  show(code: UserCode): void {
    this.#code = code;
    this.#update();
    void this.#offer(code);
  }

  /** Brings the code back into sight, when the notification that offered it has gone. */
  showAgain(): void {
    if (this.#code && !this.#isOffered) {
      void this.#offer(this.#code);
    }
  }

  cancel(): void {
    this.#over.abort(cancelled());
  }

  trouble(error?: AwsSsoError): void {
    this.#trouble = error;
    this.#update();
  }

  #update(): void {
    if (!this.#code) {
      return;
    }
    const { userCode, verificationUriComplete, expiresAt } = this.#code;
    const waiting = l10n.t({
      message: 'Code {0}, {1}. [Open Browser]({2}) or [Copy Code]({3})',
      args: [userCode, timeLeft(expiresAt - Date.now()), verificationUriComplete, copyCodeLink(userCode)],
      comment: ['{0} is the code, {1} is such as “9 min left”. Keep the form [text]({2}).'],
    });
    const message = this.#trouble ? l10n.t('{0} Still trying. {1}', this.#trouble.message, waiting) : waiting;
    if (message !== this.#reported) {
      this.#reported = message;
      this.#report(message);
    }
  }

  /** Offers the code until the browser was opened, or the person has closed the notification. */
  async #offer(code: UserCode): Promise<void> {
    const openBrowser = l10n.t('Open Browser');
    const copy = l10n.t('Copy Code');
    const { userCode, verificationUri } = code;
    let isCopied = false;
    let isDone = false;
    this.#isOffered = true;
    while (!isDone) {
      const message = isCopied
        ? l10n.t({
            message: 'The code {1} was copied. Enter it at [{2}]({2}) to sign in to {0}.',
            args: [this.#name, userCode, verificationUri],
            comment: ['Keep the form [{2}]({2}).'],
          })
        : l10n.t({
            message: 'To sign in to {0}, enter the code {1} at [{2}]({2}).',
            args: [this.#name, userCode, verificationUri],
            comment: ['Keep the form [{2}]({2}).'],
          });
      const choice = await vscode.window.showInformationMessage(message, openBrowser, copy);
      if (choice !== undefined && (this.#over.signal.aborted || code !== this.#code)) {
        // Nothing but a press can close the notification, so it may outlive its code.
        void vscode.window.showInformationMessage(l10n.t('The sign-in with the code {0} is over.', userCode));
        break;
      }
      // Pressing a button closes a notification, so it is shown again after copying: the code must stay in sight.
      if (choice === copy) {
        isCopied = await copyCode(userCode, this.#log);
      } else {
        isDone = choice === undefined || (await this.#openBrowser(code));
      }
    }
    this.#isOffered = false;
  }

  /** Returns false when the person declined, or the editor could not do it. */
  async #openBrowser({ verificationUriComplete }: UserCode): Promise<boolean> {
    try {
      return await vscode.env.openExternal(vscode.Uri.parse(verificationUriComplete, true));
    } catch (error) {
      this.#log.warn(`The browser was not opened: ${messageOf(error)}`);
      return false;
    }
  }
}
