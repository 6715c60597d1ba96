import * as l10n from '@vscode/l10n';
import type { TerminalRole } from '../../terminals/terminalMemory.ts';
import type { PickItem, QuestionButton } from '../../ui/Ui.ts';
import type { FavouriteRoles } from '../FavouriteRoles.ts';

export interface FavouriteItemsOptions<Item extends PickItem> {
  readonly isListed: (role: TerminalRole) => boolean;
  readonly itemOf: (role: TerminalRole) => Item;
  readonly separator: (heading: string) => Item;
}

/** The roles that are pinned and those used lately, each under a heading and in one place, as the first part of a list. */
export function favouriteItems<Item extends PickItem>(
  favourites: Pick<FavouriteRoles, 'pinned' | 'recent' | 'isPinned'>,
  { isListed, itemOf, separator }: FavouriteItemsOptions<Item>,
): readonly Item[] {
  const section = (heading: string, roles: readonly TerminalRole[]): readonly Item[] =>
    roles.length > 0 ? [separator(heading), ...roles.map(itemOf)] : [];
  const others = favourites.recent.filter((role) => isListed(role) && !favourites.isPinned(role));
  return [
    ...section(l10n.t('pinned'), favourites.pinned.filter(isListed)),
    ...section(l10n.t('recently used'), others),
  ];
}

/** Pins the role of an item, or unpins it. */
export function pinButton(
  favourites: Pick<FavouriteRoles, 'isPinned' | 'pin' | 'unpin'>,
  role: TerminalRole,
): QuestionButton {
  return favourites.isPinned(role)
    ? { icon: 'pinned', tooltip: l10n.t('Unpin Role'), run: () => favourites.unpin(role) }
    : { icon: 'pin', tooltip: l10n.t('Pin Role'), run: () => favourites.pin(role) };
}
