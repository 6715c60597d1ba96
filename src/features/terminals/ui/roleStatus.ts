import * as l10n from '@vscode/l10n';
import { shown, shownSentence } from '../../../base/shown.ts';
import { hintSentence, stateSentence } from '../terminalSentences.ts';
import { protectedSentence } from '../workspace/useConcerns.ts';
import type { TerminalState } from '../terminalState.ts';

/** What the status bar shows of the role in terminals. */
export interface RoleStatus {
  readonly text: string;
  readonly sentences: readonly string[];
  /** For screen readers. */
  readonly label: string;
  /** Whether the role gives no credentials, or those of a protected account. */
  readonly isWarning: boolean;
}

/** @param others what terminals of other folders use. */
export function roleStatus(
  state: TerminalState,
  isProtected = false,
  others: readonly TerminalState[] = [],
): RoleStatus {
  const { role, region, problem } = state;
  const { roleName, accountName, accountId } = role;
  const hint = hintSentence(state);
  const account = accountName ?? accountId;
  const label = l10n.t('AWS role in terminals: {0} in {1}', roleName, account);
  // For those who don't see the colour, too.
  const protection = isProtected ? l10n.t('Protected') : undefined;
  const names = [roleName, account, protection ?? '', region ?? '']
    .filter(Boolean)
    .map((name) => shown(name));
  return {
    text: `${hint === undefined ? '$(key)' : '$(warning)'} ${names.join(' · ')}`,
    sentences: [
      stateSentence(state),
      ...(isProtected ? [protectedSentence(role)] : []),
      hint ?? '',
      ...others.map(stateSentence),
    ].filter(Boolean),
    label: shownSentence([label, protection, region, hint].filter(Boolean).join('. ')),
    isWarning: problem !== undefined || isProtected,
  };
}
