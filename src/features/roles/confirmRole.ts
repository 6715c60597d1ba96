import * as l10n from '@vscode/l10n';
import { shown } from '../../base/shown.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { Ui } from '../ui/Ui.ts';

/** What is about to be done with a role. */
export type RoleUse = 'terminals' | 'clipboard' | 'profile';

/** A role as people know it. */
export interface NamedRole {
  readonly sessionName: string;
  readonly accountId: string;
  readonly accountName?: string | undefined;
  readonly roleName: string;
}

/**
 * Asks in a modal dialog, which no extension can answer, whether to go on with a role that the person hasn't chosen.
 *
 * @throws AwsSsoError `Cancelled` unless they agree.
 */
export async function confirmRole(ui: Pick<Ui, 'show'>, use: RoleUse, role: NamedRole): Promise<void> {
  const { text, consequence, button } = questionAbout(use, shown(role.roleName), accountOf(role));
  const origin = l10n.t(
    'If you didn’t run this command, an extension, a task, or a link did. Continue only if you expected it.',
  );
  const session = l10n.t('Session: {0}', shown(role.sessionName));
  const detail = `${session}\n\n${consequence} ${origin}`;
  if ((await ui.show({ severity: 'warning', text, detail, buttons: [button] })) !== button) {
    throw cancelled();
  }
}

function questionAbout(
  use: RoleUse,
  role: string,
  account: string,
): { readonly text: string; readonly consequence: string; readonly button: string } {
  switch (use) {
    case 'terminals':
      return {
        text: l10n.t('Use {0} in {1} in terminals?', role, account),
        consequence: l10n.t('Programs in terminals can then use this role.'),
        button: l10n.t('Use Role'),
      };
    case 'clipboard':
      return {
        text: l10n.t('Copy credentials for {0} in {1}?', role, account),
        consequence: l10n.t('Every program that can read the clipboard can then use this role.'),
        button: l10n.t('Copy Credentials'),
      };
    case 'profile':
      return {
        text: l10n.t('Add a profile for {0} in {1}?', role, account),
        consequence: l10n.t('It’s added to your AWS config file.'),
        button: l10n.t('Add Profile'),
      };
  }
}

/** How people know the account: by its name, beside its number. */
export function accountOf({ accountId, accountName }: Pick<NamedRole, 'accountId' | 'accountName'>): string {
  return accountName === undefined ? accountId : `${shown(accountName)} (${accountId})`;
}
