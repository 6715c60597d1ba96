import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import {
  isConsoleRole,
  isSameRole,
  recentRoles,
  type TerminalRole,
  TerminalRoleSchema,
} from '../terminals/terminalMemory.ts';

const PINNED = 'awsSso.pinnedRoles';
/** More of a session are no favourites. */
const MAX_PINNED = 20;
/** How many that were used lately stand above the accounts of a session. */
const MAX_RECENT = 3;

/** A role that stands above the accounts of its session. */
export interface FavouriteRole {
  readonly role: TerminalRole;
  readonly isPinned: boolean;
}

/** The roles that the person has pinned, in any window, the last one first. Without secrets. */
export function pinnedRoles(globalState: Pick<vscode.Memento, 'get'>): readonly TerminalRole[] {
  const result = v.safeParse(v.array(TerminalRoleSchema), globalState.get(PINNED));
  return result.success ? result.output : [];
}

export async function pinRole(globalState: vscode.Memento, role: TerminalRole): Promise<void> {
  const others = pinnedRoles(globalState).filter((other) => !isSameRole(other, role));
  const ofSession = others.filter(({ session }) => session === role.session).slice(0, MAX_PINNED - 1);
  const elsewhere = others.filter(({ session }) => session !== role.session);
  await globalState.update(PINNED, [role, ...ofSession, ...elsewhere]);
}

export async function unpinRole(globalState: vscode.Memento, role: SessionRole): Promise<void> {
  const others = pinnedRoles(globalState).filter((other) => !isSameRole(other, role));
  await globalState.update(PINNED, others);
}

/** The roles of a session that were pinned, and a few of those that were used lately. None by way of others, which are listed elsewhere. */
export function favouriteRoles(globalState: vscode.Memento, session: string): readonly FavouriteRole[] {
  const pinned = pinnedRoles(globalState);
  const isHere = (role: TerminalRole): boolean =>
    role.session === session && role.profile === undefined && !isConsoleRole(role);
  const recent = recentRoles(globalState).filter(
    (role) => isHere(role) && !pinned.some((one) => isSameRole(one, role)),
  );
  return [
    ...pinned.filter(isHere).map((role) => ({ role, isPinned: true })),
    ...recent.slice(0, MAX_RECENT).map((role) => ({ role, isPinned: false })),
  ];
}
