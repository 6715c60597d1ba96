import * as l10n from '@vscode/l10n';
import { messageOf } from '../base/errors.ts';
import type { TerminalRole } from './terminalMemory.ts';
import type { TerminalState } from './TerminalRoles.ts';

/** How people know the account. */
export function accountOf({ accountId, accountName }: TerminalRole): string {
  return accountName === undefined ? accountId : `${accountName} (${accountId})`;
}

/** What new terminals use, and for how long. */
export function stateSentence({ role, why, expiration }: TerminalState): string {
  const { roleName } = role;
  if (why === undefined) {
    return l10n.t(
      'New terminals use the role {0} in {1}. The editor keeps its credentials fresh.',
      roleName,
      accountOf(role),
    );
  }
  if (expiration === undefined) {
    return l10n.t('New terminals are to use the role {0} in {1}.', roleName, accountOf(role));
  }
  const expiring = l10n.t(
    'New terminals use the role {0} in {1}, with variables that expire at {2}. After that, open a new one.',
    ...[roleName, accountOf(role), new Date(expiration).toLocaleTimeString()],
  );
  switch (why) {
    case 'remote':
      return `${expiring} ${l10n.t('They run on another machine, from which this editor cannot be reached for fresh ones.')}`;
    case 'container':
      return `${expiring} ${l10n.t('Their environment leads to container credentials already, so they cannot ask this editor.')}`;
    case 'profile':
      return expiring;
  }
}

/** What is in the way, and what to do about it. Undefined: nothing is. */
export function hintSentence({ preferred, problem }: TerminalState): string | undefined {
  if (problem !== undefined) {
    return messageOf(problem);
  }
  return preferred.length > 0
    ? l10n.t(
        'In terminals, {0} is set, which the AWS SDK for JavaScript prefers to these variables. Unset it there.',
        preferred.join(', '),
      )
    : undefined;
}
