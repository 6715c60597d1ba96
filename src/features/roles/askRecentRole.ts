import * as l10n from '@vscode/l10n';
import { messageOf } from '../../base/errors.ts';
import { shown, shownSentence } from '../../base/shown.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import { isConsoleRole, isSameRole, type TerminalRole } from '../terminals/terminalMemory.ts';
import type { TerminalRoles } from '../terminals/TerminalRoles.ts';
import { accountOf } from '../terminals/terminalSentences.ts';
import { consoleRole } from '../terminals/terminalSources.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { PickItem, Ui } from '../ui/Ui.ts';
import type { FavouriteRoles } from './FavouriteRoles.ts';
import { favouriteItems, pinButton } from './lists/favouriteItems.ts';
import { marked } from './lists/marked.ts';
import type { RoleArgument } from './roleArgument.ts';

export interface RecentRoleOptions {
  readonly terminals: Pick<TerminalRoles, 'state'>;
  readonly consoles: Pick<ConsoleSessions, 'load' | 'signedIn'>;
  readonly favourites: FavouriteRoles;
  readonly ui: Pick<Ui, 'pick'>;
}

/** What the role is for: all new terminals of the window, or one terminal. */
export type RecentRoleUse = 'window' | 'terminal';

interface Item extends PickItem {
  readonly chosen: TerminalRole | 'another' | 'stop';
}

/**
 * Asks for a role among those that are pinned and those used lately. Enter alone is for the last one that isn't in use, so that two
 * keys switch between two of them. Nothing is asked where there are none.
 *
 * @returns undefined where nothing was asked; `another` for another role; a console session as the role that it is; `stop` for none, where that is for the window.
 * @throws AwsSsoError `Cancelled`.
 */
export async function askRecentRole(
  { terminals, consoles, favourites, ui }: RecentRoleOptions,
  title: string,
  use: RecentRoleUse,
): Promise<RoleArgument | TerminalRole | 'another' | 'stop' | undefined> {
  await consoles.load();
  const { role: inUse, problem } = terminals.state ?? {};
  const isInUse = (role: TerminalRole): boolean => inUse !== undefined && isSameRole(role, inUse);
  const isForWindow = use === 'window';
  const toRetry = isForWindow && problem !== undefined ? inUse : undefined;
  const last = toRetry ? undefined : favourites.recent.find((role) => !isInUse(role));
  const fromConsole = consoles.signedIn().map(consoleRole);
  const isInConsole = inUse !== undefined && isConsoleRole(inUse);
  const ofConsole = isInConsole && !fromConsole.some(isInUse) ? [inUse, ...fromConsole] : fromConsole;
  if (!inUse && favourites.recent.length + favourites.pinned.length + fromConsole.length === 0) {
    return undefined;
  }
  const markedItem = (role: TerminalRole): Item => {
    const item = isConsoleRole(role)
      ? consoleItem(role)
      : { ...recentItem(role), button: pinButton(favourites, role) };
    return isInUse(role) ? { ...item, description: marked(item.description ?? '', true) } : item;
  };
  const isListed = (role: TerminalRole): boolean => !(toRetry && isInUse(role));
  const list = (): readonly Item[] => {
    const others = favourites.recent.filter((role) => !isInUse(role));
    const sorted = {
      pinned: favourites.pinned,
      recent: inUse && !isInConsole ? [...others, inUse] : others,
      isPinned: (role: TerminalRole) => favourites.isPinned(role),
    };
    const listedConsoles = ofConsole.filter(isListed);
    return [
      ...(toRetry ? [tryAgain(toRetry, problem)] : []),
      ...favouriteItems<Item>(sorted, { isListed, itemOf: markedItem, separator }),
      ...(listedConsoles.length > 0 ? [separator(l10n.t('AWS console'))] : []),
      ...listedConsoles.map(markedItem),
      separator(''),
      { label: l10n.t('$(search) Another Role…'), alwaysShow: true, chosen: 'another' as const },
      ...(isForWindow && inUse ? [stop(inUse)] : []),
    ];
  };
  const placeholder = !isForWindow
    ? l10n.t('Select a role for the new terminal')
    : inUse
      ? l10n.t('Terminals use {0} in {1}. Switch to:', inUse.roleName, accountOf(inUse))
      : l10n.t('Select a role for new terminals');
  const choice = await ui.pick<Item>({
    ...{ title, placeholder, canGoBack: false },
    items: list(),
    itemsAgain: list,
    isActive: ({ chosen }) => last !== undefined && typeof chosen === 'object' && isSameRole(chosen, last),
  });
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
