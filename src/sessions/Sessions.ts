import type { Log } from '../base/Log.ts';
import { isAwsSsoError } from '../base/errors.ts';
import type { SsoOidc } from '../aws/SsoOidc.ts';
import type { SsoPortal } from '../aws/SsoPortal.ts';
import { authorizeDevice, type DevicePrompt } from '../signIn/deviceAuthorization.ts';
import type { Registrations } from './Registrations.ts';
import type { SessionStore } from './SessionStore.ts';
import { type SessionConfig, type SignedInSession, sessionId, sessionLabel } from './SsoSession.ts';

const LOGOUT_TIMEOUT_MS = 5_000;
/** A timer takes no more than a 32-bit integer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The services of one session, at the addresses in force. */
export interface SessionServices {
  readonly endpoint: string;
  readonly oidc: SsoOidc;
  readonly portal: SsoPortal;
}

export interface SessionsChange {
  readonly added: readonly SignedInSession[];
  readonly changed: readonly SignedInSession[];
  readonly removed: readonly SignedInSession[];
}

export interface SessionsWorld {
  readonly store: SessionStore;
  readonly registrations: Registrations;
  readonly services: (region: string) => Promise<SessionServices>;
  /** The sessions that the user has configured, signed in or not. */
  readonly configured: () => readonly SessionConfig[];
  /** Told after every change of the signed-in sessions, and only then. */
  readonly onChange: (change: SessionsChange) => void;
  readonly log: Log;
}

/** The sessions of this person: which there are, signing in to them, and out of them. */
export class Sessions {
  readonly #world: SessionsWorld;
  /** Everything in the store, sessions whose token has expired included. */
  #stored: ReadonlyMap<string, SignedInSession> = new Map();
  /** Those that were signed in when the world was last told. */
  #announced: ReadonlyMap<string, SignedInSession> = new Map();
  #nextExpiry: NodeJS.Timeout | undefined;
  #loaded: Promise<void> | undefined;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(world: SessionsWorld) {
    this.#world = world;
  }

  /** The sessions whose access token is valid now. */
  signedIn(): readonly SignedInSession[] {
    return this.stored().filter(isValid);
  }

  /** Everything that a sign-out can remove: besides those signed in, those whose token has expired. */
  stored(): readonly SignedInSession[] {
    return [...this.#stored.values()];
  }

  /** The session of that id, if its access token is valid now. */
  find(id: string): SignedInSession | undefined {
    const session = this.#stored.get(id);
    return session && isValid(session) ? session : undefined;
  }

  /** The session of that name: the configured one, where another was signed in to under the same name before. */
  named(name: string): SessionConfig | undefined {
    return this.known().find((session) => session.name === name);
  }

  /** Those signed in whose token has all of the scopes; only the one of that name, where a name is given. */
  serving(name: string | undefined, scopes: readonly string[]): readonly SignedInSession[] {
    const named = name === undefined ? undefined : this.named(name);
    const id = named && sessionId(named);
    return this.signedIn()
      .filter((session) => name === undefined || sessionId(session) === id)
      .filter((session) => scopes.every((scope) => session.registrationScopes.includes(scope)));
  }

  /** The configured sessions, then those that were signed in to, now or before, without being configured. */
  known(): readonly SessionConfig[] {
    const configured = this.#world.configured();
    const ids = new Set(configured.map(sessionId));
    return [...configured, ...this.stored().filter((session) => !ids.has(sessionId(session)))];
  }

  /** Reads the secret store once; later calls wait for the same reading. */
  load(): Promise<void> {
    this.#loaded ??= this.reload();
    return this.#loaded;
  }

  /** Reads the secret store again, because it may have changed. What cannot be read now stays as it was. */
  reload(): Promise<void> {
    return this.#exclusively(async () => {
      const { store, configured, log } = this.#world;
      try {
        const stored = await store.load(configured().map(sessionId));
        this.#update(new Map(stored.map((session) => [sessionId(session), session])));
      } catch {
        log.error('The editor’s secret storage cannot be read at the moment.');
        this.#loaded = undefined;
      }
    });
  }

  /**
   * Signs in by device authorization and stores the session before anybody hears of it.
   *
   * @throws AwsSsoError as `authorizeDevice`; nothing is changed then.
   */
  async signIn(config: SessionConfig, prompt: DevicePrompt, signal: AbortSignal): Promise<SignedInSession> {
    const { registrations, services, store, log } = this.#world;
    const { name, startUrl, region, registrationScopes } = config;
    const { endpoint, oidc } = await services(region);
    const purpose = { endpoint, region, startUrl, registrationScopes, flow: 'deviceAuthorization' } as const;
    log.info(
      `Signing in to ${sessionLabel(config)}: start URL ${startUrl}, region ${region}, at ${endpoint}.`,
    );
    await this.load();
    const session = await registrations.use(oidc, purpose, signal, async (registration) => {
      const token = await authorizeDevice(oidc, registration, startUrl, prompt, signal);
      return {
        ...{ name, startUrl, region, registrationScopes },
        accessToken: token.accessToken,
        expiresAt: Date.now() + token.expiresIn * 1000,
        ...(token.refreshToken ? { refreshToken: token.refreshToken } : {}),
        clientId: registration.clientId,
        clientSecret: registration.clientSecret,
        registrationExpiresAt: registration.expiresAt,
      };
    });
    await this.#exclusively(async () => {
      signal.throwIfAborted();
      await store.save(session);
      this.#update(new Map(this.#stored).set(sessionId(session), session));
    });
    log.info(`Signed in to ${sessionLabel(session)} until ${new Date(session.expiresAt).toISOString()}.`);
    return session;
  }

  /**
   * Signs out: here first, so that it holds even when the service cannot be reached; and at the service, without
   * waiting for it.
   *
   * @returns the session as it was stored, if it was.
   * @throws AwsSsoError `Service` when the editor's secret storage does not forget it; it is out of use all the same.
   */
  async signOut(id: string): Promise<SignedInSession | undefined> {
    await this.load();
    return this.#exclusively(async () => {
      const session = this.#stored.get(id);
      this.#update(new Map([...this.#stored].filter(([other]) => other !== id)));
      if (session && isValid(session)) {
        void this.#logout(session);
      }
      await this.#world.store.delete(id);
      return session;
    });
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

  /** One change at a time, so that none is lost to a reading of the store that began before it. */
  #exclusively<Result>(change: () => Promise<Result>): Promise<Result> {
    const result = this.#lastChange.then(change);
    this.#lastChange = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  dispose(): void {
    clearTimeout(this.#nextExpiry);
  }

  #update(stored: ReadonlyMap<string, SignedInSession>): void {
    this.#stored = stored;
    this.#announce();
  }

  /** Tells the world what has changed since the last time, and comes back when the next token expires. */
  #announce(): void {
    const before = this.#announced;
    const now = new Map([...this.#stored].filter(([, session]) => isValid(session)));
    this.#announced = now;
    this.#comeBack();
    const change: SessionsChange = {
      added: [...now].filter(([id]) => !before.has(id)).map(([, session]) => session),
      changed: [...now]
        .filter(([id, session]) => before.has(id) && before.get(id)?.accessToken !== session.accessToken)
        .map(([, session]) => session),
      removed: [...before].filter(([id]) => !now.has(id)).map(([, session]) => session),
    };
    for (const session of change.removed.filter(({ expiresAt }) => expiresAt <= Date.now())) {
      this.#world.log.info(`The access token of ${sessionLabel(session)} has expired.`);
    }
    if (change.added.length + change.changed.length + change.removed.length > 0) {
      this.#world.onChange(change);
    }
  }

  #comeBack(): void {
    clearTimeout(this.#nextExpiry);
    this.#nextExpiry = undefined;
    if (this.#announced.size > 0) {
      const next = Math.min(...[...this.#announced.values()].map(({ expiresAt }) => expiresAt));
      const wait = Math.min(next - Date.now(), LONGEST_TIMER_MS);
      this.#nextExpiry = setTimeout(() => this.#announce(), wait);
      this.#nextExpiry.unref();
    }
  }
}

function isValid({ expiresAt }: SignedInSession): boolean {
  return expiresAt > Date.now();
}
