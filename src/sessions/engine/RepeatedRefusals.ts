import { isAwsSsoError } from '../../base/errors.ts';
import { type KindRules, type SessionKind, type SignedIn } from './SessionKind.ts';
import { isTokenValid } from './tokenLifetime.ts';

/** How many refusals it takes, and how far apart they have to be: what passes by itself has passed by then. */
const REFUSALS = 3;
const APART_MS = 2 * 60_000;

interface Refused {
  readonly token: string;
  /** What AWS said. */
  readonly words: string;
  readonly count: number;
  readonly at: number;
}

/**
 * Counts the refusals of AWS that say nothing clear about the session, such as a ValidationException. Each by itself ends
 * nothing; but a session whose token has expired, and that AWS refuses in the same words again and again, is over.
 */
export class RepeatedRefusals<K extends SessionKind> {
  readonly #rules: KindRules<K>;
  readonly #refused = new Map<string, Refused>();

  constructor(rules: KindRules<K>) {
    this.#rules = rules;
  }

  /** Adds one. @returns `refused` when there have been enough of it. */
  reasonAfter(error: unknown, session: SignedIn<K>): 'refused' | undefined {
    const words = wordsOf(error);
    if (words === undefined || isTokenValid(session)) {
      return undefined;
    }
    const id = this.#rules.idOf(session);
    const token = this.#rules.tokenOf(session);
    const now = Date.now();
    const before = this.#refused.get(id);
    const isAlike = before?.token === token && before.words === words && before.at <= now;
    if (isAlike && now - before.at < APART_MS) {
      return undefined;
    }
    const count = isAlike ? before.count + 1 : 1;
    this.#refused.set(id, { token, words, count, at: now });
    return count >= REFUSALS ? 'refused' : undefined;
  }
}

/** Undefined for anything else than a refusal of AWS: no answer, a server in trouble, a request for fewer requests. */
function wordsOf(error: unknown): string | undefined {
  const { name, error: word = '', status, retryable } = (isAwsSsoError(error) && error.service) || {};
  return status === undefined || status < 400 || status >= 500 || retryable ? undefined : `${name} ${word}`;
}
