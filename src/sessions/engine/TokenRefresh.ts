import { type AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { NEVER } from '../../base/never.ts';
import { sleep } from '../../base/sleep.ts';
import { mayLast } from '../../base/timeLeft.ts';
import type { Records } from './Records.ts';
import type { RefreshBackoff } from './RefreshBackoff.ts';
import { RepeatedRefusals } from './RepeatedRefusals.ts';
import { mayHaveActed, noAnswer, notSignedIn, unexpected, withSentence } from './renewalErrors.ts';
import { renewedRevision } from './revisions.ts';
import {
  type EndReason,
  endedRecord,
  isSignedIn,
  type KindRules,
  type Renewed,
  type SessionKind,
  type SessionRecord,
  type SignedIn,
} from './SessionKind.ts';
import { isTokenValid } from './tokenLifetime.ts';

/** No caller waits longer for the service. */
const REFRESH_TIMEOUT_MS = 20_000;
/** How often, and how far apart, another's renewal is looked for before a refusal is believed. */
const LOOKS = 5;
const LOOK_MS = 1_000;

export interface TokenRefreshOptions<K extends SessionKind> {
  readonly rules: KindRules<K>;
  readonly records: Records<K>;
  readonly backoff: RefreshBackoff<K>;
  /** Makes sure that the session was signed in to where its refresh token would go. @throws AwsSsoError */
  readonly expectIssuer: (session: SignedIn<K>) => Promise<void>;
  /** Uses the refresh token. @throws AwsSsoError; the signal's reason when aborted. */
  readonly refresh: (session: SignedIn<K>, signal: AbortSignal) => Promise<Renewed<K>>;
  readonly log: Log;
}

/** Why, and after what, a token is refreshed. */
interface Circumstances {
  /** The service does not take the one that there is, whatever the clock says. */
  readonly isRejected?: boolean;
  /** A window was killed while it had the lock. */
  readonly isAfterCrash?: boolean;
}

/** One refresh, for who holds the lock of the session: nobody else changes it then, except by signing in or out. */
export class TokenRefresh<K extends SessionKind> {
  readonly #options: TokenRefreshOptions<K>;
  readonly #rules: KindRules<K>;
  readonly #refusals: RepeatedRefusals<K>;
  /** The tokens that this window has got itself last, by the session's id. */
  readonly #obtained = new Map<string, string>();

  constructor(options: TokenRefreshOptions<K>) {
    this.#options = options;
    this.#rules = options.rules;
    this.#refusals = new RepeatedRefusals(options.rules);
  }

  /** Whether this window has got that token from the service itself, so that no newer one is to be had. */
  hasObtained(session: SignedIn<K>): boolean {
    return this.#obtained.get(this.#rules.idOf(session)) === this.#rules.tokenOf(session);
  }

  /** The session with another token than this one. @throws AwsSsoError as `Renewal.fresh`. */
  async run(
    id: string,
    unwanted: string | undefined,
    { isRejected = false, isAfterCrash = false }: Circumstances = {},
  ): Promise<SignedIn<K>> {
    const { records, backoff, log } = this.#options;
    const found = await records.newest(id);
    if (!isSignedIn<K>(found)) {
      throw notSignedIn(this.#rules, found);
    }
    if (this.#rules.tokenOf(found) !== unwanted && isTokenValid(found)) {
      return found;
    }
    // A window that was killed may have been on the point of storing what it had got.
    const record = isAfterCrash ? await this.#mark(found) : found;
    const failure = backoff.failureOf(record);
    if (failure) {
      throw failure;
    }
    if (isTokenValid(record) && !isRejected && !this.#rules.isRefreshedAhead(record)) {
      return record;
    }
    if (!this.#rules.isRefreshable(record)) {
      throw await this.end(record, this.#rules.reasonWithoutRefresh(record, isRejected));
    }
    await this.#expectIssuer(record);
    try {
      const renewed = await this.#refresh(record);
      const until = new Date(renewed.expiresAt).toISOString();
      log.info(`Renewed the token of ${this.#rules.labelOf(record)}: good until ${until}.`);
      return renewed;
    } catch (error) {
      const reason =
        this.#rules.endReason(error, record, isRejected) ?? this.#refusals.reasonAfter(error, record);
      if (reason === undefined) {
        return this.#fail(record, error);
      }
      const newer = await this.#another(record);
      if (!isSignedIn<K>(newer)) {
        throw notSignedIn(this.#rules, newer);
      }
      if (this.#rules.tokenOf(newer) !== this.#rules.tokenOf(record)) {
        return isTokenValid(newer) ? newer : this.run(id, this.#rules.tokenOf(newer));
      }
      if (reason === 'answerLost' && mayLast(record, record.expiresAt) && !isRejected) {
        return this.#keepUntilExpiry(record);
      }
      throw await this.end(record, reason);
    }
  }

  /**
   * What has become of a session whose refresh token is refused. Somebody who does not know of the lock may have been faster,
   * such as the AWS CLI, or an extension host in a container, and stores what it got only now.
   */
  async #another(session: SignedIn<K>): Promise<SessionRecord<K> | undefined> {
    const { records } = this.#options;
    const { idOf, tokenOf } = this.#rules;
    for (let looks = 0; ; looks++) {
      const now = await records.newest(idOf(session));
      if (looks === LOOKS || !isSignedIn<K>(now) || tokenOf(now) !== tokenOf(session)) {
        return now;
      }
      await sleep(LOOK_MS, NEVER);
    }
  }

  /** Ends the session. @returns the error that says so. */
  async end(session: SignedIn<K>, reason: EndReason<K>): Promise<AwsSsoError> {
    const { records, log } = this.#options;
    await records.enforce(endedRecord(this.#rules, session, reason)).catch(() => undefined);
    const now = records.get(this.#rules.idOf(session));
    if (!isSignedIn<K>(now)) {
      log.info(`The session ${this.#rules.labelOf(session)} has ended (${reason}).`);
    }
    return notSignedIn(this.#rules, now);
  }

  /** What another window may do, which has other endpoints, is not this one's business, so none is told. */
  async #expectIssuer(session: SignedIn<K>): Promise<void> {
    const { expectIssuer, log } = this.#options;
    const { labelOf, sentences } = this.#rules;
    try {
      await expectIssuer(session);
    } catch (error) {
      const cause = isAwsSsoError(error) ? error : unexpected(error);
      log.warn(`The token of ${labelOf(session)} is not renewed here: ${cause.message}`);
      throw withSentence(cause, sentences.goesOn(session, cause.message));
    }
  }

  async #refresh(session: SignedIn<K>): Promise<SignedIn<K>> {
    const { records, refresh, log } = this.#options;
    const asked = Date.now();
    const { expiresIn, refreshToken, ...tokens } = await refresh(
      session,
      AbortSignal.timeout(REFRESH_TIMEOUT_MS),
    );
    const receivedAt = Date.now();
    const renewed: SignedIn<K> = {
      ...session,
      ...tokens,
      receivedAt,
      expiresAt: receivedAt + expiresIn * 1000,
      refreshToken: refreshToken ?? session.refreshToken,
      isAnswerLost: undefined,
      revision: renewedRevision(session),
    };
    if (receivedAt - asked < REFRESH_TIMEOUT_MS) {
      // Otherwise the machine has slept meanwhile, and the token may be old already.
      this.#obtained.set(this.#rules.idOf(session), this.#rules.tokenOf(renewed));
    }
    await records.put(renewed).catch((error: unknown) => {
      // The old refresh token may be used up, so the new one is all there is.
      log.error(isAwsSsoError(error) ? error.message : 'The renewed session could not be stored.');
      return records.enforce(renewed).catch(() => undefined);
    });
    return this.#inForce(session);
  }

  /** What has become of the session: somebody may have signed out, or in again, meanwhile. */
  #inForce(session: SignedIn<K>): SignedIn<K> {
    const now = this.#options.records.get(this.#rules.idOf(session));
    if (!isSignedIn<K>(now)) {
      throw notSignedIn(this.#rules, now);
    }
    return now;
  }

  /** The session goes on, and its token with it for as long as it is good. */
  async #fail(session: SignedIn<K>, error: unknown): Promise<never> {
    const { records, backoff, log } = this.#options;
    const { idOf, labelOf, tokenOf, sentences } = this.#rules;
    const cause = isAwsSsoError(error) ? error : isTimeout(error) ? noAnswer(error) : unexpected(error);
    log.warn(`The token of ${labelOf(session)} could not be renewed: ${cause.message}`);
    // Who asked for a token must not think that the session is over.
    const failure = withSentence(cause, sentences.goesOn(session, cause.message));
    backoff.add(session, failure);
    // Somebody who does not know of the lock may have put a newer token in its place meanwhile.
    const now = records.get(idOf(session));
    const isStill = isSignedIn<K>(now) && tokenOf(now) === tokenOf(session);
    if (isStill && mayHaveActed(failure)) {
      await this.#mark(session);
    }
    throw failure;
  }

  /** Remembers that the refresh token may be used up. */
  async #mark(session: SignedIn<K>): Promise<SignedIn<K>> {
    if (session.isAnswerLost) {
      return session;
    }
    const marked = { ...session, isAnswerLost: true };
    await this.#options.records.put(marked).catch(() => undefined);
    return marked;
  }

  /** The network cost the refresh token; that is no reason to take the access token, too. */
  async #keepUntilExpiry(session: SignedIn<K>): Promise<SignedIn<K>> {
    const kept = { ...session, refreshToken: undefined };
    await this.#options.records.enforce(kept).catch(() => undefined);
    return this.#inForce(session);
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
