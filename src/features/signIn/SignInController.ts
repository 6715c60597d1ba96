import * as l10n from '@vscode/l10n';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import type { CallbackReach } from '../../oauth/callbackReach.ts';
import type { SignInFlow } from '../../oauth/FlowChoice.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { Ui } from '../ui/Ui.ts';
import type { BrowserStep } from './steps/BrowserStep.ts';
import { openSessionsSetting } from './questions/rememberSession.ts';
import type { SignInKind } from './SignInKind.ts';
import { SignInProgress } from './steps/SignInProgress.ts';

export interface SignInControllerOptions {
  /** What the settings say. */
  readonly flow: () => SignInFlow;
  /** Whether the browser can come back to this window. */
  readonly reach: CallbackReach;
  readonly ui: Ui;
  readonly log: Log;
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
   * @param flow the way to begin with; as the settings say, where there is none.
   * @throws AwsSsoError `Cancelled`; whatever the kind's `ask`, `begin` and `mismatch` give.
   */
  run(wanted: Wanted, flow?: SignInFlow): Promise<Session> {
    const kind = this.#kind;
    const id = kind.idOf(wanted);
    const running = this.#attempts.get(id);
    if (running && kind.isPartOf(wanted, running.wanted)) {
      running.progress.showAgain();
      return running.session;
    }
    const all = running ? kind.replacing(wanted, running.wanted) : wanted;
    const { reach, ui, log } = this.#options;
    const progress: SignInProgress = new SignInProgress({
      ...kind.labels(all),
      flow: running?.progress.choice.flow ?? flow ?? kind.flowFor(this.#options.flow(), reach),
      reach,
      changeRegion: () => this.changeRegion(progress.id),
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

  /** The page that a sign-in waits for, if it does. This and what follows finds it by the id of its links. */
  page(linkId: string): BrowserStep | undefined {
    return this.#find(linkId)?.progress.page();
  }

  /** Copies the code that a sign-in waits for. */
  async copyCode(linkId: string): Promise<void> {
    await this.#find(linkId)?.progress.copyCode();
  }

  /** Brings back into sight what a sign-in waits for. */
  showAgain(linkId: string): void {
    this.#find(linkId)?.progress.showAgain();
  }

  /** Has a sign-in go on another way. */
  use(linkId: string, flow: SignInFlow): void {
    this.#find(linkId)?.progress.choice.use(flow);
  }

  /** Has a sign-in that another window does go on in this one. */
  async takeOver(linkId: string): Promise<void> {
    const attempt = this.#find(linkId);
    await (attempt && this.#kind.takeOver?.(attempt.wanted));
  }

  /** Begins a sign-in anew in a region that the person chooses, where its kind has a choice. Does not reject. */
  async changeRegion(linkId: string): Promise<void> {
    const attempt = this.#find(linkId);
    const other = attempt && (await this.#kind.inOtherRegion?.(attempt.wanted));
    if (other && this.#find(linkId) === attempt) {
      // How it ends is shown by the sign-in itself.
      await this.run(other).catch(() => undefined);
    }
  }

  dispose(): void {
    this.#disposed.abort(cancelled());
  }

  #find(linkId: string): Attempt<Wanted, Session> | undefined {
    return [...this.#attempts.values()].find(({ progress }) => progress.id === linkId);
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
    const buttons = next ? [next.label] : [];
    const pressed = await this.#options.ui.show({ severity: 'information', text: sentence, buttons });
    if (next && pressed === next.label) {
      await next.run();
    }
  }

  async #tellFailure(wanted: Wanted, error: unknown, flow: SignInFlow): Promise<void> {
    const { ui, log } = this.#options;
    const { sentence, label, isAboutSettings } = this.#kind.failure(wanted, error);
    const said = isAwsSsoError(error) && error.service ? ` ${JSON.stringify(error.service)}` : '';
    log.error(`Sign-in to ${label} failed: ${messageOf(error)}${said}`);
    const tryAgain = l10n.t('Try Again');
    const openSettings = l10n.t('Open Settings');
    const showLog = l10n.t('Show Log');
    const diagnose = l10n.t('Diagnose');
    const help = isAboutSettings ? openSettings : isAwsSsoError(error, 'Network') ? diagnose : showLog;
    const pressed = await ui.show({ severity: 'error', text: sentence, buttons: [tryAgain, help] });
    if (pressed === tryAgain) {
      await this.run(wanted, flow).catch(() => undefined);
    } else if (pressed === diagnose) {
      await this.#kind.diagnose(wanted);
    } else if (pressed === showLog) {
      await ui.run('awsSso.showLog');
    } else if (pressed === openSettings) {
      await openSessionsSetting(ui);
    }
  }
}
