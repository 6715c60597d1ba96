import * as l10n from '@vscode/l10n';
import type { Log } from '../../base/Log.ts';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { SsoPortal } from '../../aws/services/SsoPortal.ts';
import type { Sharing } from '../kinds/AwsCliSharing.ts';
import { claimTelling } from './claimTelling.ts';
import { Failures } from './Failures.ts';
import type { Lock } from '../windows/Lock.ts';
import type { OtherWindows } from '../windows/OtherWindows.ts';
import type { RecordExchange } from '../windows/recordExchange.ts';
import type { StoredRecords } from '../store/RecordStore.ts';
import { Renewal } from './Renewal.ts';
import { SessionRecords } from './SessionRecords.ts';
import { changeBetween, type Change } from './change.ts';
import type { SessionMessage } from '../windows/sessionMessages.ts';
import type { SessionServices } from '../portal/SessionServices.ts';
import { SharedSignIn, type SignInPrompt } from '../windows/SharedSignIn.ts';
import { refreshed, SSO_SESSION } from '../kinds/ssoSessionKind.ts';
import {
  endedSession,
  type EndedSession,
  isOwnDecision,
  isRefreshable,
  isSignedIn,
  isTokenValid,
  type SessionConfig,
  type SessionRecord,
  type SignedInSession,
  sessionId,
  sessionLabel,
} from '../kinds/SsoSession.ts';

const LOGOUT_TIMEOUT_MS = 5_000;
const CLAIM_PATIENCE_MS = 5_000;

export type SessionsChange = Change<SignedInSession>;

export interface SessionsWorld {
  readonly store: StoredRecords<SessionRecord>;
  readonly sharing: Sharing;
  readonly lock: Lock;
  readonly otherWindows: OtherWindows;
  readonly exchange: RecordExchange<SessionRecord>;
  readonly services: (region: string) => Promise<SessionServices>;
  /** The sessions that the user has configured, signed in or not. */
  readonly configured: () => readonly SessionConfig[];
  /** Resolves when they are all known. */
  readonly loadConfigured: () => Promise<void>;
  /** Told after every change of the signed-in sessions, and only then. */
  readonly onChange: (change: SessionsChange) => void;
  /** Told when there are sessions that have ended without the person knowing. */
  readonly onEnded: () => void;
  readonly log: Log;
}

/** The sessions of this person: which there are, signing in to them, using them, and signing out. */
export class Sessions {
  readonly #world: SessionsWorld;
  readonly #records: SessionRecords;
  readonly #renewal: Renewal;
  readonly #signIn: SharedSignIn;
  readonly #failures: Failures;
  /** Those that were signed in when the world was last told. */
  #announced: ReadonlyMap<string, SignedInSession> = new Map();
  #loaded: Promise<void> | undefined;

  constructor(world: SessionsWorld) {
    this.#world = world;
    const { otherWindows } = world;
    const tell = (message: SessionMessage): void => void otherWindows.ask(message);
    const records = new SessionRecords({
      ...world,
      kind: SSO_SESSION,
      configs: () => new Map(this.known().map((config) => [sessionId(config), config])),
      onUpdate: () => this.#update(),
    });
    const failures = new Failures<SignedInSession>(
      (failure) => tell({ kind: 'failure', failure }),
      sessionId,
    );
    this.#records = records;
    this.#failures = failures;
    this.#renewal = new Renewal({
      ...world,
      ...{ kind: SSO_SESSION, records, failures },
      refresh: async (session, signal) =>
        refreshed((await world.services(session.region)).oidc, session, signal),
    });
    this.#signIn = new SharedSignIn({ ...world, records });
  }

  /** Those that can be used without the person: their access token is good, or another can be had. */
  signedIn(): readonly SignedInSession[] {
    return this.stored().filter(isUsable);
  }

  /** Everything that a sign-out can remove. */
  stored(): readonly SignedInSession[] {
    return this.#records.all().filter((record) => isSignedIn(record));
  }

  /** The session of that id, if it is signed in. */
  find(id: string): SignedInSession | undefined {
    const record = this.#records.get(id);
    return isSignedIn(record) && isUsable(record) ? record : undefined;
  }

  /** The session of that id, signed in or not. @throws AwsSsoError `InvalidRequest` when there is none any more. */
  withId(id: string): SessionConfig {
    const found = this.known().find((config) => sessionId(config) === id);
    if (!found) {
      throw new AwsSsoError(
        'InvalidRequest',
        l10n.t('The session is not there any more. Choose another one.'),
      );
    }
    return found;
  }

  /**
   * The session of that name: the configured one, where another was signed in to under the same name before.
   *
   * @throws AwsSsoError `InvalidRequest` when there is none.
   */
  named(name: string): SessionConfig {
    const found = this.#named(name);
    if (found) {
      return found;
    }
    const names = this.known().map((session) => session.name);
    throw new AwsSsoError(
      'InvalidRequest',
      names.length === 0
        ? l10n.t('There is no SSO session named “{0}”. Add it with “AWS SSO: Add SSO Session…”.', name)
        : l10n.t('There is no SSO session named “{0}”. There are: {1}.', name, names.join(', ')),
    );
  }

  /** Those signed in whose token has all of the scopes; only the one of that name, where a name is given. */
  serving(name: string | undefined, scopes: readonly string[]): readonly SignedInSession[] {
    const named = name === undefined ? undefined : this.#named(name);
    const id = named && sessionId(named);
    return this.signedIn()
      .filter((session) => name === undefined || sessionId(session) === id)
      .filter((session) => scopes.every((scope) => session.registrationScopes.includes(scope)));
  }

  /** The configured sessions, then those that were signed in to without being configured, and not left on purpose. */
  known(): readonly SessionConfig[] {
    const configured = this.#world.configured();
    const ids = new Set(configured.map(sessionId));
    const others = this.#records
      .all()
      .filter((record) => isSignedIn(record) || !isOwnDecision(record.ended))
      .filter((record) => !ids.has(sessionId(record)));
    return [...configured, ...others];
  }

  /** Reads the secret store and asks the other windows, once; later calls wait for the same reading. */
  load(): Promise<void> {
    this.#loaded ??= this.#load().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /** Reads the secret store again, because it may have changed. What cannot be read now stays as it was. */
  async reload(): Promise<void> {
    await this.#records.readStore(this.#configuredIds());
  }

  /** Looks at the AWS CLI's files again, because they may have changed. */
  async takeShared(): Promise<void> {
    await this.#records.takeShared(this.known().map(sessionId));
  }

  /** Hands the sessions to the AWS CLI, or takes them back: the user has just changed their mind about it. */
  async share(isOn: boolean): Promise<void> {
    const { sharing } = this.#world;
    await this.takeShared();
    await Promise.all(
      this.stored().map((session) => (isOn ? sharing.write(session) : sharing.withdraw(session))),
    );
  }

  /**
   * Signs in and stores the session before anybody hears of it. What was signed in before stays until then.
   *
   * @throws AwsSsoError as `SharedSignIn.run`; nothing is changed then.
   */
  async signIn(config: SessionConfig, prompt: SignInPrompt, signal: AbortSignal): Promise<SignedInSession> {
    await this.load();
    return this.#signIn.run(config, prompt, signal);
  }

  /** Has the sign-in to the session handed over to this window by the one that does it. */
  async takeOver(id: string): Promise<void> {
    const message: SessionMessage = { kind: 'handOver', id };
    await this.#world.otherWindows.ask(message);
  }

  /** The session, if its token is good without waiting for anything. Takes microseconds. */
  current(id: string): SignedInSession | undefined {
    return this.#renewal.current(id);
  }

  /**
   * The session with a token that is good now.
   *
   * @throws AwsSsoError `NotSignedIn` with the reason when the session has ended; `Network`, `Throttled` or `Service`
   * when it goes on, but no new token can be had at the moment.
   */
  fresh(id: string): Promise<SignedInSession> {
    return this.#renewal.fresh(id);
  }

  /** The session with another token than this one. @throws AwsSsoError as `fresh`. */
  renew(id: string, unwanted: string): Promise<SignedInSession> {
    return this.#renewal.renew(id, unwanted);
  }

  /**
   * Does something at the access portal. Whether the token is good is for the portal to say, not for the clock: one
   * that it refuses is renewed, once.
   *
   * @throws AwsSsoError as `fresh`, and whatever the action throws.
   */
  async atPortal<Result>(
    id: string,
    action: (portal: SsoPortal, accessToken: string) => Promise<Result>,
  ): Promise<Result> {
    let session = await this.#renewal.fresh(id);
    let isRenewed = false;
    for (;;) {
      const { accessToken, region } = session;
      const { portal } = await this.#world.services(region);
      try {
        return await action(portal, accessToken);
      } catch (error) {
        if (!isRejection(error)) {
          throw error;
        }
      }
      const now = this.find(id);
      if (now && now.accessToken !== accessToken) {
        // Somebody has signed in again meanwhile, or renewed it.
        session = now;
      } else if (isRenewed && this.#renewal.hasObtained(session)) {
        throw await this.#endRefused(session);
      } else {
        // Again, where the renewal has only found one, in another window or with the AWS CLI: it may be old as well.
        session = await this.#renewal.replaceRejected(id, accessToken);
        isRenewed = true;
      }
    }
  }

  async #endRefused(session: SignedInSession): Promise<AwsSsoError> {
    const id = sessionId(session);
    const end = async (): Promise<AwsSsoError> => {
      const now = await this.#records.newest(id);
      return this.#renewal.end(isSignedIn(now) ? now : session, 'refused');
    };
    return this.#world.lock.hold(`session-${id}`, AbortSignal.timeout(CLAIM_PATIENCE_MS), end);
  }

  /**
   * Signs out: here and in the other windows first, so that it holds even when the service cannot be reached; and at
   * the service, without waiting for it.
   *
   * @returns the session as it was stored, if it was.
   * @throws AwsSsoError `Service` when the editor's secret storage does not forget it; it is out of use all the same.
   */
  async signOut(id: string): Promise<SignedInSession | undefined> {
    await this.load();
    // What the AWS CLI has got itself since would outlive the sign-out, and bring the session back.
    await this.#records.takeShared([id]);
    const session = this.#records.get(id);
    if (!isSignedIn(session)) {
      return undefined;
    }
    if (isUsable(session)) {
      void this.#logout(session);
    }
    await this.#records.enforce(endedSession(session, 'signedOut'));
    return session;
  }

  /** The sessions that have ended without the person having been told. */
  endedUntold(): readonly EndedSession[] {
    return this.#records.all().filter((record) => !isSignedIn(record) && !record.isTold) as EndedSession[];
  }

  /** Whether it falls to this window to tell the person. True for one window only. */
  claimTelling(id: string): Promise<boolean> {
    return claimTelling(SSO_SESSION, this.#records, this.#world.lock, id);
  }

  /** Answers another window. */
  answer(message: SessionMessage): unknown {
    switch (message.kind) {
      case 'records':
        return { records: this.#records.receive(message.records) };
      case 'failure':
        this.#failures.receive(message.failure);
        return {};
      case 'handOver':
        this.#signIn.handOver(message.id);
        return {};
    }
  }

  dispose(): void {
    this.#renewal.dispose();
  }

  #named(name: string): SessionConfig | undefined {
    return this.known().find((session) => session.name === name);
  }

  async #load(): Promise<void> {
    await this.#world.loadConfigured();
    if (!(await this.#records.load(this.#configuredIds()))) {
      this.#loaded = undefined;
    }
  }

  #configuredIds(): readonly string[] {
    return this.#world.configured().map(sessionId);
  }

  async #logout(session: SignedInSession): Promise<void> {
    const { services, log } = this.#world;
    try {
      const { portal } = await services(session.region);
      await portal.logout(session.accessToken, AbortSignal.timeout(LOGOUT_TIMEOUT_MS));
      log.info(`Signed out of ${sessionLabel(session)}.`);
    } catch (error) {
      if (isAwsSsoError(error, 'NotSignedIn')) {
        log.info(`Signed out of ${sessionLabel(session)}, which had ended at the service already.`);
        return;
      }
      const reason = isAwsSsoError(error) ? (error.service?.name ?? error.message) : 'no answer in time';
      log.warn(`Signed out of ${sessionLabel(session)} here, but the service did not confirm it: ${reason}`);
    }
  }

  /** Tells the world what has changed since the last time. */
  #update(): void {
    this.#renewal.schedule();
    const before = this.#announced;
    const now = new Map(this.signedIn().map((session) => [sessionId(session), session]));
    this.#announced = now;
    const change = changeBetween(before, now, SSO_SESSION.tokenOf);
    if (change) {
      this.#world.onChange(change);
    }
    if (this.endedUntold().length > 0) {
      this.#world.onEnded();
    }
  }
}

function isUsable(session: SignedInSession): boolean {
  return isTokenValid(session) || isRefreshable(session);
}

/** The portal's word that it does not take the token; not to be confused with one about an account or a role. */
function isRejection(error: unknown): boolean {
  return isAwsSsoError(error) && error.service?.name === 'UnauthorizedException';
}
