import { isAwsSsoError } from '../../base/errors.ts';
import { isSameRole, type TerminalRole } from './terminalMemory.ts';
import type { WhyNotLive } from './terminalVariables.ts';

/** What new terminals use. */
export interface TerminalState {
  readonly role: TerminalRole;
  /** Undefined where they fetch live credentials. */
  readonly why: WhyNotLive | undefined;
  /** When their variables expire, where they hold the credentials: epoch milliseconds. */
  readonly expiration?: number;
  /** Variables of theirs that some clients prefer to variables with credentials. */
  readonly preferred: readonly string[];
  /** Why there are no credentials, as far as is known. */
  readonly problem: unknown;
}

/** Returns what is known to be wrong with a role that is in use already. */
export function problemBefore(
  state: TerminalState | undefined,
  role: TerminalRole,
  isSignedIn: boolean,
): unknown {
  const before = state && isSameRole(state.role, role) ? state.problem : undefined;
  return isSignedIn && isAwsSsoError(before, 'NotSignedIn') ? undefined : before;
}

/** Whether the state does not fit the sessions any more: somebody has signed in or out, or somebody else has. */
export function isStale(
  { why, problem }: TerminalState,
  { isSignedIn, hasCredentials }: { readonly isSignedIn: boolean; readonly hasCredentials: boolean },
): boolean {
  const isWrong = isSignedIn === isAwsSsoError(problem, 'NotSignedIn');
  // Credentials go with the person, so variables without theirs are those of somebody else.
  return isWrong || (why !== undefined && isSignedIn && !hasCredentials);
}
