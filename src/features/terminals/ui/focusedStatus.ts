import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../../base/errors.ts';
import { isConsoleRole, isSameRole, type TerminalRole } from '../terminalMemory.ts';
import { accountOf, hintSentence, nameOf, stateSentence } from '../terminalSentences.ts';
import type { TerminalState } from '../terminalState.ts';
import { type RoleStatus, roleStatus } from './roleStatus.ts';

/** What is known of the terminal that has the focus, or had it last. */
export interface FocusedTerminal {
  /** Undefined for none. */
  readonly role?: TerminalRole | undefined;
  /** Whether that is a role of its own, rather than what the window used when it was opened. */
  readonly isOwn: boolean;
  readonly region?: string | undefined;
  /** When the credentials in its variables expire, where it has some: epoch milliseconds. */
  readonly expiration?: number | undefined;
  readonly problem?: unknown;
}

export interface StatusContext {
  readonly isProtected: (accountId: string) => boolean;
  /** Whether nobody is signed in to the session, as far as is known. */
  readonly isSignedOut: (session: string) => boolean;
  /** What new terminals of other folders use. */
  readonly others: readonly TerminalState[];
}

const NOTHING_KNOWN: StatusContext = { isProtected: () => false, isSignedOut: () => false, others: [] };

/**
 * Decides what the status bar shows: the role of the terminal that has the focus, where that is known to be another one than the
 * role that new terminals use; else that role.
 *
 * @returns undefined for nothing.
 */
export function focusedStatus(
  state: TerminalState | undefined,
  focused: FocusedTerminal | undefined,
  { isProtected, isSignedOut, others }: StatusContext = NOTHING_KNOWN,
): RoleStatus | undefined {
  const { role, isOwn } = focused ?? {};
  const isOfWindow = !isOwn && (!focused || (role && state && isSameRole(role, state.role)));
  if (isOfWindow) {
    return state && roleStatus(state, isProtected(state.role.accountId), others);
  }
  const ofNew = state ? [stateSentence(state), hintSentence(state) ?? ''] : [];
  if (!role) {
    const sentence = l10n.t('This terminal was opened without a role. Open a new one to use it.');
    return (
      state && {
        text: l10n.t('$(circle-slash) No AWS role'),
        sentences: [sentence, ...ofNew].filter(Boolean),
        label: sentence,
        isWarning: false,
      }
    );
  }
  const { region, expiration } = focused ?? {};
  // Credentials in its variables outlive a sign-out; what it asks for does not, whether or not it has asked.
  const isOut = expiration === undefined && isSignedOut(role.session);
  const problem = focused?.problem ?? (isOut ? signedOut(role) : undefined);
  const status = roleStatus(
    { ...{ role, why: undefined, preferred: [], problem }, ...(region !== undefined && { region }) },
    isProtected(role.accountId),
  );
  const [, ...more] = status.sentences;
  return {
    ...status,
    sentences: [sentenceOf(role, expiration), ...more, ...ofNew].filter(Boolean),
    label: l10n.t('This terminal: {0}', status.label),
  };
}

function signedOut(role: TerminalRole): AwsSsoError {
  const name = isConsoleRole(role) ? role.roleName : role.sessionName;
  return new AwsSsoError('NotSignedIn', l10n.t('You’re not signed in to “{0}”.', name));
}

function sentenceOf(role: TerminalRole, expiration: number | undefined): string {
  return expiration === undefined
    ? l10n.t('This terminal uses {0} in {1}.', nameOf(role), accountOf(role))
    : l10n.t(
        'This terminal uses {0} in {1} until {2}. After that, open a new one.',
        ...[nameOf(role), accountOf(role), new Date(expiration).toLocaleTimeString()],
      );
}
