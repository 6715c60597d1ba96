import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../base/Log.ts';
import { messageOf, type AwsSsoError } from '../base/errors.ts';
import type { SignInPrompt } from '../sessions/SharedSignIn.ts';
import { type SessionConfig, sessionId } from '../sessions/SsoSession.ts';
import type { UserCode } from '../signIn/deviceAuthorization.ts';
import { cancelled } from './cancellation.ts';
import { commandLink } from './commandLink.ts';
import { innerCommand } from './commandIds.ts';
import { copyCode } from './copyCode.ts';
import { timeLeft } from './timeLeft.ts';

const REFRESH_MS = 1000;
/** With the right region, most people are through by then; with a wrong one nothing but the page says so. */
const REGION_HINT_MS = 60_000;

const ELSEWHERE_MS = 500;

/**
 * What a person sees of one device authorization: a notification that offers to open the browser and to copy the
 * code, and a cancellable progress notification that shows the code and the time left for as long as it lasts. The
 * editor hides the first one after a while, and when a button is pressed, so the second one has the same as links.
 */
export class DeviceNotification implements SignInPrompt {
  readonly #config: SessionConfig;
  readonly #log: Log;
  readonly #over = new AbortController();
  #report: (message: string) => void = () => undefined;
  #reported = '';
  #code: UserCode | undefined;
  #trouble: AwsSsoError | undefined;
  #elsewhere: NodeJS.Timeout | undefined;
  #doubt: NodeJS.Timeout | undefined;
  #isElsewhere = false;
  #isRegionDoubted = false;

  constructor(config: SessionConfig, log: Log) {
    this.#config = config;
    this.#log = log;
  }

  /** Runs the authorization under the notifications. Cancelling them aborts its signal. */
  during<Result>(
    authorize: (prompt: SignInPrompt, signal: AbortSignal) => Promise<Result>,
  ): Thenable<Result> {
    const options: vscode.ProgressOptions = {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Signing in to {0}', this.#config.name),
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
        clearTimeout(this.#elsewhere);
        clearTimeout(this.#doubt);
        subscription.dispose();
        this.cancel();
      }
    });
  }

  show(code: UserCode): void {
    this.#code = code;
    this.#trouble = undefined;
    clearTimeout(this.#doubt);
    this.#doubt = setTimeout(() => this.#doubtRegion(), REGION_HINT_MS);
    this.#update();
    void this.#offer(code);
  }

  waiting(isWaiting: boolean): void {
    clearTimeout(this.#elsewhere);
    clearTimeout(this.#doubt);
    this.#code = undefined;
    this.#isElsewhere = false;
    if (isWaiting) {
      // Not for the moment that it takes to end a sign-in of this very window.
      this.#elsewhere = setTimeout(() => {
        this.#isElsewhere = true;
        this.#update();
      }, ELSEWHERE_MS);
    }
  }

  /** Brings the code back into sight. A notification that shows the same is replaced by the editor. */
  showAgain(): void {
    if (this.#code) {
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
    const message = this.#message();
    if (message !== this.#reported) {
      this.#reported = message;
      this.#report(message);
    }
  }

  #message(): string {
    if (this.#isElsewhere) {
      return l10n.t({
        message: 'The code is shown in another window. Approve it there, or [Sign In Here]({0})',
        args: [commandLink(innerCommand('takeOver'), sessionId(this.#config))],
        comment: ['Keep the form [text]({0}).'],
      });
    }
    if (!this.#code) {
      return '';
    }
    const { userCode, verificationUriComplete, expiresAt } = this.#code;
    const waiting = l10n.t({
      message: 'Code {0}, {1}. [Open Browser]({2}) or [Copy Code]({3})',
      args: [
        userCode,
        timeLeft(expiresAt - Date.now()),
        verificationUriComplete,
        commandLink(innerCommand('copyCode'), userCode),
      ],
      comment: ['{0} is the code, {1} is such as “9 min left”. Keep the form [text]({2}).'],
    });
    if (this.#trouble) {
      return l10n.t('{0} Still trying. {1}', this.#trouble.message, waiting);
    }
    return this.#isRegionDoubted
      ? l10n.t({
          message:
            '{0}. If the page shows an error, {1} may be the wrong region: [Choose Another Region]({2})',
          args: [
            waiting,
            this.#config.region,
            commandLink(innerCommand('otherRegion'), sessionId(this.#config)),
          ],
          comment: ['{0} is a sentence, {1} is such as us-east-1. Keep the form [text]({2}).'],
        })
      : waiting;
  }

  /** A wrong region is told by nobody else: the service issues a code there all the same. */
  #doubtRegion(): void {
    if (!this.#code) {
      return;
    }
    this.#isRegionDoubted = true;
    this.#update();
    const otherRegion = l10n.t('Choose Another Region');
    const message = l10n.t(
      'Still waiting for the approval. If the page in the browser shows an error, {0} may be the wrong region for {1}.',
      this.#config.region,
      this.#config.name,
    );
    void vscode.window.showInformationMessage(message, otherRegion).then((choice) => {
      if (choice === otherRegion && !this.#over.signal.aborted) {
        void vscode.commands.executeCommand(innerCommand('otherRegion'), sessionId(this.#config));
      }
    });
  }

  /** Offers the code until the browser was opened, or the person has closed the notification. */
  async #offer(code: UserCode): Promise<void> {
    const openBrowser = l10n.t('Open Browser');
    const copy = l10n.t('Copy Code');
    const { userCode, verificationUri } = code;
    let isCopied = false;
    let isDone = false;
    while (!isDone) {
      const message = isCopied
        ? l10n.t({
            message: 'The code {1} was copied. Enter it at [{2}]({2}) to sign in to {0}.',
            args: [this.#config.name, userCode, verificationUri],
            comment: ['Keep the form [{2}]({2}).'],
          })
        : l10n.t({
            message: 'To sign in to {0}, enter the code {1} at [{2}]({2}).',
            args: [this.#config.name, userCode, verificationUri],
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
