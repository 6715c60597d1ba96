import type * as vscode from 'vscode';
import { isAwsSsoError } from '../../base/errors.ts';
import { isSameRole, type TerminalMemory, type TerminalRole } from './terminalMemory.ts';
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
  /** The region of the AWS CLI and the AWS SDKs in terminals, as far as is known. */
  readonly region?: string;
  /** The folder that the terminals are of, where they're not all of the window's. */
  readonly folder?: vscode.WorkspaceFolder;
  /** Whether the shell that terminals start is out of reach of what they are given. */
  readonly isInWsl?: boolean;
  /** Why there are no credentials, as far as is known. */
  readonly problem: unknown;
}

/** Makes the state of what terminals get. */
export function stateOf(
  role: TerminalRole,
  {
    why,
    expiration,
    preferred,
    region,
  }: Pick<TerminalState, 'why' | 'expiration' | 'preferred'> & {
    readonly region: string | undefined;
  },
  isInWsl: boolean,
  problem: unknown,
  folder?: vscode.WorkspaceFolder,
): TerminalState {
  return {
    role,
    why,
    preferred,
    ...(expiration !== undefined && { expiration }),
    ...(region !== undefined && { region }),
    ...(isInWsl && { isInWsl }),
    ...(folder && { folder }),
    problem,
  };
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

/** Whether terminals that were opened with the first have no use for the second: it has another secret. */
export function isAccessLost(before: TerminalMemory, now: TerminalMemory): boolean {
  return (
    before.editorSession !== now.editorSession ||
    (before.address !== undefined && before.address.secretId !== now.address?.secretId)
  );
}
