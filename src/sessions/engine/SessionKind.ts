import type { AwsSsoError } from '../../base/errors.ts';

/** What has an order among the windows: of two records of one session, the one with the higher revision holds. */
export interface Revised {
  /** When it was signed in or ended, in epoch milliseconds, where the clock has not gone back; plus one for each renewal. */
  readonly revision: number;
}

/** What expires and can be renewed, as far as its life goes. */
export interface Renewable extends Revised {
  /** When its token came: epoch milliseconds on the local clock. */
  readonly receivedAt: number;
  /** When that expires: epoch milliseconds on the local clock. */
  readonly expiresAt: number;
  /** Absent when the service issued none. */
  readonly refreshToken?: string | undefined;
  /** Whether an answer to the refresh token was lost on the way, so that it may have been used up. */
  readonly isAnswerLost?: boolean | undefined;
}

/** Reasons to end that all kinds of sessions have. */
export type CommonReason = 'answerLost' | 'signedOutByAwsCli';

/** What tells one kind of session from another, for everything that keeps, shares and renews them alike. */
export interface SessionKind<Live extends Renewable, Ended extends Revised, Reason extends string> {
  readonly idOf: (record: Live | Ended) => string;
  readonly labelOf: (record: Live | Ended) => string;
  readonly isSignedIn: (record: Live | Ended | undefined) => record is Live;
  /** What another one takes the place of when it is renewed. */
  readonly tokenOf: (record: Live) => string;
  /** Whether another token can be had without the person. */
  readonly isRefreshable: (record: Live) => boolean;
  /** How long before its expiry the token is due, in milliseconds. */
  readonly aheadOf: (record: Live) => number;
  /** What is left of the session for that reason. */
  readonly ended: (record: Live, reason: Reason | CommonReason) => Ended;
  /** Why an error of a refresh ends the session, if it does. */
  readonly endReason: (error: unknown, record: Live, isRejected: boolean) => Reason | undefined;
  /** Why a session ends for which no other token can be asked. */
  readonly reasonWithoutRefresh: (record: Live, isRejected: boolean) => Reason;
  /** Nobody is signed in; with the reason, where there is one. */
  readonly notSignedIn: (record: Live | Ended | undefined) => AwsSsoError;
  /** The same for who asked for a token, and must not think that the session is over. */
  readonly goesOn: (record: Live, error: AwsSsoError) => AwsSsoError;
}
