import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import { shown, shownSentence } from '../../base/shown.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import { isConsoleRole, isSameRole, recentRoles, type TerminalRole } from '../terminals/terminalMemory.ts';
import type { TerminalRoles } from '../terminals/TerminalRoles.ts';
import { accountOf } from '../terminals/terminalSentences.ts';
import { consoleRole } from '../terminals/terminalSources.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { PickItem, Ui } from '../ui/Ui.ts';
import { marked } from './marked.ts';
import { pinnedRoles } from './pinnedRoles.ts';
import type { RoleArgument } from './roleArgument.ts';

export interface RecentRoleOptions {
  readonly terminals: Pick<TerminalRoles, 'state'>;
  readonly consoles: Pick<ConsoleSessions, 'load' | 'signedIn'>;
  readonly globalState: Pick<vscode.Memento, 'get'>;
  readonly ui: Pick<Ui, 'pick'>;
}

/** What the role is for: all new terminals of the window, or one terminal. */
export type RecentRoleUse = 'window' | 'terminal';

interface Item extends PickItem {
  readonly chosen: TerminalRole | 'another' | 'stop';
}

/**
 * Asks for a role among those used before, the last one first, so that two keys switch between two of them; and those that
 * are pinned. Nothing is asked where there are none.
 *
 * @returns undefined where nothing was asked; `another` for another role; a console session as the role that it is; `stop` for none, where that is for the window.
 * @throws AwsSsoError `Cancelled`.
 */
export async function askRecentRole(
  { terminals, consoles, globalState, ui }: RecentRoleOptions,
  title: string,
  use: RecentRoleUse,
): Promise<RoleArgument | TerminalRole | 'another' | 'stop' | undefined> {
  await consoles.load();
  const { role: inUse, problem } = terminals.state ?? {};
  const isOther = (role: TerminalRole): boolean => !inUse || !isSameRole(role, inUse);
  const isForWindow = use === 'window';
  const canRetry = isForWindow && problem !== undefined;
  const recent = recentRoles(globalState as vscode.Memento).filter(isOther);
  const pinned = pinnedRoles(globalState).filter(
    (role) => isOther(role) && !recent.some((one) => isSameRole(one, role)),
  );
  const fromConsole = consoles.signedIn().map(consoleRole).filter(isOther);
  if (!inUse && recent.length === 0 && pinned.length === 0 && fromConsole.length === 0) {
    return undefined;
  }
  const items = [
    ...(inUse && canRetry ? [tryAgain(inUse, problem)] : []),
    ...recent.map(recentItem),
    ...(inUse && !canRetry ? [inUseItem(inUse)] : []),
    ...(pinned.length > 0 ? [separator(l10n.t('pinned'))] : []),
    ...pinned.map(recentItem),
    ...(fromConsole.length > 0 ? [separator(l10n.t('AWS console'))] : []),
    ...fromConsole.map(consoleItem),
    separator(''),
    { label: l10n.t('$(search) Another Role…'), alwaysShow: true, chosen: 'another' as const },
    ...(isForWindow && inUse ? [stop(inUse)] : []),
  ];
  const placeholder = !isForWindow
    ? l10n.t('Select a role for the new terminal')
    : inUse
      ? l10n.t('Terminals use {0} in {1}. Switch to:', inUse.roleName, accountOf(inUse))
      : l10n.t('Select a role for new terminals');
  const choice = await ui.pick<Item>({ title, placeholder, canGoBack: false, items });
  if (typeof choice !== 'object') {
    throw cancelled();
  }
  const { chosen } = choice;
  if (chosen === 'another' || chosen === 'stop' || isConsoleRole(chosen)) {
    return chosen;
  }
  const { session, sessionName, accountId, accountName, roleName, profile } = chosen;
  return {
    session: sessionName,
    sessionId: session,
    accountId,
    accountName,
    roleName,
    ...(profile === undefined ? {} : { profile }),
    isOurs: true,
  };
}

function recentItem(role: TerminalRole): Item {
  return {
    label: shown(role.roleName),
    description: shown(accountOf(role)),
    detail: shown(role.profile === undefined ? role.sessionName : `${role.sessionName}, ${role.profile}`),
    chosen: role,
  };
}

function inUseItem(role: TerminalRole): Item {
  const item = isConsoleRole(role) ? consoleItem(role) : recentItem(role);
  return { ...item, description: marked(item.description ?? '', true) };
}

function consoleItem(role: TerminalRole): Item {
  return {
    label: l10n.t('AWS Console credentials: {0}', role.roleName),
    description: shown(role.accountId),
    chosen: role,
  };
}

function tryAgain(inUse: TerminalRole, problem: unknown): Item {
  return {
    label: l10n.t('$(refresh) Try {0} Again', inUse.roleName),
    description: shown(accountOf(inUse)),
    detail: shownSentence(messageOf(problem)),
    chosen: inUse,
  };
}

function stop(inUse: TerminalRole): Item {
  return { label: l10n.t('$(circle-slash) Stop Using {0}', inUse.roleName), chosen: 'stop' };
}

function separator(label: string): Item {
  return { label: shown(label), isSeparator: true, chosen: 'another' };
}
