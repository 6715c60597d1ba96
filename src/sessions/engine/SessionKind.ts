import type * as v from 'valibot';
import type { SecretKeys } from '../store/secretKeys.ts';
import { nextRevision, renewedRevision, type Revised } from './revisions.ts';
import type { TokenLifetime } from './tokenLifetime.ts';

/** The types that one kind of session is made of. */
export interface SessionKind {
  /** What names a session, and where to sign in to it. */
  readonly config: object;
  /** What a sign-in brings. */
  readonly tokens: TokenLifetime;
  /** Why a session of this kind can end, besides the common reasons. */
  readonly reason: string;
}

/** Reasons to end that all kinds have. */
type CommonReason = 'answerLost' | 'refused' | 'signedOut' | 'signedOutByAwsCli';

/** Why a session ended. */
export type EndReason<K extends SessionKind> = K['reason'] | CommonReason;

export type SignedIn<K extends SessionKind> = K['config'] &
  K['tokens'] &
  Revised & {
    /** Whether an answer to the refresh token was lost on the way, so that it may have been used up. */
    readonly isAnswerLost?: boolean | undefined;
  };

/** What is left of a session that has ended. That nothing is stored, in contrast, says nothing: a store may be lost. */
export type Ended<K extends SessionKind> = K['config'] &
  Revised & {
    readonly ended: EndReason<K>;
    /** Whether the person knows. */
    readonly isTold: boolean;
  };

export type SessionRecord<K extends SessionKind> = SignedIn<K> | Ended<K>;

/** What a refresh brings: those of the tokens that have changed, but for their times. */
export type Renewed<K extends SessionKind> = Omit<Partial<K['tokens']>, keyof TokenLifetime> & {
  /** RFC 6749 section 6: without a new one the old one stays in use. */
  readonly refreshToken?: string | undefined;
  /** Seconds from now. */
  readonly expiresIn: number;
};

/** How one kind of session differs from another, for everything that keeps, shares and renews them alike. */
export interface KindRules<K extends SessionKind> {
  /** The form in which records are stored and windows tell each other of them. */
  readonly schema: v.GenericSchema<unknown, SessionRecord<K>>;
  readonly secretKeys: SecretKeys;
  /** The kinds of the messages between windows. */
  readonly messages: {
    readonly records: string;
    /** Absent where tokens live too short for windows to spare each other an attempt. */
    readonly failure?: string;
  };
  /** Stays the same from one sign-in to the next. */
  readonly idOf: (config: K['config']) => string;
  /** How the editor lists the session: unique, and never changed, because the editor keys the person's consent by it. */
  readonly labelOf: (config: K['config']) => string;
  /** The members of a record that outlive its end. */
  readonly configOf: (config: K['config']) => K['config'];
  /** What a refresh replaces. */
  readonly tokenOf: (session: SignedIn<K>) => string;
  /** Whether another token can be had without the person. */
  readonly isRefreshable: (session: SignedIn<K>) => boolean;
  /** Whether it is asked for before the token has expired: not where the clock says that the service would refuse it. */
  readonly isRefreshedAhead: (session: SignedIn<K>) => boolean;
  /** How long before its expiry the token is due, in milliseconds. */
  readonly aheadOf: (session: SignedIn<K>) => number;
  /** Why an error of a refresh ends the session, if it does. */
  readonly endReason: (error: unknown, session: SignedIn<K>, isRejected: boolean) => EndReason<K> | undefined;
  /** Why a session ends for which no other token can be asked. */
  readonly reasonWithoutRefresh: (session: SignedIn<K>, isRejected: boolean) => EndReason<K>;
  readonly sentences: {
    /** Why a session ended. */
    readonly reason: (reason: EndReason<K>) => string;
    /** The session has ended; with the sentence of its reason. */
    readonly ended: (config: K['config'], reason: string) => string;
    readonly notSignedIn: () => string;
    /** The session goes on without a new token; with the sentence of the cause. */
    readonly goesOn: (config: K['config'], cause: string) => string;
  };
}

export function isSignedIn<K extends SessionKind>(
  record: SessionRecord<K> | undefined,
): record is SignedIn<K> {
  return record !== undefined && !('ended' in record);
}

export function isEnded<K extends SessionKind>(record: SessionRecord<K>): record is Ended<K> {
  return 'ended' in record;
}

/** Whether the session can be used without the person: its token is good, or another can be had. */
export function isUsable<K extends SessionKind>(rules: KindRules<K>, session: SignedIn<K>): boolean {
  return session.expiresAt > Date.now() || rules.isRefreshable(session);
}

/** Whether the person ended it. */
export function isOwnDecision(reason: string): boolean {
  return reason === 'signedOut' || reason === 'signedOutByAwsCli';
}

/** What is left of the session for that reason. */
export function endedRecord<K extends SessionKind>(
  { configOf }: KindRules<K>,
  session: SignedIn<K>,
  ended: EndReason<K>,
): Ended<K> {
  const isOwn = isOwnDecision(ended);
  return {
    ...configOf(session),
    ended,
    isTold: isOwn,
    // What only follows from the record gives way to what somebody has decided meanwhile.
    revision: isOwn ? nextRevision(session) : renewedRevision(session),
  };
}
