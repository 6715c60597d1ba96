import * as l10n from '@vscode/l10n';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import type { CallbackReach } from '../../oauth/callbackReach.ts';
import type { SignInFlow } from '../../oauth/FlowChoice.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { Ui } from '../ui/Ui.ts';
import type { SignInKind } from './SignInKind.ts';
import type { SignInActionId } from './steps/signInActions.ts';
import { SignInProgress } from './steps/SignInProgress.ts';
import type { WaitingSignIns } from './waiting/WaitingSignIns.ts';

export interface SignInControllerOptions {
  /** What the settings say. */
  readonly flow: () => SignInFlow;
  /** Whether the browser can come back to this window. */
  readonly reach: CallbackReach;
  /** Where this window's sign-ins are listed while they go on. */
  readonly waiting: WaitingSignIns;
  readonly ui: Ui;
  readonly log: Log;
}

export interface RunOptions {
  /** The way to begin with; as the settings say, where there is none. */
  readonly flow?: SignInFlow;
  /** Whether to open the page for the code by itself, as soon as the code is shown. */
  readonly opensBrowser?: boolean;
}

/** A sign-in that goes on. */
interface Attempt<Wanted, Session> {
  readonly wanted: Wanted;
  readonly session: Promise<Session>;
  readonly progress: SignInProgress;
}

/** Signing in as a person sees it: what is asked, what is shown meanwhile, how it ends and what can be done then. */
export class SignInController<Wanted, Session> {
  readonly #kind: SignInKind<Wanted, Session>;
  readonly #options: SignInControllerOptions;
  readonly #attempts = new Map<string, Attempt<Wanted, Session>>();
  readonly #disposed = new AbortController();

  constructor(kind: SignInKind<Wanted, Session>, options: SignInControllerOptions) {
    this.#kind = kind;
    this.#options = options;
  }

  /**
   * Signs in, and tells the person how it ended. While a sign-in goes on that gives what is wanted, a second call joins it and
   * brings it back into sight, so that there is one code and one page; else it takes its place.
   *
   * @throws AwsSsoError `Cancelled`; whatever the kind's `ask`, `begin` and `mismatch` give.
   */
  run(wanted: Wanted, { flow, opensBrowser = false }: RunOptions = {}): Promise<Session> {
    const kind = this.#kind;
    const id = kind.idOf(wanted);
    const running = this.#attempts.get(id);
    if (running && kind.isPartOf(wanted, running.wanted)) {
      running.progress.showAgain();
      return running.session;
    }
    const all = running ? kind.replacing(wanted, running.wanted) : wanted;
    const { reach, waiting, ui, log } = this.#options;
    const progress = new SignInProgress({
      ...kind.labels(all),
      flow: running?.progress.choice.flow ?? flow ?? kind.flowFor(this.#options.flow(), reach),
      opensBrowser,
      reach,
      waiting,
      ui,
      log,
    });
    const session = this.#attempt(all, progress).finally(() => {
      if (this.#attempts.get(id)?.progress === progress) {
        this.#attempts.delete(id);
      }
    });
    this.#attempts.set(id, { wanted: all, session, progress });
    running?.progress.cancel();
    return session;
  }

  /** What is wanted of the sign-ins that go on. */
  running(): readonly Wanted[] {
    return [...this.#attempts.values()].map(({ wanted }) => wanted);
  }

  /**
   * Does what a link or an item of a list stands for. Nothing, unless a sign-in of that id goes on. Does not reject.
   *
   * @param id of the sign-in, which no other extension can guess.
   */
  async act(id: string, action: SignInActionId): Promise<void> {
    const attempt = [...this.#attempts.values()].find(({ progress }) => progress.id === id);
    if (action === 'otherRegion') {
      await (attempt && this.#changeRegion(attempt));
    } else if (action === 'takeOver') {
      await (attempt && this.#kind.takeOver?.(attempt.wanted));
    } else {
      await attempt?.progress.act(action);
    }
  }

  dispose(): void {
    this.#disposed.abort(cancelled());
  }

  /** Begins a sign-in anew in a region that the person chooses, where its kind has a choice. */
  async #changeRegion(attempt: Attempt<Wanted, Session>): Promise<void> {
    const other = await this.#kind.inOtherRegion?.(attempt.wanted);
    if (other && [...this.#attempts.values()].includes(attempt)) {
      await this.#again(other);
    }
  }

  /** How it ends is shown by the sign-in itself. */
  async #again(wanted: Wanted, flow?: SignInFlow): Promise<void> {
    await this.run(wanted, flow && { flow }).catch(() => undefined);
  }

  async #attempt(wanted: Wanted, progress: SignInProgress): Promise<Session> {
    const kind = this.#kind;
    let known = wanted;
    try {
      known = await kind.ask(wanted);
      const session = await progress.during((signal) =>
        kind.begin(known, progress, AbortSignal.any([signal, this.#disposed.signal])),
      );
      void this.#tellSuccess(session);
      const mismatch = kind.mismatch(wanted, session);
      if (mismatch) {
        throw mismatch;
      }
      return session;
    } catch (error) {
      const replacement = this.#attempts.get(kind.idOf(wanted));
      if (kind.isReplacementShared && replacement && replacement.progress !== progress) {
        return replacement.session;
      }
      if (!isAwsSsoError(error, 'Cancelled')) {
        void this.#tellFailure(known, error, progress.choice.flow);
      }
      throw error;
    }
  }

  async #tellSuccess(session: Session): Promise<void> {
    const { sentence, next } = await this.#kind.success(session);
    const buttons = next.map(({ label }) => label);
    const pressed = await this.#options.ui.show({ severity: 'information', text: sentence, buttons });
    await next.find(({ label }) => label === pressed)?.run();
  }

  async #tellFailure(wanted: Wanted, error: unknown, flow: SignInFlow): Promise<void> {
    const { ui, log } = this.#options;
    const { sentence, label, remedy } = this.#kind.failure(wanted, error, (other) =>
      this.#again(other, flow),
    );
    const said = isAwsSsoError(error) && error.service ? ` ${JSON.stringify(error.service)}` : '';
    log.error(`Sign-in to ${label} failed: ${messageOf(error)}${said}`);
    const tryAgain = { label: l10n.t('Try Again'), run: () => this.#again(wanted, flow) };
    const help = isAwsSsoError(error, 'Network')
      ? { label: l10n.t('Run Diagnostics'), run: () => this.#kind.diagnose(wanted) }
      : { label: l10n.t('Show Log'), run: () => ui.run('awsSso.showLog') };
    const steps = remedy ? [remedy, tryAgain] : [tryAgain, help];
    const buttons = steps.map((step) => step.label);
    const pressed = await ui.show({ severity: 'error', text: sentence, buttons });
    await steps.find((step) => step.label === pressed)?.run();
  }
}
