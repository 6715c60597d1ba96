import { type AwsSsoError, isAwsSsoError } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import type { SsoOidc } from '../aws/SsoOidc.ts';
import { endReason, reasonWithoutRefresh } from './endReason.ts';
import type { Failures } from './Failures.ts';
import type { Lock } from './Lock.ts';
import { busy, goesOn, noAnswer, notSignedIn, unexpected } from './renewalErrors.ts';
import type { SessionRecords } from './SessionRecords.ts';
import {
  type EndReason,
  endedSession,
  isRefreshable,
  isSignedIn,
  isTokenValid,
  renewedRevision,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from './SsoSession.ts';
import { aheadOf, timeLeft } from './tokenTime.ts';

/** For the last tenth of that time callers wait for the new one. */
const URGENT_SHARE = 0.1;
/** No caller waits longer for another window, nor for the service. */
const LOCK_PATIENCE_MS = 30_000;
const REFRESH_TIMEOUT_MS = 20_000;
/** How often the clock is looked at: timers stand still while the machine sleeps. */
const LOOK_AGAIN_MS = 60_000;

export interface RenewalWorld {
  readonly records: SessionRecords;
  readonly lock: Lock;
  readonly failures: Failures;
  readonly oidc: (region: string) => Promise<SsoOidc>;
  readonly log: Log;
}

/**
 * Keeps access tokens good: renews them ahead of their expiry, once for all callers and all windows (API operation
 * CreateToken with a refresh token, RFC 6749 section 6), and ends the session when the service gives no more.
 */
export class Renewal {
  readonly #world: RenewalWorld;
  readonly #running = new Map<string, Promise<SignedInSession>>();
  /** Each window has its own moment, so that as a rule one is there first and the others hear of it. */
  readonly #spread = Math.random();
  /** The tokens that this window has got itself last, by the session's id. */
  readonly #obtained = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(world: RenewalWorld) {
    this.#world = world;
  }

  /** The session, if its token is good without waiting for anything. Renews it behind the answer where it is due. */
  current(id: string): SignedInSession | undefined {
    const record = this.#world.records.get(id);
    if (!isSignedIn(record) || !isTokenValid(record)) {
      return undefined;
    }
    const left = timeLeft(record);
    const ahead = aheadOf(record);
    if (left > ahead || !isRefreshable(record) || this.#world.failures.of(record)) {
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
  async fresh(id: string): Promise<SignedInSession> {
    const current = this.current(id);
    if (current) {
      return current;
    }
    const record = this.#world.records.get(id);
    try {
      return await this.renew(id, isSignedIn(record) ? record.accessToken : undefined);
    } catch (error) {
      const left = this.#world.records.get(id);
      if (isSignedIn(left) && isTokenValid(left)) {
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
  renew(id: string, unwanted: string | undefined): Promise<SignedInSession> {
    return this.#renew(id, unwanted, false);
  }

  /**
   * The same, because the portal does not take this one, whatever the clock says.
   *
   * @throws AwsSsoError as `fresh`.
   */
  replaceRejected(id: string, rejected: string): Promise<SignedInSession> {
    return this.#renew(id, rejected, true);
  }

  /** Whether this window has got that token from the service itself, so that no newer one is to be had. */
  hasObtained(session: SignedInSession): boolean {
    return this.#obtained.get(sessionId(session)) === session.accessToken;
  }

  /** Ends the session. @returns the error that says so. */
  async end(record: SignedInSession, reason: EndReason): Promise<AwsSsoError> {
    const { records, log } = this.#world;
    await records.enforce(endedSession(record, reason)).catch(() => undefined);
    const now = records.get(sessionId(record));
    if (!isSignedIn(now)) {
      log.info(`The session ${sessionLabel(record)} has ended (${reason}).`);
    }
    return notSignedIn(now);
  }

  #renew(id: string, unwanted: string | undefined, isRejected: boolean): Promise<SignedInSession> {
    const record = this.#world.records.get(id);
    if (isSignedIn(record) && record.accessToken !== unwanted && isTokenValid(record)) {
      return Promise.resolve(record);
    }
    const running = this.#running.get(id);
    if (running) {
      // It may be about to bring the very token that is unwanted.
      return running.then((session) =>
        session.accessToken === unwanted ? this.#renew(id, unwanted, isRejected) : session,
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
      .filter((record) => isSignedIn(record))
      // While one is renewed it is due all the time; when that is over, this is called again.
      .filter((record) => !this.#running.has(sessionId(record)))
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
      if (isSignedIn(record) && this.#moment(record) <= Date.now()) {
        this.#renewBehind(sessionId(record), record);
      }
    }
    this.schedule();
  }

  /** When this window, by itself, does something about the session. */
  #moment(record: SignedInSession): number {
    if (!isRefreshable(record)) {
      return Math.max(record.expiresAt, this.#world.failures.nextAttempt(record));
    }
    const due = Date.now() + timeLeft(record) - aheadOf(record) * (1 - this.#spread / 2);
    return Math.max(due, this.#world.failures.nextAttempt(record));
  }

  #renewBehind(id: string, record: SignedInSession): void {
    // How it ended is in the log, and with the next caller.
    void this.renew(id, record.accessToken).catch(() => undefined);
  }

  #start(id: string, unwanted: string | undefined, isRejected: boolean): Promise<SignedInSession> {
    return this.#renewWithLock(id, unwanted, isRejected)
      .catch((error: unknown) => {
        const failure = isAwsSsoError(error) ? error : unexpected(error);
        const record = this.#world.records.get(id);
        // Whatever it was, it is no use to try again at once.
        if (isSignedIn(record) && !this.#world.failures.of(record)) {
          this.#world.failures.addHere(record, failure);
        }
        throw failure;
      })
      .finally(() => {
        this.#running.delete(id);
        this.schedule();
      });
  }

  async #renewWithLock(
    id: string,
    unwanted: string | undefined,
    isRejected: boolean,
  ): Promise<SignedInSession> {
    // A window without its editor must not keep the others waiting.
    await this.#world.records.expectStore();
    const patience = AbortSignal.timeout(LOCK_PATIENCE_MS);
    const alone = (): Promise<SignedInSession> => this.#renewAlone(id, unwanted, isRejected);
    return this.#world.lock.hold(`session-${id}`, patience, alone).catch((error: unknown) => {
      throw error === patience.reason ? busy() : error;
    });
  }

  /** With the lock: nobody else changes the session now, except by signing in or out. */
  async #renewAlone(id: string, unwanted: string | undefined, isRejected: boolean): Promise<SignedInSession> {
    const { records, failures, log } = this.#world;
    const record = await records.newest(id);
    if (!isSignedIn(record)) {
      throw notSignedIn(record);
    }
    if (record.accessToken !== unwanted && isTokenValid(record)) {
      return record;
    }
    const failure = failures.of(record);
    if (failure) {
      throw failure;
    }
    if (!isRefreshable(record)) {
      if (isTokenValid(record) && !isRejected) {
        return record;
      }
      throw await this.end(record, reasonWithoutRefresh(record, isRejected));
    }
    try {
      const renewed = await this.#refresh(record);
      log.info(
        `Renewed the token of ${sessionLabel(record)}: good until ${new Date(renewed.expiresAt).toISOString()}.`,
      );
      return renewed;
    } catch (error) {
      const reason = endReason(error, record, isRejected);
      if (reason === undefined) {
        return this.#fail(record, error);
      }
      // Somebody who does not know of the lock, such as the AWS CLI, may have been faster.
      const newer = await records.newest(id);
      if (!isSignedIn(newer)) {
        throw notSignedIn(newer);
      }
      if (newer.accessToken !== record.accessToken) {
        return isTokenValid(newer) ? newer : this.#renewAlone(id, newer.accessToken, false);
      }
      if (reason === 'answerLost' && isTokenValid(record) && !isRejected) {
        return this.#keepUntilExpiry(record);
      }
      throw await this.end(record, reason);
    }
  }

  async #refresh(record: SignedInSession): Promise<SignedInSession> {
    const { records, oidc, log } = this.#world;
    const { clientId, clientSecret, refreshToken = '' } = record;
    const service = await oidc(record.region);
    const asked = Date.now();
    const token = await service.createToken(
      { clientId, clientSecret },
      { grantType: 'refresh_token', refreshToken },
      AbortSignal.timeout(REFRESH_TIMEOUT_MS),
    );
    const receivedAt = Date.now();
    const renewed: SignedInSession = {
      ...record,
      receivedAt,
      accessToken: token.accessToken,
      expiresAt: receivedAt + token.expiresIn * 1000,
      // RFC 6749 section 6: without a new one the old one stays in use.
      refreshToken: token.refreshToken ?? refreshToken,
      isAnswerLost: undefined,
      revision: renewedRevision(record),
    };
    if (receivedAt - asked < REFRESH_TIMEOUT_MS) {
      // Otherwise the machine has slept meanwhile, and the token may be old already.
      this.#obtained.set(sessionId(record), renewed.accessToken);
    }
    await records.put(renewed).catch((error: unknown) => {
      // The old refresh token may be used up, so the new one is all there is.
      log.error(isAwsSsoError(error) ? error.message : 'The renewed session could not be stored.');
      return records.enforce(renewed).catch(() => undefined);
    });
    return this.#inForce(record);
  }

  /** What has become of the session: somebody may have signed out, or in again, meanwhile. */
  #inForce(record: SignedInSession): SignedInSession {
    const now = this.#world.records.get(sessionId(record));
    if (!isSignedIn(now)) {
      throw notSignedIn(now);
    }
    return now;
  }

  /** The session goes on, and its token with it for as long as it is good. */
  async #fail(record: SignedInSession, error: unknown): Promise<never> {
    const { records, failures, log } = this.#world;
    const cause = isAwsSsoError(error) ? error : isTimeout(error) ? noAnswer(error) : unexpected(error);
    log.warn(`The token of ${sessionLabel(record)} could not be renewed: ${cause.message}`);
    const failure = goesOn(record, cause);
    failures.add(record, failure);
    // Somebody who does not know of the lock may have put a newer token in its place meanwhile.
    const now = records.get(sessionId(record));
    const isStill = isSignedIn(now) && now.accessToken === record.accessToken;
    if (isStill && failure.network?.maybeSent && !failure.network.foreignAnswer && !record.isAnswerLost) {
      const marked = { ...record, isAnswerLost: true, revision: renewedRevision(record) };
      await records.put(marked).catch(() => undefined);
    }
    throw failure;
  }

  /** The network cost the refresh token; that is no reason to take the access token, too. */
  async #keepUntilExpiry(record: SignedInSession): Promise<SignedInSession> {
    const kept = { ...record, refreshToken: undefined, revision: renewedRevision(record) };
    await this.#world.records.enforce(kept).catch(() => undefined);
    return this.#inForce(record);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
