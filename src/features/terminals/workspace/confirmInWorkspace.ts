import * as l10n from '@vscode/l10n';
import { cancelled } from '../../ui/cancellation.ts';
import type { Ui } from '../../ui/Ui.ts';
import type { TerminalRole } from '../terminalMemory.ts';
import { accountOf, type NamedAccount } from '../terminalSentences.ts';

export interface WorkspaceConcerns {
  readonly ui: Pick<Ui, 'show'>;
  readonly isProtected: (accountId: string) => boolean;
  /** The accounts that the workspace names as its own; none, where it names none. */
  readonly workspaceAccounts: () => readonly NamedAccount[];
}

/**
 * Asks in a modal dialog before terminals get a role of an account that is protected, or that isn't the workspace's own. Each
 * time that one is chosen.
 *
 * @throws AwsSsoError `Cancelled` unless the person agrees.
 */
export async function confirmInWorkspace(
  role: TerminalRole,
  { ui, isProtected, workspaceAccounts }: WorkspaceConcerns,
): Promise<void> {
  const own = workspaceAccounts();
  const isAnothers = own.length > 0 && own.every(({ accountId }) => accountId !== role.accountId);
  const concerns = [
    ...(isProtected(role.accountId) ? [protectedSentence(role)] : []),
    ...(isAnothers
      ? [
          l10n.t(
            'This workspace is for {0}, and the role is in another account.',
            [...new Set(own.map(accountOf))].join(', '),
          ),
        ]
      : []),
  ];
  if (concerns.length === 0) {
    return;
  }
  const button = l10n.t('Use Role');
  const pressed = await ui.show({
    severity: 'warning',
    text: l10n.t('Use {0} in {1} in terminals?', role.roleName, accountOf(role)),
    detail: [...concerns, l10n.t('Programs in terminals can then use this role.')].join(' '),
    buttons: [button],
  });
  if (pressed !== button) {
    throw cancelled();
  }
}

export function protectedSentence(account: NamedAccount): string {
  return l10n.t('{0} is a protected account.', accountOf(account));
}
