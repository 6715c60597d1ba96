import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../base/Log.ts';
import { AwsSsoError, isAwsSsoError, messageOf } from '../../base/errors.ts';
import { BUILDER_ID, isBuilderId } from '../../sessions/kinds/builderId.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import {
  type SessionConfig,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from '../../sessions/kinds/identityCenter.ts';
import { withScopes } from '../../sessions/kinds/scopes.ts';
import { portalAddress } from '../../aws/endpoints/startUrl.ts';
import { type CallbackReach, flowFor } from '../../oauth/callbackReach.ts';
import type { SignInFlow } from '../../oauth/FlowChoice.ts';
import { askRegion, askSession } from './askSession.ts';
import type { BrowserStep } from './BrowserStep.ts';
import { cancelled } from '../ui/cancellation.ts';
import { confirmSuggested } from './confirmSuggested.ts';
import type { ConfiguredSessions } from '../settings/ConfiguredSessions.ts';
import { openSessionsSetting, rememberSession } from './rememberSession.ts';
import { signInFlow } from '../settings/settings.ts';
import { SignInNotification } from './SignInNotification.ts';

interface Running {
  readonly config: SessionConfig;
  readonly session: Promise<SignedInSession>;
  readonly notification: SignInNotification;
}

export interface SignInWorld {
  readonly sessions: IdentityCenterSessions;
  readonly configured: ConfiguredSessions;
  /** Where it is kept what the person has confirmed. */
  readonly memory: vscode.Memento;
  /** Whether the browser can come back to this window. */
  readonly reach: CallbackReach;
  /** Looks for what keeps the session from being signed in to. */
  readonly diagnose: (session: SessionConfig) => Promise<unknown>;
  readonly log: Log;
}

/** Signing in as a person sees it: which session, the code, the end. */
export class SignIn {
  readonly #sessions: IdentityCenterSessions;
  readonly #configured: ConfiguredSessions;
  readonly #memory: vscode.Memento;
  readonly #reach: CallbackReach;
  readonly #diagnose: SignInWorld['diagnose'];
  readonly #log: Log;
  readonly #running = new Map<string, Running>();
  readonly #disposed = new AbortController();
  readonly #warned = new Set<string>();

  constructor({ sessions, configured, memory, reach, diagnose, log }: SignInWorld) {
    this.#sessions = sessions;
    this.#configured = configured;
    this.#memory = memory;
    this.#reach = reach;
    this.#diagnose = diagnose;
    this.#log = log;
  }

  /**
   * Signs in to the session, and tells the person how it ended. While a sign-in to the session goes on, a second call
   * joins it and brings its code back into sight, so that there is one code and one browser page. One that wants
   * another region, or more scopes, takes its place, and both callers get what comes of that.
   *
   * @param flow the way to begin with; as the settings say, where there is none.
   * @throws AwsSsoError as `IdentityCenterSessions.signIn`, or `Cancelled`.
   */
  run(config: SessionConfig, flow?: SignInFlow): Promise<SignedInSession> {
    const id = sessionId(config);
    const running = this.#running.get(id);
    if (running && isPartOf(config, running.config)) {
      running.notification.showAgain();
      return running.session;
    }
    const wanted = running ? withScopes(config, running.config.registrationScopes) : config;
    const first = running?.notification.choice.flow ?? flow ?? flowFor(signInFlow(), this.#reach);
    const notification = new SignInNotification(wanted, first, this.#reach, this.#log);
    const session = this.#run(wanted, notification).finally(() => {
      if (this.#running.get(id)?.notification === notification) {
        this.#running.delete(id);
      }
    });
    this.#running.set(id, { config: wanted, session, notification });
    running?.notification.cancel();
    return session;
  }

  /**
   * The session of that name; without a name, the one that the person chooses among those known, or describes anew.
   *
   * @throws AwsSsoError `InvalidRequest` when there is none of that name; `Cancelled`.
   */
  async choose(name?: string): Promise<SessionConfig> {
    await this.#sessions.load();
    if (name !== undefined) {
      return this.#sessions.named(name);
    }
    await this.#configured.refresh();
    const known = this.#sessions.known();
    const running = [...this.#running.values()].map(({ config }) => config);
    if (running.length === 1 && known.every((session) => sessionId(session) === sessionId(running[0]!))) {
      // There is nothing to choose: the person is looking for the code.
      return running[0]!;
    }
    const problems = this.#configured.problems();
    const [only, ...others] = known;
    if (!only && problems.settings.length > 0) {
      throw new AwsSsoError('InvalidRequest', problems.settings.join(' '));
    }
    this.#warn(problems.settings.join(' '), l10n.t('Open Settings'), openSessionsSetting);
    const [first = '', ...rest] = problems.awsConfig;
    const all = rest.length > 0 ? l10n.t('{0} The log has {1} more like this.', first, rest.length) : first;
    this.#warn(all, l10n.t('Open File'), () => openFile(problems.file));
    const isOnlyChoice = only && others.length === 0 && !this.#sessions.find(sessionId(only));
    return isOnlyChoice ? only : ((await this.#pick(known)) ?? this.#ask(known));
  }

  /** Begins the sign-in that goes on anew, in the region that the person chooses. */
  async changeRegion(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running) {
      const { config } = running;
      const title = l10n.t('Choose another region for {0}', config.name);
      const region = await askRegion(title, config.region);
      if (this.#running.get(id) === running) {
        // How it ends is shown by the sign-in itself.
        await this.run({ ...config, region }).catch(() => undefined);
      }
    }
  }

  /** Has the sign-in that goes on go another way. */
  use(id: string, flow: SignInFlow): void {
    this.#running.get(id)?.notification.choice.use(flow);
  }

  /** The page that the sign-in waits for, if it does. */
  page(id: string): BrowserStep | undefined {
    return this.#running.get(id)?.notification.page();
  }

  dispose(): void {
    this.#disposed.abort(cancelled());
  }

  async #run(config: SessionConfig, notification: SignInNotification): Promise<SignedInSession> {
    try {
      if (this.#configured.isSuggested(config)) {
        await confirmSuggested(config, this.#memory);
      }
      const session = await notification.during((prompt, signal) =>
        this.#sessions.signIn(config, prompt, AbortSignal.any([signal, this.#disposed.signal])),
      );
      void this.#tellSuccess(session);
      return session;
    } catch (error) {
      const successor = this.#running.get(sessionId(config));
      if (successor && successor.notification !== notification) {
        return successor.session;
      }
      if (!isAwsSsoError(error, 'Cancelled')) {
        void this.#tellFailure(config, error, notification.choice.flow);
      }
      throw error;
    }
  }

  async #tellSuccess(session: SignedInSession): Promise<void> {
    const remember = l10n.t('Add to Settings');
    const isConfigured = [...this.#configured.list(), BUILDER_ID].some(
      (configured) => sessionId(configured) === sessionId(session) && configured.region === session.region,
    );
    const choice = await vscode.window.showInformationMessage(
      l10n.t('Signed in to {0}.', sessionLabel(session)),
      ...(isConfigured ? [] : [remember]),
    );
    if (choice === remember) {
      await rememberSession(session, this.#log);
    }
  }

  async #tellFailure(config: SessionConfig, error: unknown, flow: SignInFlow): Promise<void> {
    const sentence = messageOf(error);
    const said = isAwsSsoError(error) && error.service ? ` ${JSON.stringify(error.service)}` : '';
    this.#log.error(`Sign-in to ${sessionLabel(config)} failed: ${sentence}${said}`);
    const tryAgain = l10n.t('Try Again');
    const openSettings = l10n.t('Open Settings');
    const showLog = l10n.t('Show Log');
    const diagnose = l10n.t('Diagnose');
    const isAboutSettings = isAwsSsoError(error, 'InvalidRequest');
    const isAboutNetwork = isAwsSsoError(error, 'Network');
    const choice = await vscode.window.showErrorMessage(
      isAboutSettings
        ? l10n.t(
            'Not signed in to {0} ({1}, {2}). {3}',
            config.name,
            config.startUrl,
            config.region,
            sentence,
          )
        : l10n.t('Not signed in to {0}. {1}', config.name, sentence),
      tryAgain,
      isAboutSettings ? openSettings : isAboutNetwork ? diagnose : showLog,
    );
    if (choice === tryAgain) {
      await this.run(config, flow).catch(() => undefined);
    } else if (choice === diagnose) {
      await this.#diagnose(config);
    } else if (choice === showLog) {
      await openLog();
    } else if (choice === openSettings) {
      await openSessionsSetting();
    }
  }

  async #ask(known: readonly SessionConfig[]): Promise<SessionConfig> {
    return askSession(known, { title: l10n.t('Sign in with SSO'), askName: false });
  }

  /** @returns undefined when the person wants a session that is not in the list. */
  async #pick(known: readonly SessionConfig[]): Promise<SessionConfig | undefined> {
    const items = known.map((config) => {
      const address = portalAddress(config.startUrl);
      const description = this.#running.has(sessionId(config))
        ? l10n.t('{0}, waiting for the approval', address)
        : this.#sessions.find(sessionId(config))
          ? l10n.t('{0}, signed in', address)
          : this.#configured.isSuggested(config)
            ? l10n.t('{0}, suggested by this workspace', address)
            : address;
      return { label: config.name, description, config };
    });
    const ask = {
      label: known.length > 0 ? l10n.t('$(add) Another portal…') : l10n.t('$(globe) Access portal…'),
      description: known.length > 0 ? '' : l10n.t('of your organization, by its start URL'),
      config: undefined,
    };
    const builderId = {
      label: l10n.t('$(account) AWS Builder ID'),
      description: l10n.t('your own, without AWS accounts'),
      config: BUILDER_ID,
    };
    const offered = known.some(isBuilderId) ? [...items, ask] : [...items, ask, builderId];
    const choice = await vscode.window.showQuickPick(offered, {
      title: l10n.t('Sign in with SSO'),
      placeHolder:
        known.length > 0 ? l10n.t('The session to sign in to') : l10n.t('How do you sign in to AWS?'),
      matchOnDescription: true,
      ignoreFocusOut: true,
    });
    if (!choice) {
      throw cancelled();
    }
    return choice.config;
  }

  /** Says what cannot be used, and does not say the same again. */
  #warn(problems: string, button: string, open: () => Promise<void>): void {
    if (problems === '' || this.#warned.has(problems)) {
      return;
    }
    this.#warned.add(problems);
    this.#log.warn(problems);
    void vscode.window.showWarningMessage(problems, button).then((choice) => {
      if (choice === button) {
        void open();
      }
    });
  }
}

async function openFile(file: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}

async function openLog(): Promise<void> {
  await vscode.commands.executeCommand('awsSso.showLog');
}

/** Whether a sign-in that goes on gives all that is wanted. */
function isPartOf(wanted: SessionConfig, running: SessionConfig): boolean {
  return (
    wanted.region === running.region &&
    wanted.registrationScopes.every((scope) => running.registrationScopes.includes(scope))
  );
}
