import * as l10n from '@vscode/l10n';
import { isRefreshable, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import type { EmptyNode, FailureNode, RoleNode } from './nodes.ts';

/** Whether another token follows this one without the person. */
export function isRenewed(session: SignedInSession): boolean {
  return isRefreshable(session) && session.registrationExpiresAt > session.expiresAt;
}

/** How people know the account of a role: by its name, beside its number. */
export function accountOf({ accountId, accountName }: RoleNode): string {
  return accountName === undefined ? accountId : `${accountName} (${accountId})`;
}

export function emptySentence({ parent, filter }: EmptyNode): string {
  if (filter !== undefined) {
    return l10n.t('No accounts match “{0}”.', filter);
  }
  return parent.kind === 'session' ? l10n.t('You have no accounts here.') : l10n.t('You have no roles here.');
}

/** What a row has room for. Why is in its tooltip. */
export function failureLabel({ parent }: FailureNode): string {
  switch (parent?.kind) {
    case undefined:
      return l10n.t('Couldn’t read your sessions');
    case 'session':
      return l10n.t('Couldn’t list accounts');
    case 'account':
      return l10n.t('Couldn’t list roles');
  }
}
