import * as l10n from '@vscode/l10n';
import { accountOf, type NamedAccount } from '../terminalSentences.ts';

export interface UseConcernsOptions {
  readonly isProtected: (accountId: string) => boolean;
  /** The accounts that the workspace names as its own; none, where it names none. */
  readonly workspaceAccounts: () => readonly NamedAccount[];
}

/** What makes it worth a question that terminals get a role of the account: it's protected, or isn't the workspace's own. */
export function useConcerns(
  account: NamedAccount,
  { isProtected, workspaceAccounts }: UseConcernsOptions,
): readonly string[] {
  const own = workspaceAccounts();
  const isAnothers = own.length > 0 && own.every(({ accountId }) => accountId !== account.accountId);
  return [
    ...(isProtected(account.accountId) ? [protectedSentence(account)] : []),
    ...(isAnothers
      ? [
          l10n.t(
            'This workspace is for {0}, and the role is in another account.',
            [...new Set(own.map(accountOf))].join(', '),
          ),
        ]
      : []),
  ];
}

export function protectedSentence(account: NamedAccount): string {
  return l10n.t('{0} is a protected account.', accountOf(account));
}
