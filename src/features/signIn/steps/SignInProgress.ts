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
import type { Ui } from '../../ui/Ui.ts';
import type { SignInLabels } from './SignInLabels.ts';
import type { WaitingSignIn, WaitingSignIns } from '../waiting/WaitingSignIns.ts';
import { BrowserStep } from './BrowserStep.ts';
import { DeviceCodeStep } from './DeviceCodeStep.ts';
import { notificationText } from './notificationText.ts';
import { PasteStep } from './PasteStep.ts';
import type { SignInActionId } from './signInActions.ts';
import { SignInBox } from './SignInBox.ts';
import { SignInNotification } from './SignInNotification.ts';
import type { SignInStep, SignInView, StepOptions } from './SignInStep.ts';

const REFRESH_MS = 1000;
/** With the right region, most people are through by then; with a wrong one nothing but the page says so. */
const REGION_HINT_MS = 60_000;
/** As long as it takes to end a sign-in of this very window. */
const ELSEWHERE_MS = 500;
/** Whoever sees the notification has mostly pressed something by then. Whether VS Code shows it can't be known. */
const UNHEEDED_MS = 20_000;

export interface SignInProgressOptions extends SignInLabels {
  /** The flow to begin with. */
  readonly flow: SignInFlow;
  /** Whether to open the page for a code by itself, until the person has pressed something. */
  readonly opensBrowser?: boolean;
  /** Whether the browser can come back to this window. */
  readonly reach: CallbackReach;
  readonly waiting: WaitingSignIns;
  readonly ui: Ui;
  readonly log: Log;
}

/**
 * One sign-in while it goes on, and what a person sees of it: one notification, which says what they have to do; a quick input
 * if they don't seem to see that; and, by `WaitingSignIns`, a row in the view and an item in the status bar.
 */
export class SignInProgress implements SignInPrompt, ConsolePrompt, WaitingSignIn {
  readonly id = randomUUID();
  readonly sessionId: string;
  readonly name: string;
  readonly choice: FlowChoice;
  readonly #options: SignInProgressOptions;
  readonly #over = new AbortController();
  readonly #notification: SignInNotification;
  readonly #box: SignInBox;
  #step: SignInStep | undefined;
  #trouble: AwsSsoError | undefined;
  #elsewhere: NodeJS.Timeout | undefined;
  #doubt: NodeJS.Timeout | undefined;
  #unheeded: NodeJS.Timeout | undefined;
  /** What was drawn last, but for the time left. */
  #looks = '';
  #isElsewhere = false;
  #isRegionDoubted = false;
  #isBack = false;
  /** Whether the person has pressed something. */
  #isHeeded = false;

  constructor(options: SignInProgressOptions) {
    const { flow, sessionId, name, ui } = options;
    this.choice = new FlowChoice(flow);
    this.sessionId = sessionId;
    this.name = name;
    this.#options = options;
    this.#notification = new SignInNotification(ui, () => this.cancel());
    this.#box = new SignInBox({ id: this.id, view: () => this.view(), over: this.#over.signal, ui });
  }

  /** Runs the authorization in sight of the person. Cancelling it aborts the signal. */
  async during<Result>(authorize: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { waiting, ui } = this.#options;
    waiting.add(this);
    this.#draw();
    this.#notification.show();
    const timer = setInterval(() => this.#draw(), REFRESH_MS);
    const focus = ui.onDidChangeFocus(() => this.#expectHeed());
    try {
      return await authorize(this.#over.signal);
    } finally {
      focus.dispose();
      clearInterval(timer);
      [this.#elsewhere, this.#doubt, this.#unheeded].forEach(clearTimeout);
      this.cancel();
      this.#notification.close();
      waiting.delete(this);
    }
  }

  cancel(): void {
    this.#over.abort(cancelled());
  }

  /** Does what a link or an item of a list stands for. */
  async act(action: Exclude<SignInActionId, 'otherRegion' | 'takeOver'>): Promise<void> {
    this.#isHeeded = true;
    switch (action) {
      case 'openBrowser':
        return this.#step?.open();
      case 'copyCode':
      case 'copyLink':
        return this.#step?.copy();
      case 'pasteText':
        return void this.#step?.ask?.();
      case 'useCode':
        return this.choice.use('deviceAuthorization');
      case 'useBrowser':
        return this.choice.use('authorizationCode');
      case 'cancelSignIn':
        return this.cancel();
    }
  }

  /** Where nothing was pressed yet, the notification may be one that VS Code doesn't show. */
  showAgain(): void {
    if (this.#looks === '') {
      // A question is still open.
      return;
    }
    this.#notification.show();
    if (!this.#step?.ask?.() && !this.#isHeeded && this.#step) {
      void this.#box.open();
    }
  }

  view(): SignInView {
    const { name, region } = this.#options;
    if (this.#isElsewhere) {
      return { sentence: this.#elsewhereSentence(), actions: ['takeOver'] };
    }
    if (this.#isBack) {
      return { sentence: l10n.t('Finishing the sign-in to {0}…', name), actions: [] };
    }
    if (!this.#step) {
      return { sentence: l10n.t('Signing in to {0}…', name), actions: [] };
    }
    const view = this.#step.view();
    if (this.#trouble) {
      const sentence = `${view.sentence} ${this.#trouble.message} ${l10n.t('Still trying.')}`;
      return { ...view, sentence };
    }
    if (this.#isRegionDoubted) {
      const hint = l10n.t('If the page shows an error, {0} may be the wrong region.', region ?? '');
      return { ...view, sentence: `${view.sentence} ${hint}`, actions: [...view.actions, 'otherRegion'] };
    }
    return view;
  }

  show(code: UserCode): void {
    const canUseBrowser = this.#options.reach !== 'never';
    const step = this.#begin((options) => new DeviceCodeStep({ ...options, code, canUseBrowser }));
    this.#expectHeed();
    if (this.#options.opensBrowser && !this.#isHeeded) {
      void step.open();
    }
  }

  async openBrowser(address: string): Promise<void> {
    const isDoubtful = this.#options.reach !== 'here';
    await this.#begin((options) => new BrowserStep({ ...options, address, isDoubtful })).begin();
  }

  async askCode(
    address: string,
    problemOf: (text: string) => string | undefined,
    signal: AbortSignal,
  ): Promise<string> {
    return this.#begin((options) => new PasteStep({ ...options, address })).answer(problemOf, signal);
  }

  cameBack(): void {
    clearTimeout(this.#doubt);
    this.#isBack = true;
    this.#draw();
  }

  waiting(isWaiting: boolean): void {
    clearTimeout(this.#elsewhere);
    clearTimeout(this.#doubt);
    this.#step = undefined;
    this.#isElsewhere = false;
    if (isWaiting) {
      this.#elsewhere = setTimeout(() => {
        this.#isElsewhere = true;
        this.#draw();
      }, ELSEWHERE_MS);
    }
    this.#draw();
  }

  trouble(error?: AwsSsoError): void {
    this.#trouble = error;
    this.#draw();
  }

  #begin<Step extends SignInStep>(make: (options: StepOptions) => Step): Step {
    const { name, region, ui, log } = this.#options;
    const step = make({ name, changed: () => this.#draw(), ui, log });
    this.#step = step;
    this.#trouble = undefined;
    this.#isBack = false;
    this.#isRegionDoubted = false;
    clearTimeout(this.#doubt);
    if (region !== undefined) {
      // A wrong region is told by nobody else: the service issues a code there all the same.
      this.#doubt = setTimeout(() => {
        this.#isRegionDoubted = true;
        this.#draw();
      }, REGION_HINT_MS);
    }
    this.#draw();
    return step;
  }

  /** Shows the code in a quick input if nothing is pressed while the person looks at this window, unless they're being asked. */
  #expectHeed(): void {
    clearTimeout(this.#unheeded);
    const { ui } = this.#options;
    if (!this.#isHeeded && ui.isFocused && this.view().code !== undefined) {
      this.#unheeded = setTimeout(() => {
        if (!this.#isHeeded && !ui.isAsking && this.view().code !== undefined) {
          void this.#box.open();
        }
      }, UNHEEDED_MS);
    }
  }

  #draw(): void {
    const view = this.view();
    this.#notification.say(notificationText(this.id, view));
    const looks = JSON.stringify(view);
    if (looks !== this.#looks) {
      this.#looks = looks;
      this.#box.update();
      this.#options.waiting.changed();
    }
  }

  #elsewhereSentence(): string {
    const { name } = this.#options;
    return this.choice.flow === 'deviceAuthorization'
      ? l10n.t('Another window shows the code to sign in to {0}.', name)
      : l10n.t('Another window waits for the browser to sign in to {0}.', name);
  }
}
