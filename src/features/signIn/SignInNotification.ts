import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../base/Log.ts';
import type { AwsSsoError } from '../../base/errors.ts';
import type { SignInPrompt } from '../../sessions/kinds/SharedSignIn.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import type { CallbackReach } from '../../oauth/callbackReach.ts';
import type { UserCode } from '../../oauth/deviceAuthorization.ts';
import { FlowChoice, type SignInFlow } from '../../oauth/FlowChoice.ts';
import { BrowserStep } from './BrowserStep.ts';
import { cancelled } from '../ui/cancellation.ts';
import { commandLink } from '../ui/commandLink.ts';
import { innerCommand } from '../ui/commandIds.ts';
import { DeviceCodeStep } from './DeviceCodeStep.ts';
import type { SignInStep } from './SignInStep.ts';

const REFRESH_MS = 1000;
/** With the right region, most people are through by then; with a wrong one nothing but the page says so. */
const REGION_HINT_MS = 60_000;

const ELSEWHERE_MS = 500;

/**
 * What a person sees of one sign-in: a cancellable progress notification that says what to do for as long as it is to be
 * done; and, for a code, a notification with buttons. The editor hides that one after a while, and when a button is
 * pressed, so the progress has the same as links.
 */
export class SignInNotification implements SignInPrompt {
  readonly choice: FlowChoice;
  readonly #config: SessionConfig;
  readonly #reach: CallbackReach;
  readonly #log: Log;
  readonly #over = new AbortController();
  #report: (message: string) => void = () => undefined;
  #reported = '';
  #step: SignInStep | undefined;
  #trouble: AwsSsoError | undefined;
  #elsewhere: NodeJS.Timeout | undefined;
  #doubt: NodeJS.Timeout | undefined;
  #isElsewhere = false;
  #isRegionDoubted = false;

  constructor(config: SessionConfig, flow: SignInFlow, reach: CallbackReach, log: Log) {
    this.choice = new FlowChoice(flow);
    this.#config = config;
    this.#reach = reach;
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
    const canUseBrowser = this.#reach !== 'never';
    const isOver = (): boolean => this.#isOver(step);
    const step = new DeviceCodeStep(this.#config, code, canUseBrowser, isOver, this.#log);
    this.#begin(step);
    void step.offer();
  }

  async openBrowser(address: string): Promise<void> {
    const isDoubtful = this.#reach !== 'here';
    const isOver = (): boolean => this.#isOver(step);
    const purpose = {
      id: sessionId(this.#config),
      name: this.#config.name,
      useCode: () => this.choice.use('deviceAuthorization'),
    };
    const step = new BrowserStep(purpose, address, isDoubtful, isOver, this.#log);
    this.#begin(step);
    await step.begin();
  }

  cameBack(): void {
    clearTimeout(this.#doubt);
    this.#isRegionDoubted = false;
    this.page()?.end();
    this.#update();
  }

  /** The page that is waited for, if it is one. */
  page(): BrowserStep | undefined {
    return this.#step instanceof BrowserStep ? this.#step : undefined;
  }

  waiting(isWaiting: boolean): void {
    clearTimeout(this.#elsewhere);
    clearTimeout(this.#doubt);
    this.#step = undefined;
    this.#isElsewhere = false;
    if (isWaiting) {
      // Not for the moment that it takes to end a sign-in of this very window.
      this.#elsewhere = setTimeout(() => {
        this.#isElsewhere = true;
        this.#update();
      }, ELSEWHERE_MS);
    }
  }

  /** Brings what is to be done back into sight. A notification that shows the same is replaced by the editor. */
  showAgain(): void {
    void this.#step?.offer();
  }

  cancel(): void {
    this.#over.abort(cancelled());
  }

  trouble(error?: AwsSsoError): void {
    this.#trouble = error;
    this.#update();
  }

  #begin(step: SignInStep): void {
    this.#step = step;
    this.#trouble = undefined;
    clearTimeout(this.#doubt);
    this.#doubt = setTimeout(() => this.#doubtRegion(), REGION_HINT_MS);
    this.#update();
  }

  #isOver(step: SignInStep): boolean {
    return this.#over.signal.aborted || step !== this.#step;
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
      const args = [commandLink(innerCommand('takeOver'), sessionId(this.#config))];
      const comment = ['Keep the form [text]({0}).'];
      return this.choice.flow === 'deviceAuthorization'
        ? l10n.t({
            message: 'The code is shown in another window. Approve it there, or [Sign In Here]({0})',
            args,
            comment,
          })
        : l10n.t({
            message:
              'Another window waits for the browser. Approve the sign-in there, or [Sign In Here]({0})',
            args,
            comment,
          });
    }
    if (!this.#step) {
      return '';
    }
    const waiting = this.#step.message();
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
    if (!this.#step) {
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
}
