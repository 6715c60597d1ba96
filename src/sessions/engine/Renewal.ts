import { type AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { Lock } from '../windows/Lock.ts';
import { busy, unexpected } from './renewalErrors.ts';
import {
  type EndReason,
  isSignedIn,
  type KindRules,
  type SessionKind,
  type SignedIn,
} from './SessionKind.ts';
import { isTokenValid, timeUntilExpiry } from './tokenLifetime.ts';
import { TokenRefresh, type TokenRefreshOptions } from './TokenRefresh.ts';

/** For the last tenth of the time in which a token is due callers wait for the new one. */
const URGENT_SHARE = 0.1;
/** No caller waits longer for another window. */
const LOCK_PATIENCE_MS = 30_000;
const END_PATIENCE_MS = 5_000;
/** How often the clock is looked at: timers stand still while the machine sleeps. */
const LOOK_AGAIN_MS = 60_000;

interface RenewalOptions<K extends SessionKind> extends TokenRefreshOptions<K> {
  readonly lock: Lock;
}

/**
 * Keeps access tokens good: renews them ahead of their expiry, once for all callers and all windows (API operation
 * CreateToken with a refresh token, RFC 6749 section 6), and ends the session when the service gives no more.
 */
export class Renewal<K extends SessionKind> {
  readonly #options: RenewalOptions<K>;
  readonly #rules: KindRules<K>;
  readonly #refresh: TokenRefresh<K>;
  readonly #running = new Map<string, Promise<SignedIn<K>>>();
  /** Each window has its own moment, so that as a rule one is there first and the others hear of it. */
  readonly #spread = Math.random();
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(options: RenewalOptions<K>) {
    this.#options = options;
    this.#rules = options.rules;
    this.#refresh = new TokenRefresh(options);
  }

  /** The session, if its token is good without waiting for anything. Renews it behind the answer where it is due. */
  current(id: string): SignedIn<K> | undefined {
    const record = this.#options.records.get(id);
    if (!isSignedIn<K>(record)) {
      return undefined;
    }
    const left = timeUntilExpiry(record);
    const ahead = this.#rules.aheadOf(record);
    if (left > ahead) {
      return record;
    }
    if (!isTokenValid(record)) {
      return undefined;
    }
    if (!this.#rules.isRefreshedAhead(record) || this.#options.backoff.failureOf(record)) {
      return record;
    }
    this.#renewBehind(id, record);
    return left > ahead * URGENT_SHARE ? record : undefined;
  }

  /**
   * The session with a token that is good now, renewed if it has to be.
   *
   * @throws AwsSsoError `NotSignedIn` with the reason when the session has ended; `Network`, `Throttled`, `Service` or
   * `InvalidRequest` when it goes on, but no new token can be had at the moment.
   */
  async fresh(id: string): Promise<SignedIn<K>> {
    const current = this.current(id);
    if (current) {
      return current;
    }
    const record = this.#options.records.get(id);
    try {
      return await this.renew(id, isSignedIn<K>(record) ? this.#rules.tokenOf(record) : undefined);
    } catch (error) {
      const left = this.#options.records.get(id);
      if (isSignedIn<K>(left) && isTokenValid(left)) {
        return left;
      }
      throw error;
    }
  }

  /** The session with another token than this one. @throws AwsSsoError as `fresh`. */
  renew(id: string, unwanted: string | undefined): Promise<SignedIn<K>> {
    return this.#renew(id, unwanted, false);
  }

  /** The same, because the service does not take this one, whatever the clock says. @throws AwsSsoError as `fresh`. */
  replaceRejected(id: string, rejected: string): Promise<SignedIn<K>> {
    return this.#renew(id, rejected, true);
  }

  /** As `TokenRefresh.hasObtained`. */
  hasObtained(session: SignedIn<K>): boolean {
    return this.#refresh.hasObtained(session);
  }

  /** Ends a session whose tokens the service refuses. @returns the error that says so. */
  endRefused(session: SignedIn<K>, reason: EndReason<K>): Promise<AwsSsoError> {
    const { records, lock } = this.#options;
    const id = this.#rules.idOf(session);
    return lock.hold(`session-${id}`, AbortSignal.timeout(END_PATIENCE_MS), async () => {
      const now = await records.newest(id);
      return this.#refresh.end(isSignedIn<K>(now) ? now : session, reason);
    });
  }

  /** Comes back when the next token is due. No timer runs while nobody is signed in. */
  schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isDisposed) {
      return;
    }
    const moments = this.#signedIn()
      // While one is renewed it is due all the time; when that is over, this is called again.
      .filter((session) => !this.#running.has(this.#rules.idOf(session)))
      .map((session) => this.#moment(session));
    if (moments.length > 0) {
      const wait = Math.max(0, Math.min(Math.min(...moments) - Date.now(), LOOK_AGAIN_MS));
      this.#timer = setTimeout(() => this.#tick(), wait);
      this.#timer.unref();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
  }

  #tick(): void {
    for (const session of this.#signedIn()) {
      if (this.#moment(session) <= Date.now()) {
        this.#renewBehind(this.#rules.idOf(session), session);
      }
    }
    this.schedule();
  }

  #signedIn(): readonly SignedIn<K>[] {
    return this.#options.records.all().filter((record) => isSignedIn<K>(record));
  }

  /** When this window, by itself, does something about the session. */
  #moment(session: SignedIn<K>): number {
    const { backoff } = this.#options;
    if (!this.#rules.isRefreshedAhead(session)) {
      return Math.max(session.expiresAt, backoff.nextAttempt(session));
    }
    const due = Date.now() + timeUntilExpiry(session) - this.#rules.aheadOf(session) * (1 - this.#spread / 2);
    return Math.max(due, backoff.nextAttempt(session));
  }

  #renewBehind(id: string, session: SignedIn<K>): void {
    // How it ended is in the log, and with the next caller.
    void this.renew(id, this.#rules.tokenOf(session)).catch(() => undefined);
  }

  #renew(id: string, unwanted: string | undefined, isRejected: boolean): Promise<SignedIn<K>> {
    const record = this.#options.records.get(id);
    if (isSignedIn<K>(record) && this.#rules.tokenOf(record) !== unwanted && isTokenValid(record)) {
      return Promise.resolve(record);
    }
    const running = this.#running.get(id);
    if (running) {
      // It may be about to bring the very token that is unwanted.
      return running.then((session) =>
        this.#rules.tokenOf(session) === unwanted ? this.#renew(id, unwanted, isRejected) : session,
      );
    }
    const started = this.#start(id, unwanted, isRejected);
    this.#running.set(id, started);
    return started;
  }

  #start(id: string, unwanted: string | undefined, isRejected: boolean): Promise<SignedIn<K>> {
    const { records, backoff } = this.#options;
    return this.#renewWithLock(id, unwanted, isRejected)
      .catch((error: unknown) => {
        const failure = isAwsSsoError(error) ? error : unexpected(error);
        const record = records.get(id);
        // Whatever it was, it is no use to try again at once.
        if (isSignedIn<K>(record) && !backoff.failureOf(record)) {
          backoff.addHere(record, failure);
        }
        throw failure;
      })
      .finally(() => {
        this.#running.delete(id);
        this.schedule();
      });
  }

  async #renewWithLock(id: string, unwanted: string | undefined, isRejected: boolean): Promise<SignedIn<K>> {
    const { records, lock } = this.#options;
    // A window without its editor must not keep the others waiting.
    await records.expectStore();
    const patience = AbortSignal.timeout(LOCK_PATIENCE_MS);
    const refresh = (isAfterCrash: boolean): Promise<SignedIn<K>> =>
      this.#refresh.run(id, unwanted, { isRejected, isAfterCrash });
    return lock.hold(`session-${id}`, patience, refresh).catch((error: unknown) => {
      throw error === patience.reason ? busy() : error;
    });
  }
}
