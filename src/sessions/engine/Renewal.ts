import { type AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import type { Failures } from './Failures.ts';
import type { Lock } from '../windows/Lock.ts';
import { busy, noAnswer, unexpected } from './renewalErrors.ts';
import type { CommonReason, Renewable, Revised, SessionKind } from './SessionKind.ts';
import type { SessionRecords } from './SessionRecords.ts';
import {
  type EndedSession,
  type EndReason,
  isTokenValid,
  renewedRevision,
  type SessionConfig,
  type SignedInSession,
} from '../kinds/SsoSession.ts';
import { timeLeft } from './tokenTime.ts';

/** For the last tenth of that time callers wait for the new one. */
const URGENT_SHARE = 0.1;
/** No caller waits longer for another window, nor for the service. */
const LOCK_PATIENCE_MS = 30_000;
const REFRESH_TIMEOUT_MS = 20_000;
/** How often the clock is looked at: timers stand still while the machine sleeps. */
const LOOK_AGAIN_MS = 60_000;

/** What a refresh brings: all of the record that is another now, but for its times. */
export type Renewed<Live extends Renewable> = Omit<Partial<Live>, keyof Renewable> & {
  /** RFC 6749 section 6: without a new one the old one stays in use. */
  readonly refreshToken?: string | undefined;
  /** Seconds from now. */
  readonly expiresIn: number;
};

export interface RenewalWorld<Config, Live extends Renewable, Ended extends Revised, Reason extends string> {
  readonly kind: SessionKind<Live, Ended, Reason>;
  readonly records: SessionRecords<Config, Live, Ended, Reason>;
  readonly lock: Lock;
  readonly failures: Failures<Live>;
  /** Uses the refresh token. @throws AwsSsoError; the signal's reason when aborted. */
  readonly refresh: (record: Live, signal: AbortSignal) => Promise<Renewed<Live>>;
  readonly log: Log;
}

/**
 * Keeps access tokens good: renews them ahead of their expiry, once for all callers and all windows (API operation
 * CreateToken with a refresh token, RFC 6749 section 6), and ends the session when the service gives no more.
 */
export class Renewal<
  Config = SessionConfig,
  Live extends Renewable = SignedInSession,
  Ended extends Revised = EndedSession,
  Reason extends string = EndReason,
> {
  readonly #world: RenewalWorld<Config, Live, Ended, Reason>;
  readonly #kind: SessionKind<Live, Ended, Reason>;
  readonly #running = new Map<string, Promise<Live>>();
  /** Each window has its own moment, so that as a rule one is there first and the others hear of it. */
  readonly #spread = Math.random();
  /** The tokens that this window has got itself last, by the session's id. */
  readonly #obtained = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(world: RenewalWorld<Config, Live, Ended, Reason>) {
    this.#world = world;
    this.#kind = world.kind;
  }

  /** The session, if its token is good without waiting for anything. Renews it behind the answer where it is due. */
  current(id: string): Live | undefined {
    const record = this.#world.records.get(id);
    if (!this.#kind.isSignedIn(record)) {
      return undefined;
    }
    const left = timeLeft(record);
    const ahead = this.#kind.aheadOf(record);
    if (left > ahead) {
      return record;
    }
    if (!isTokenValid(record)) {
      return undefined;
    }
    if (!this.#kind.isRefreshable(record) || this.#world.failures.of(record)) {
      return record;
    }
    this.#renewBehind(id, record);
    return left > ahead * URGENT_SHARE ? record : undefined;
  }

  /**
   * The session with a token that is good now, renewed if it has to be.
   *
   * @throws AwsSsoError `NotSignedIn` with the reason when the session has ended; `Network`, `Throttled` or `Service`
   * when it goes on, but no new token can be had at the moment.
   */
  async fresh(id: string): Promise<Live> {
    const current = this.current(id);
    if (current) {
      return current;
    }
    const record = this.#world.records.get(id);
    try {
      return await this.renew(id, this.#kind.isSignedIn(record) ? this.#kind.tokenOf(record) : undefined);
    } catch (error) {
      const left = this.#world.records.get(id);
      if (this.#kind.isSignedIn(left) && isTokenValid(left)) {
        return left;
      }
      throw error;
    }
  }

  /**
   * The session with another token than this one.
   *
   * @throws AwsSsoError as `fresh`.
   */
  renew(id: string, unwanted: string | undefined): Promise<Live> {
    return this.#renew(id, unwanted, false);
  }

  /**
   * The same, because the portal does not take this one, whatever the clock says.
   *
   * @throws AwsSsoError as `fresh`.
   */
  replaceRejected(id: string, rejected: string): Promise<Live> {
    return this.#renew(id, rejected, true);
  }

  /** Whether this window has got that token from the service itself, so that no newer one is to be had. */
  hasObtained(session: Live): boolean {
    return this.#obtained.get(this.#kind.idOf(session)) === this.#kind.tokenOf(session);
  }

  /** Ends the session. @returns the error that says so. */
  async end(record: Live, reason: Reason | CommonReason): Promise<AwsSsoError> {
    const { records, log } = this.#world;
    await records.enforce(this.#kind.ended(record, reason)).catch(() => undefined);
    const now = records.get(this.#kind.idOf(record));
    if (!this.#kind.isSignedIn(now)) {
      log.info(`The session ${this.#kind.labelOf(record)} has ended (${reason}).`);
    }
    return this.#kind.notSignedIn(now);
  }

  #renew(id: string, unwanted: string | undefined, isRejected: boolean): Promise<Live> {
    const record = this.#world.records.get(id);
    if (this.#kind.isSignedIn(record) && this.#kind.tokenOf(record) !== unwanted && isTokenValid(record)) {
      return Promise.resolve(record);
    }
    const running = this.#running.get(id);
    if (running) {
      // It may be about to bring the very token that is unwanted.
      return running.then((session) =>
        this.#kind.tokenOf(session) === unwanted ? this.#renew(id, unwanted, isRejected) : session,
      );
    }
    const started = this.#start(id, unwanted, isRejected);
    this.#running.set(id, started);
    return started;
  }

  /** Comes back when the next token is due. No timer runs while nobody is signed in. */
  schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isDisposed) {
      return;
    }
    const moments = this.#world.records
      .all()
      .filter((record) => this.#kind.isSignedIn(record))
      // While one is renewed it is due all the time; when that is over, this is called again.
      .filter((record) => !this.#running.has(this.#kind.idOf(record)))
      .map((record) => this.#moment(record));
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
    for (const record of this.#world.records.all()) {
      if (this.#kind.isSignedIn(record) && this.#moment(record) <= Date.now()) {
        this.#renewBehind(this.#kind.idOf(record), record);
      }
    }
    this.schedule();
  }

  /** When this window, by itself, does something about the session. */
  #moment(record: Live): number {
    if (!this.#kind.isRefreshable(record)) {
      return Math.max(record.expiresAt, this.#world.failures.nextAttempt(record));
    }
    const due = Date.now() + timeLeft(record) - this.#kind.aheadOf(record) * (1 - this.#spread / 2);
    return Math.max(due, this.#world.failures.nextAttempt(record));
  }

  #renewBehind(id: string, record: Live): void {
    // How it ended is in the log, and with the next caller.
    void this.renew(id, this.#kind.tokenOf(record)).catch(() => undefined);
  }

  #start(id: string, unwanted: string | undefined, isRejected: boolean): Promise<Live> {
    return this.#renewWithLock(id, unwanted, isRejected)
      .catch((error: unknown) => {
        const failure = isAwsSsoError(error) ? error : unexpected(error);
        const record = this.#world.records.get(id);
        // Whatever it was, it is no use to try again at once.
        if (this.#kind.isSignedIn(record) && !this.#world.failures.of(record)) {
          this.#world.failures.addHere(record, failure);
        }
        throw failure;
      })
      .finally(() => {
        this.#running.delete(id);
        this.schedule();
      });
  }

  async #renewWithLock(id: string, unwanted: string | undefined, isRejected: boolean): Promise<Live> {
    // A window without its editor must not keep the others waiting.
    await this.#world.records.expectStore();
    const patience = AbortSignal.timeout(LOCK_PATIENCE_MS);
    const alone = (): Promise<Live> => this.#renewAlone(id, unwanted, isRejected);
    return this.#world.lock.hold(`session-${id}`, patience, alone).catch((error: unknown) => {
      throw error === patience.reason ? busy() : error;
    });
  }

  /** With the lock: nobody else changes the session now, except by signing in or out. */
  async #renewAlone(id: string, unwanted: string | undefined, isRejected: boolean): Promise<Live> {
    const { records, failures, log } = this.#world;
    const record = await records.newest(id);
    if (!this.#kind.isSignedIn(record)) {
      throw this.#kind.notSignedIn(record);
    }
    if (this.#kind.tokenOf(record) !== unwanted && isTokenValid(record)) {
      return record;
    }
    const failure = failures.of(record);
    if (failure) {
      throw failure;
    }
    if (!this.#kind.isRefreshable(record)) {
      if (isTokenValid(record) && !isRejected) {
        return record;
      }
      throw await this.end(record, this.#kind.reasonWithoutRefresh(record, isRejected));
    }
    try {
      const renewed = await this.#refresh(record);
      log.info(
        `Renewed the token of ${this.#kind.labelOf(record)}: good until ${new Date(renewed.expiresAt).toISOString()}.`,
      );
      return renewed;
    } catch (error) {
      const reason = this.#kind.endReason(error, record, isRejected);
      if (reason === undefined) {
        return this.#fail(record, error);
      }
      // Somebody who does not know of the lock, such as the AWS CLI, may have been faster.
      const newer = await records.newest(id);
      if (!this.#kind.isSignedIn(newer)) {
        throw this.#kind.notSignedIn(newer);
      }
      if (this.#kind.tokenOf(newer) !== this.#kind.tokenOf(record)) {
        return isTokenValid(newer) ? newer : this.#renewAlone(id, this.#kind.tokenOf(newer), false);
      }
      if (reason === 'answerLost' && isTokenValid(record) && !isRejected) {
        return this.#keepUntilExpiry(record);
      }
      throw await this.end(record, reason);
    }
  }

  async #refresh(record: Live): Promise<Live> {
    const { records, refresh, log } = this.#world;
    const asked = Date.now();
    const { expiresIn, refreshToken, ...rest } = await refresh(
      record,
      AbortSignal.timeout(REFRESH_TIMEOUT_MS),
    );
    const receivedAt = Date.now();
    const renewed: Live = {
      ...record,
      ...rest,
      receivedAt,
      expiresAt: receivedAt + expiresIn * 1000,
      refreshToken: refreshToken ?? record.refreshToken,
      isAnswerLost: undefined,
      revision: renewedRevision(record),
    };
    if (receivedAt - asked < REFRESH_TIMEOUT_MS) {
      // Otherwise the machine has slept meanwhile, and the token may be old already.
      this.#obtained.set(this.#kind.idOf(record), this.#kind.tokenOf(renewed));
    }
    await records.put(renewed).catch((error: unknown) => {
      // The old refresh token may be used up, so the new one is all there is.
      log.error(isAwsSsoError(error) ? error.message : 'The renewed session could not be stored.');
      return records.enforce(renewed).catch(() => undefined);
    });
    return this.#inForce(record);
  }

  /** What has become of the session: somebody may have signed out, or in again, meanwhile. */
  #inForce(record: Live): Live {
    const now = this.#world.records.get(this.#kind.idOf(record));
    if (!this.#kind.isSignedIn(now)) {
      throw this.#kind.notSignedIn(now);
    }
    return now;
  }

  /** The session goes on, and its token with it for as long as it is good. */
  async #fail(record: Live, error: unknown): Promise<never> {
    const { records, failures, log } = this.#world;
    const cause = isAwsSsoError(error) ? error : isTimeout(error) ? noAnswer(error) : unexpected(error);
    log.warn(`The token of ${this.#kind.labelOf(record)} could not be renewed: ${cause.message}`);
    const failure = this.#kind.goesOn(record, cause);
    failures.add(record, failure);
    // Somebody who does not know of the lock may have put a newer token in its place meanwhile.
    const now = records.get(this.#kind.idOf(record));
    const isStill = this.#kind.isSignedIn(now) && this.#kind.tokenOf(now) === this.#kind.tokenOf(record);
    if (isStill && failure.network?.maybeSent && failure.network.kind !== 'foreign' && !record.isAnswerLost) {
      const marked = { ...record, isAnswerLost: true, revision: renewedRevision(record) };
      await records.put(marked).catch(() => undefined);
    }
    throw failure;
  }

  /** The network cost the refresh token; that is no reason to take the access token, too. */
  async #keepUntilExpiry(record: Live): Promise<Live> {
    const kept = { ...record, refreshToken: undefined, revision: renewedRevision(record) };
    await this.#world.records.enforce(kept).catch(() => undefined);
    return this.#inForce(record);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
