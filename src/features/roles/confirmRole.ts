import * as l10n from '@vscode/l10n';
import { shown, shownSentence } from '../../base/shown.ts';
import type { RoleChain } from '../../aws/config/roleChains.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { Ui } from '../ui/Ui.ts';
import { waySentence } from './lists/chainItems.ts';

/** What is about to be done with a role. */
export type RoleUse = 'terminals' | 'terminal' | 'clipboard' | 'profile' | 'served' | 'console' | 'extension';

/** A role as people know it. */
export interface NamedRole {
  readonly sessionName: string;
  readonly accountId: string;
  readonly accountName?: string | undefined;
  readonly roleName: string;
  /** The way to it, where it is not assigned itself. */
  readonly chain?: RoleChain | undefined;
}

export interface ConfirmRoleOptions {
  /** What is unusual about it, in sentences. */
  readonly concerns?: readonly string[];
  /** Whether it was chosen in our lists or view, most likely by the person. */
  readonly isChosen?: boolean;
}

/**
 * Asks in a modal dialog, which no extension can answer, whether to go on with a role that the person hasn't chosen.
 *
 * @throws AwsSsoError `Cancelled` unless they agree.
 */
export async function confirmRole(
  ui: Pick<Ui, 'show'>,
  use: RoleUse,
  role: NamedRole,
  { concerns = [], isChosen = false }: ConfirmRoleOptions = {},
): Promise<void> {
  const { text, consequence, button } = questionAbout(use, shown(role.roleName), accountOf(role));
  const origin =
    use === 'extension' || isChosen
      ? l10n.t('Continue only if you expected this role.')
      : l10n.t(
          'If you didn’t run this command, an extension, a task, or a link did. Continue only if you expected it.',
        );
  const session = l10n.t('Session: {0}', shown(role.sessionName));
  const way = role.chain ? `\n${shownSentence(waySentence(role.chain))}` : '';
  const sentences = shownSentence([...concerns, consequence].join(' '));
  const detail = `${session}${way}\n\n${sentences} ${origin}`;
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
    case 'terminal':
      return {
        text: l10n.t('Open a terminal with {0} in {1}?', role, account),
        consequence: l10n.t('Programs in that terminal can then use this role.'),
        button: l10n.t('Open Terminal'),
      };
    case 'clipboard':
      return {
        text: l10n.t('Copy credentials for {0} in {1}?', role, account),
        consequence: l10n.t('Every program that can read the clipboard can then use this role.'),
        button: l10n.t('Copy Credentials'),
      };
    case 'console':
      return {
        text: l10n.t('Open the AWS console with {0} in {1}?', role, account),
        consequence: l10n.t('Your browser is then signed in to the console with this role.'),
        button: l10n.t('Open AWS Console'),
      };
    case 'profile':
      return {
        text: l10n.t('Add a profile for {0} in {1}?', role, account),
        consequence: l10n.t('It’s added to your AWS config file.'),
        button: l10n.t('Add Profile'),
      };
    case 'served':
      return {
        text: l10n.t('Serve {0} in {1} to programs on this machine?', role, account),
        consequence: l10n.t('Every program that you run can then use this role while VS Code is open.'),
        button: l10n.t('Serve Role'),
      };
    case 'extension':
      return {
        text: l10n.t('Let an extension use {0} in {1}?', role, account),
        consequence: l10n.t('The extension that you allowed can then use this role.'),
        button: l10n.t('Give Role'),
      };
  }
}

/** How people know the account: by its name, beside its number. */
export function accountOf({ accountId, accountName }: Pick<NamedRole, 'accountId' | 'accountName'>): string {
  return accountName === undefined ? accountId : `${shown(accountName)} (${accountId})`;
}
