import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { isConsoleArn } from '../../../aws/endpoints/consoleArn.ts';
import { AwsSsoError } from '../../../base/errors.ts';
import type { ConsoleSessions } from '../../../sessions/kinds/ConsoleSessions.ts';
import { sessionId } from '../../../sessions/kinds/identityCenter.ts';
import { askRecentRole, type RecentRoleUse } from '../../roles/askRecentRole.ts';
import { askRoleOrBack, type RoleOptions } from '../../roles/askRole.ts';
import { confirmRole } from '../../roles/confirmRole.ts';
import { isOpen, type RoleArgument } from '../../roles/roleArgument.ts';
import { BACK } from '../../ui/Ui.ts';
import { recentRoles, type TerminalRole } from '../terminalMemory.ts';
import type { TerminalRoles } from '../TerminalRoles.ts';
import { consoleRole } from '../terminalSources.ts';

export interface ChooseTerminalRoleOptions extends RoleOptions {
  readonly terminals: Pick<TerminalRoles, 'state'>;
  readonly consoles: Pick<ConsoleSessions, 'load' | 'signedIn'>;
  readonly globalState: vscode.Memento;
}

/**
 * Chooses the role for new terminals, or for one: among those used before, then from the lists of accounts and roles, with a way
 * back; as far as the argument leaves it open.
 *
 * @returns `stop` for none, where the person chose that for the window.
 * @throws AwsSsoError as `askRecentRole`, `askRole`, `confirmRole`.
 */
export async function chooseTerminalRole(
  options: ChooseTerminalRoleOptions,
  title: string,
  argument: RoleArgument,
  use: RecentRoleUse,
): Promise<TerminalRole | 'stop'> {
  for (;;) {
    const recent = isOpen(argument) ? await askRecentRole(options, title, use) : undefined;
    if (recent === 'stop' || isTerminalRole(recent)) {
      return recent;
    }
    const wanted = typeof recent === 'object' ? recent : argument;
    const role = await choose(options, title, wanted, use, recent !== undefined);
    if (role !== BACK) {
      return role;
    }
  }
}

/** Asks as far as the argument leaves it open; and whether to go on, for a role that the person hasn't chosen. */
async function choose(
  options: ChooseTerminalRoleOptions,
  title: string,
  wanted: RoleArgument,
  use: RecentRoleUse,
  canGoBack: boolean,
): Promise<TerminalRole | typeof BACK> {
  const { globalState, ui } = options;
  const confirmed = async (role: TerminalRole): Promise<TerminalRole> => {
    await confirmRole(ui, use === 'window' ? 'terminals' : 'terminal', role);
    return role;
  };
  if (wanted.session !== undefined && isConsoleArn(wanted.session)) {
    return confirmed(await consoleSession(options, wanted.session));
  }
  const answer = await askRoleOrBack(options, title, wanted, canGoBack);
  if (answer === BACK) {
    return BACK;
  }
  const { session, accountId, roleName, isChosen, ...asked } = answer;
  const accountName =
    asked.accountName ??
    recentRoles(globalState).find((recent) => recent.accountId === accountId)?.accountName;
  const role = { session: sessionId(session), sessionName: session.name, accountId, accountName, roleName };
  return isChosen ? role : confirmed(role);
}

async function consoleSession({ consoles }: ChooseTerminalRoleOptions, arn: string): Promise<TerminalRole> {
  await consoles.load();
  const found = consoles.signedIn().find((one) => one.arn === arn);
  if (!found) {
    throw new AwsSsoError('NotSignedIn', l10n.t('“{0}” is not signed in.', arn));
  }
  return consoleRole(found);
}

/** Whether it is one of our own list, whole. */
function isTerminalRole(wanted: RoleArgument | TerminalRole | string | undefined): wanted is TerminalRole {
  return typeof wanted === 'object' && 'sessionName' in wanted;
}
