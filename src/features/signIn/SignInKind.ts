import type { CallbackReach } from '../../oauth/callbackReach.ts';
import type { SignInFlow } from '../../oauth/FlowChoice.ts';
import type { SignInLabels } from './steps/SignInLabels.ts';
import type { SignInProgress } from './steps/SignInProgress.ts';

/** What tells one kind of sign-in from another. Everything else is the same for all of them. */
export interface SignInKind<Wanted, Session> {
  /** Sign-ins of one id go on one at a time. */
  readonly idOf: (wanted: Wanted) => string;
  readonly labels: (wanted: Wanted) => SignInLabels;
  /** Whether a sign-in that goes on gives all that is wanted. */
  readonly isPartOf: (wanted: Wanted, running: Wanted) => boolean;
  /** What takes the place of a sign-in that goes on and does not give what is wanted. */
  readonly replacing: (wanted: Wanted, running: Wanted) => Wanted;
  /** Whether the callers of one that was replaced get the session of the other. */
  readonly isReplacementShared: boolean;
  /** The flow to begin with, where the setting says that one. */
  readonly flowFor: (setting: SignInFlow, reach: CallbackReach) => SignInFlow;
  /** Asks what is still open. @throws AwsSsoError `Cancelled` */
  readonly ask: (wanted: Wanted) => Promise<Wanted>;
  /** Signs in, and keeps the session. */
  readonly begin: (wanted: Wanted, progress: SignInProgress, signal: AbortSignal) => Promise<Session>;
  /** The same in a region that the person is asked for; undefined when they change their mind. Absent where a region is never wrong. */
  readonly inOtherRegion?: (wanted: Wanted) => Promise<Wanted | undefined>;
  /** Has another window hand its sign-in over to this one. Absent where windows don't wait for each other. */
  readonly takeOver?: (wanted: Wanted) => Promise<unknown>;
  /** Why the session, which is signed in to, is not what was wanted. */
  readonly mismatch: (wanted: Wanted, session: Session) => Error | undefined;
  readonly success: (session: Session) => Promise<Success>;
  /** @param again signs in to something else instead. */
  readonly failure: (wanted: Wanted, error: unknown, again: (wanted: Wanted) => Promise<unknown>) => Failure;
  /** Looks for what keeps people from signing in. */
  readonly diagnose: (wanted: Wanted) => Promise<unknown>;
}

/** What a person is told at the end. */
export interface Success {
  readonly sentence: string;
  /** The next steps, the likeliest first. */
  readonly next: readonly NextStep[];
}

export interface Failure {
  readonly sentence: string;
  /** What the log calls that which was signed in to. */
  readonly label: string;
  /** What mends it, where the same again would not. */
  readonly remedy?: NextStep | undefined;
}

/** A button, and what it does. Does not reject. */
export interface NextStep {
  readonly label: string;
  readonly run: () => Promise<unknown>;
}
