import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { AwsSsoError } from '../../../base/errors.ts';
import type { Log } from '../../../base/Log.ts';
import type { CallbackReach } from '../../../oauth/callbackReach.ts';
import type { ConsolePrompt } from '../../../oauth/consoleCode.ts';
import type { UserCode } from '../../../oauth/deviceAuthorization.ts';
import { FlowChoice, type SignInFlow } from '../../../oauth/FlowChoice.ts';
import type { SignInPrompt } from '../../../sessions/kinds/SharedSignIn.ts';
import { cancelled } from '../../ui/cancellation.ts';
import { commandLink } from '../../ui/commandLink.ts';
import { innerCommand } from '../../ui/commandIds.ts';
import type { Ui } from '../../ui/Ui.ts';
import { BrowserStep, type BrowserStepOptions } from './BrowserStep.ts';
import { DeviceCodeStep } from './DeviceCodeStep.ts';
import { PasteStep } from './PasteStep.ts';
import type { SignInStep, StepOptions } from './SignInStep.ts';

const REFRESH_MS = 1000;
/** With the right region, most people are through by then; with a wrong one nothing but the page says so. */
const REGION_HINT_MS = 60_000;
/** As long as it takes to end a sign-in of this very window. */
const ELSEWHERE_MS = 500;

export interface SignInProgressOptions {
  readonly title: string;
  /** What is signed in to, as people know it. */
  readonly name: string;
  /** The region that is tried, where nothing but the page in the browser says that it is wrong. */
  readonly region?: string | undefined;
  /** The flow to begin with. */
  readonly flow: SignInFlow;
  /** Whether the browser can come back to this window. */
  readonly reach: CallbackReach;
  /** Begins anew in a region that the person chooses. Does not reject. */
  readonly changeRegion: () => Promise<void>;
  readonly ui: Ui;
  readonly log: Log;
}

/**
 * What a person sees of one sign-in while it goes on: a cancellable progress notification that says what they have to do. The
 * step of the moment may add a notification with buttons, which the editor hides when one is pressed; the progress has the
 * same as links.
 */
export class SignInProgress implements SignInPrompt, ConsolePrompt {
  /** How links in the notification find it. No other extension can guess it, and so do what they do. */
  readonly id = randomUUID();
  readonly choice: FlowChoice;
  readonly #options: SignInProgressOptions;
  readonly #over = new AbortController();
  #report: (message: string) => void = () => undefined;
  #reported = '';
  #step: SignInStep | undefined;
  #trouble: AwsSsoError | undefined;
  #elsewhere: NodeJS.Timeout | undefined;
  #doubt: NodeJS.Timeout | undefined;
  #isElsewhere = false;
  #isRegionDoubted = false;

  constructor(options: SignInProgressOptions) {
    this.choice = new FlowChoice(options.flow);
    this.#options = options;
  }

  /** Runs the authorization under the notification. Cancelling it aborts the signal. */
  during<Result>(authorize: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    return this.#options.ui.progress(this.#options.title, async ({ report, cancelled: pressed }) => {
      this.#report = report;
      pressed.addEventListener('abort', () => this.cancel(), { once: true });
      const timer = setInterval(() => this.#update(), REFRESH_MS);
      try {
        return await authorize(this.#over.signal);
      } finally {
        clearInterval(timer);
        clearTimeout(this.#elsewhere);
        clearTimeout(this.#doubt);
        this.cancel();
      }
    });
  }

  cancel(): void {
    this.#over.abort(cancelled());
  }

  /** The page that is waited for, if it is one. */
  page(): BrowserStep | undefined {
    return this.#step instanceof PasteStep
      ? this.#step.page
      : this.#step instanceof BrowserStep
        ? this.#step
        : undefined;
  }

  /** Copies the code that is waited for, if it is one. */
  async copyCode(): Promise<void> {
    if (this.#step instanceof DeviceCodeStep) {
      await this.#step.copy();
    }
  }

  /** Brings what has to be done back into sight. A notification that shows the same is replaced by the editor. */
  showAgain(): void {
    void this.#step?.offer();
  }

  show(code: UserCode): void {
    const canUseBrowser = this.#options.reach !== 'never';
    void this.#begin((options) => new DeviceCodeStep({ ...options, code, canUseBrowser })).offer();
  }

  async openBrowser(address: string): Promise<void> {
    await this.#begin((options) => new BrowserStep(this.#page(options, address))).begin();
  }

  async askCode(
    address: string,
    problemOf: (text: string) => string | undefined,
    signal: AbortSignal,
  ): Promise<string> {
    return this.#begin((options) => new PasteStep(this.#page(options, address))).ask(problemOf, signal);
  }

  cameBack(): void {
    clearTimeout(this.#doubt);
    this.#isRegionDoubted = false;
    this.page()?.cameBack();
    this.#update();
  }

  waiting(isWaiting: boolean): void {
    clearTimeout(this.#elsewhere);
    clearTimeout(this.#doubt);
    this.#step = undefined;
    this.#isElsewhere = false;
    if (isWaiting) {
      this.#elsewhere = setTimeout(() => {
        this.#isElsewhere = true;
        this.#update();
      }, ELSEWHERE_MS);
    }
  }

  trouble(error?: AwsSsoError): void {
    this.#trouble = error;
    this.#update();
  }

  #begin<Step extends SignInStep>(make: (options: StepOptions) => Step): Step {
    const { id, choice } = this;
    const { name, region, ui, log } = this.#options;
    const isOver = (): boolean => this.#over.signal.aborted || step !== this.#step;
    const step = make({ id, name, choice, isOver, ui, log });
    this.#step = step;
    this.#trouble = undefined;
    clearTimeout(this.#doubt);
    if (region !== undefined) {
      this.#doubt = setTimeout(() => this.#doubtRegion(region), REGION_HINT_MS);
    }
    this.#update();
    return step;
  }

  #page(options: StepOptions, address: string): BrowserStepOptions {
    return { ...options, address, isDoubtful: this.#options.reach !== 'here' };
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
      return this.#elsewhereSentence();
    }
    if (!this.#step) {
      return '';
    }
    const waiting = this.#step.message();
    if (this.#trouble) {
      return [this.#trouble.message, l10n.t('Still trying.'), waiting].join(' ');
    }
    return this.#isRegionDoubted ? `${waiting}. ${this.#regionSentence()}` : waiting;
  }

  #elsewhereSentence(): string {
    const args = [commandLink(innerCommand('takeOver'), this.id)];
    const comment = ['Keep the form [text]({0}).'];
    return this.choice.flow === 'deviceAuthorization'
      ? l10n.t({
          message: 'The code is shown in another window. Approve it there, or [Sign In Here]({0})',
          args,
          comment,
        })
      : l10n.t({
          message: 'Another window waits for the browser. Approve the sign-in there, or [Sign In Here]({0})',
          args,
          comment,
        });
  }

  #regionSentence(): string {
    return l10n.t({
      message: 'If the page shows an error, {0} may be the wrong region: [Choose Another Region]({1})',
      args: [this.#options.region ?? '', commandLink(innerCommand('otherRegion'), this.id)],
      comment: ['{0} is such as us-east-1. Keep the form [text]({1}).'],
    });
  }

  /** A wrong region is told by nobody else: the service issues a code there all the same. */
  #doubtRegion(region: string): void {
    const { ui, name, changeRegion } = this.#options;
    this.#isRegionDoubted = true;
    this.#update();
    const otherRegion = l10n.t('Choose Another Region');
    const text = l10n.t(
      'Still waiting for the approval. If the page in the browser shows an error, {0} may be the wrong region for {1}.',
      region,
      name,
    );
    void ui.show({ severity: 'information', text, buttons: [otherRegion] }).then((pressed) => {
      if (pressed === otherRegion) {
        void changeRegion();
      }
    });
  }
}
