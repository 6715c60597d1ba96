import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../base/Log.ts';
import type { AwsSsoError } from '../base/errors.ts';
import type { DevicePrompt, UserCode } from '../signIn/deviceAuthorization.ts';
import { cancelled } from './cancellation.ts';
import { timeLeft } from './timeLeft.ts';

const REFRESH_MS = 1000;

/**
 * Runs a device authorization under a cancellable progress notification, which shows the code and the time left
 * for as long as it lasts. When the code comes, a second notification offers to open the browser or copy the code.
 */
export function withDeviceNotification<Result>(
  name: string,
  log: Log,
  authorize: (prompt: DevicePrompt, signal: AbortSignal) => Promise<Result>,
): Thenable<Result> {
  const options: vscode.ProgressOptions = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Signing in to {0}', name),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const over = new AbortController();
    const subscription = token.onCancellationRequested(() => over.abort(cancelled()));
    const waiting = new WaitingMessage((message) => progress.report({ message }));
    try {
      return await authorize(
        {
          show(code) {
            waiting.showCode(code);
            void offerCode(name, code, over.signal, log);
          },
          trouble: (error) => waiting.showTrouble(error),
        },
        over.signal,
      );
    } finally {
      subscription.dispose();
      waiting.stop();
      over.abort(cancelled());
    }
  });
}

/** What the progress notification says while a person is at the browser. */
class WaitingMessage {
  readonly #report: (message: string) => void;
  #code: UserCode | undefined;
  #trouble: AwsSsoError | undefined;
  #reported = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(report: (message: string) => void) {
    this.#report = report;
  }

  showCode(code: UserCode): void {
    this.#code = code;
    this.#timer ??= setInterval(() => this.#update(), REFRESH_MS);
    this.#update();
  }

  showTrouble(error: AwsSsoError | undefined): void {
    this.#trouble = error;
    this.#update();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #update(): void {
    if (!this.#code) {
      return;
    }
    const { userCode, verificationUriComplete, expiresAt } = this.#code;
    const left = timeLeft(expiresAt - Date.now());
    const waiting = l10n.t({
      message: 'Code {0}, {1}. [Open the page]({2})',
      args: [userCode, left, verificationUriComplete],
      comment: ['{0} is the code, {1} is such as “9 min left”. Keep the form [text]({2}).'],
    });
    const message = this.#trouble ? l10n.t('{0} Still trying. {1}', this.#trouble.message, waiting) : waiting;
    if (message !== this.#reported) {
      this.#reported = message;
      this.#report(message);
    }
  }
}

/** Shows the code until the browser was opened, the person closed it, or the sign-in is over. */
async function offerCode(name: string, code: UserCode, over: AbortSignal, log: Log): Promise<void> {
  const openBrowser = l10n.t('Open Browser');
  const copyCode = l10n.t('Copy Code');
  const { userCode, verificationUri } = code;
  const enter = l10n.t({
    message: 'To sign in to {0}, enter the code {1} at [{2}]({2}).',
    args: [name, userCode, verificationUri],
    comment: ['Keep the form [{2}]({2}).'],
  });
  const copied = l10n.t({
    message: 'The code {1} was copied. Enter it at [{2}]({2}) to sign in to {0}.',
    args: [name, userCode, verificationUri],
    comment: ['Keep the form [{2}]({2}).'],
  });
  let message = enter;
  for (;;) {
    const choice = await vscode.window.showInformationMessage(message, openBrowser, copyCode);
    if (choice === undefined) {
      return;
    }
    if (over.aborted) {
      // Nothing but a press can close the notification, so it may outlive its code.
      void vscode.window.showInformationMessage(l10n.t('The sign-in with the code {0} is over.', userCode));
      return;
    }
    try {
      if (choice === copyCode) {
        // Pressing a button closes a notification, so it is shown again: the code must stay in sight.
        await vscode.env.clipboard.writeText(userCode);
        message = copied;
      } else if (await vscode.env.openExternal(vscode.Uri.parse(code.verificationUriComplete, true))) {
        return;
      }
    } catch (error) {
      log.warn(`“${choice}” failed: ${error instanceof Error ? error.message : 'unknown error'}`);
      message = enter;
    }
  }
}
