import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isConsoleArn, parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { preferredSources } from '../../aws/config/preferredSources.ts';
import { isRegion, parseRegion } from '../../aws/endpoints/regions.ts';
import type { Signin } from '../../aws/services/Signin.ts';
import { AwsSsoError, isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { authorizeConsole } from '../../sessions/kinds/authorizeConsole.ts';
import { consoleLabel, type SignedInConsole } from '../../sessions/kinds/console.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import { DEFAULT_REGION } from '../../sessions/kinds/consoleConfigs.ts';
import { beginsByHand, type CallbackReach } from '../../oauth/callbackReach.ts';
import { askConsoleRegion } from './askSession.ts';
import type { BrowserStep } from './BrowserStep.ts';
import { cancelled } from '../ui/cancellation.ts';
import { ConsoleNotification } from './ConsoleNotification.ts';
import type { Offer } from './offerLoginProfile.ts';
import { signInFlow } from '../settings/settings.ts';

/** What a caller may have decided already. */
export interface WantedConsole {
  /** The ARN of a session. */
  readonly session?: string | undefined;
  /** Of the endpoint of AWS Sign-In. */
  readonly region?: string | undefined;
}

interface Running {
  readonly wanted: WantedConsole;
  readonly notification: ConsoleNotification;
  readonly session: Promise<SignedInConsole>;
}

export interface ConsoleSignInWorld {
  readonly sessions: ConsoleSessions;
  /** AWS Sign-In at the address in force. @throws AwsSsoError `InvalidRequest` */
  readonly signin: (region: string) => Promise<Signin>;
  /** Whether the browser can come back to this window. */
  readonly reach: CallbackReach;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What to offer to who has signed in. */
  readonly offer: (session: SignedInConsole) => Promise<Offer | undefined>;
  /** Looks for what keeps people from signing in through the region. */
  readonly diagnose: (region: string) => Promise<unknown>;
  readonly log: Log;
}

/** Signing in with AWS console credentials as a person sees it: the region, the browser, the end. */
export class ConsoleSignIn {
  readonly #world: ConsoleSignInWorld;
  readonly #disposed = new AbortController();
  #running: Running | undefined;
  #count = 0;

  constructor(world: ConsoleSignInWorld) {
    this.#world = world;
  }

  /**
   * Signs in, and tells the person how it ended. A second call joins a sign-in that goes on, or takes its place where it
   * wants another session or region.
   *
   * @throws AwsSsoError `InvalidRequest` for an argument that is none; `AccessDenied` when the person chose another session in
   * the browser, which is signed in then; as `authorizeConsole` and `ConsoleSessions.add`.
   */
  async run(wanted: WantedConsole = {}): Promise<SignedInConsole> {
    checkWanted(wanted);
    const running = this.#running;
    if (running && isPartOf(wanted, running.wanted)) {
      running.notification.showAgain();
      return running.session;
    }
    const { reach, log } = this.#world;
    const isByHand = beginsByHand(signInFlow(), reach);
    this.#count += 1;
    const notification = new ConsoleNotification(`console-${this.#count}`, isByHand, reach !== 'here', log);
    const session = this.#run(wanted, notification).finally(() => {
      if (this.#running?.notification === notification) {
        this.#running = undefined;
      }
    });
    this.#running = { wanted, notification, session };
    running?.notification.cancel();
    return session;
  }

  /** The page that the sign-in of that id waits for, if it is one. */
  page(id: string): BrowserStep | undefined {
    return this.#find(id)?.page();
  }

  /** Brings back into sight what the sign-in of that id waits for. */
  showAgain(id: string): void {
    this.#find(id)?.showAgain();
  }

  /** Has the sign-in of that id go on with a code that the person carries. */
  useCode(id: string): void {
    this.#find(id)?.useCode();
  }

  dispose(): void {
    this.#disposed.abort(cancelled());
  }

  #find(id: string): ConsoleNotification | undefined {
    const notification = this.#running?.notification;
    return notification?.id === id ? notification : undefined;
  }

  async #run(wanted: WantedConsole, notification: ConsoleNotification): Promise<SignedInConsole> {
    const { sessions, signin, log } = this.#world;
    let region = wanted.region ?? '';
    try {
      await sessions.load();
      region ||= sessions.regionOf(wanted.session) ?? (await this.#askRegion());
      const session = await notification.during(async (signal) => {
        const both = AbortSignal.any([signal, this.#disposed.signal]);
        const { byHand } = notification;
        const approval = await authorizeConsole(await signin(region), {
          ...{ prompt: notification, byHand, signal: both, log },
        });
        return sessions.add({ arn: approval.arn, region }, approval.tokens, both);
      });
      void this.#tellSuccess(session);
      if (wanted.session !== undefined && session.arn !== wanted.session) {
        throw otherSession(session, wanted.session);
      }
      return session;
    } catch (error) {
      if (!isAwsSsoError(error, 'Cancelled')) {
        void this.#tellFailure({ ...wanted, region }, error);
      }
      throw error;
    }
  }

  async #askRegion(): Promise<string> {
    const { env } = this.#world;
    const variable = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
    const proposed = variable ?? (await preferredSources(env)).region;
    const title = l10n.t('Sign in with AWS Console Credentials');
    return askConsoleRegion(title, isRegion(proposed) ? proposed : DEFAULT_REGION);
  }

  async #tellSuccess(session: SignedInConsole): Promise<void> {
    const offered = await this.#world.offer(session);
    const choice = await vscode.window.showInformationMessage(
      l10n.t('Signed in to AWS as {0}.', consoleLabel(session)),
      ...(offered ? [offered.label] : []),
    );
    if (choice !== undefined) {
      await offered?.run();
    }
  }

  async #tellFailure(wanted: WantedConsole & { readonly region: string }, error: unknown): Promise<void> {
    const sentence = messageOf(error);
    const said = isAwsSsoError(error) && error.service ? ` ${JSON.stringify(error.service)}` : '';
    this.#world.log.error(`Sign-in with AWS console credentials failed: ${sentence}${said}`);
    const name = wanted.session === undefined ? 'AWS' : consoleLabel({ arn: wanted.session });
    const tryAgain = l10n.t('Try Again');
    const showLog = l10n.t('Show Log');
    const diagnose = l10n.t('Diagnose');
    const isAboutNetwork = isAwsSsoError(error, 'Network');
    const choice = await vscode.window.showErrorMessage(
      l10n.t('Not signed in to {0}. {1}', name, sentence),
      tryAgain,
      isAboutNetwork ? diagnose : showLog,
    );
    if (choice === tryAgain) {
      await this.run(wanted).catch(() => undefined);
    } else if (choice === diagnose) {
      await this.#world.diagnose(wanted.region);
    } else if (choice === showLog) {
      await vscode.commands.executeCommand('awsSso.showLog');
    }
  }
}

/** Whether a sign-in that goes on may give what is wanted. */
function isPartOf(wanted: WantedConsole, running: WantedConsole): boolean {
  return (
    (wanted.session === undefined || wanted.session === running.session) &&
    (wanted.region === undefined || wanted.region === running.region)
  );
}

/** @throws AwsSsoError `InvalidRequest` for an argument that is none. */
export function checkWanted({ session, region }: WantedConsole): void {
  if (session !== undefined && !isConsoleArn(session)) {
    parseConsoleArn(session);
  }
  if (region !== undefined) {
    parseRegion(region);
  }
}

function otherSession(session: SignedInConsole, wanted: string): AwsSsoError {
  return new AwsSsoError(
    'AccessDenied',
    l10n.t(
      'In the browser, {0} was chosen. Sign in again, and choose {1}.',
      consoleLabel(session),
      consoleLabel({ arn: wanted }),
    ),
  );
}
