import * as l10n from '@vscode/l10n';
import { shown, shownSentence } from '../../../base/shown.ts';
import { hintSentence, stateSentence } from '../terminalSentences.ts';
import type { TerminalState } from '../terminalState.ts';

/** What the status bar shows of the role in terminals. */
export interface RoleStatus {
  readonly text: string;
  readonly sentences: readonly string[];
  /** For screen readers. */
  readonly label: string;
  /** Whether the role gives no credentials. */
  readonly isWarning: boolean;
}

export function roleStatus(state: TerminalState): RoleStatus {
  const { role, region, problem } = state;
  const { roleName, accountName, accountId } = role;
  const hint = hintSentence(state);
  const account = accountName ?? accountId;
  const label = l10n.t('AWS role in terminals: {0} in {1}', roleName, account);
  const names = [roleName, account, region ?? ''].filter(Boolean).map((name) => shown(name));
  return {
    text: `${hint === undefined ? '$(key)' : '$(warning)'} ${names.join(' · ')}`,
    sentences: [stateSentence(state), hint ?? ''].filter(Boolean),
    label: shownSentence([label, region, hint].filter(Boolean).join('. ')),
    isWarning: problem !== undefined,
  };
}
