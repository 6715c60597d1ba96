import { AwsSsoError, type ErrorCode } from '../../base/errors.ts';
import type { OtherWindows } from '../windows/OtherWindows.ts';
import type { KindRules, SessionKind, SignedIn } from './SessionKind.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A service, or a proxy, that asks for more is not taken at its word. */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;
/** A caller who comes later than this is worth a try, whatever the window has planned for itself. */
const CALLERS_PAUSE_MS = 5_000;

/** The codes of failures that do not end a session. */
export const FAILURE_CODES = [
  'Network',
  'Throttled',
  'Service',
  'InvalidRequest',
] as const satisfies readonly ErrorCode[];

/** A refresh that failed, as windows tell each other. */
export interface Failure {
  readonly id: string;
  /** Which token could not be renewed: by when it expires. */
  readonly expiresAt: number;
  readonly code: (typeof FAILURE_CODES)[number];
  readonly message: string;
  /** How often it has failed by now. */
  readonly count: number;
  /** How long the service asks to be left alone, in milliseconds. */
  readonly retryAfter: number;
}

interface Remembered extends Failure {
  readonly at: number;
}

/** Remembers refreshes that failed: none is tried again before its pause is over, in whatever window it failed. */
export class RefreshBackoff<K extends SessionKind> {
  readonly #failures = new Map<string, Remembered>();
  readonly #rules: KindRules<K>;
  readonly #otherWindows: OtherWindows;

  constructor(rules: KindRules<K>, otherWindows: OtherWindows) {
    this.#rules = rules;
    this.#otherWindows = otherWindows;
  }

  /** Why the token cannot be renewed now, as long as asking again is no use. */
  failureOf(session: SignedIn<K>): AwsSsoError | undefined {
    const failure = this.#lastOf(session);
    if (!failure) {
      return undefined;
    }
    const pause = Math.max(Math.min(pauseOf(failure), CALLERS_PAUSE_MS), failure.retryAfter);
    const isOver = Date.now() >= failure.at + pause;
    return isOver ? undefined : new AwsSsoError(failure.code, failure.message);
  }

  /** When the window may try by itself: epoch milliseconds, 0 for at once. */
  nextAttempt(session: SignedIn<K>): number {
    const failure = this.#lastOf(session);
    return failure ? failure.at + Math.max(pauseOf(failure), failure.retryAfter) : 0;
  }

  add(session: SignedIn<K>, error: AwsSsoError): void {
    const failure = this.addHere(session, error);
    const { failure: kind } = this.#rules.messages;
    if (kind !== undefined) {
      void this.#otherWindows.ask({ kind, failure });
    }
  }

  /** Adds one that is no other window's business. */
  addHere(session: SignedIn<K>, { code, message, service }: AwsSsoError): Failure {
    const failure: Failure = {
      id: this.#rules.idOf(session),
      expiresAt: session.expiresAt,
      message,
      code: isOneOf(FAILURE_CODES, code) ? code : 'Service',
      count: (this.#lastOf(session)?.count ?? 0) + 1,
      retryAfter: service?.retryAfter ?? 0,
    };
    this.receive(failure);
    return failure;
  }

  /** Takes one that another window tells of. */
  receive(failure: Failure): void {
    const retryAfter = Math.min(failure.retryAfter, LONGEST_RETRY_AFTER_MS);
    this.#failures.set(failure.id, { ...failure, retryAfter, at: Date.now() });
  }

  /** The last failure, unless it is of another token, or from a time that, by the clock, is yet to come. */
  #lastOf(session: SignedIn<K>): Remembered | undefined {
    const failure = this.#failures.get(this.#rules.idOf(session));
    return failure?.expiresAt === session.expiresAt && failure.at <= Date.now() ? failure : undefined;
  }
}

function pauseOf({ count }: Failure): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - 1));
}

function isOneOf<Item extends string>(list: readonly Item[], text: string): text is Item {
  return (list as readonly string[]).includes(text);
}
