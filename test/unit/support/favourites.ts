import { FavouriteRoles } from '../../../src/features/roles/FavouriteRoles.ts';
import type { TerminalRole } from '../../../src/features/terminals/terminalMemory.ts';
import { memoryMemento } from './memoryMemento.ts';

/** The roles that a person has pinned, and used. */
export function favourites({
  pinned = [],
  recent = [],
}: {
  readonly pinned?: readonly TerminalRole[];
  readonly recent?: readonly TerminalRole[];
} = {}): FavouriteRoles {
  const memento = memoryMemento({ 'awsSso.pinnedRoles': pinned, 'awsSso.recentRoles': recent });
  return new FavouriteRoles(memento, () => undefined);
}
