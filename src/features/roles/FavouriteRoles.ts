import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import {
  isConsoleRole,
  isSameRole,
  type TerminalRole,
  TerminalRoleSchema,
} from '../terminals/terminalMemory.ts';

const MAX_PINNED = 20;
const MAX_RECENT = 8;
/** How many that were used lately stand above the accounts of a session. */
const MAX_SHOWN = 3;

/** What is stored of each: how people know it, and nothing else. */
const StoredRolesSchema = v.array(v.omit(TerminalRoleSchema, ['terminal']));

/** A role that stands above the accounts of its session. */
export interface FavouriteRole {
  readonly role: TerminalRole;
  readonly isPinned: boolean;
}

/**
 * The roles that the person has pinned, and those used lately: in terminals, copied, opened in the console, added as a profile. All
 * windows share them, so they're read when they are shown. A sign-out keeps them: the next sign-in finds them again. No secrets.
 */
export class FavouriteRoles {
  readonly #pinned: StoredRoles;
  readonly #recent: StoredRoles;
  readonly #onChange: () => void;

  constructor(globalState: vscode.Memento, onChange: () => void) {
    this.#pinned = new StoredRoles(globalState, 'awsSso.pinnedRoles');
    this.#recent = new StoredRoles(globalState, 'awsSso.recentRoles');
    this.#onChange = onChange;
  }

  /** In the order in which they were pinned, so that each stays where it is. */
  get pinned(): readonly TerminalRole[] {
    return this.#pinned.all;
  }

  /** The last one first, pinned or not. */
  get recent(): readonly TerminalRole[] {
    return this.#recent.all;
  }

  isPinned(role: SessionRole): boolean {
    return this.#pinned.has(role);
  }

  /** The roles of a session to show in the view: all that are pinned, and a few others. None by way of others, which the view doesn't list. */
  of(session: string): readonly FavouriteRole[] {
    const isHere = (role: TerminalRole): boolean => role.session === session && role.profile === undefined;
    const others = this.recent.filter((role) => isHere(role) && !this.isPinned(role));
    return [
      ...this.pinned.filter(isHere).map((role) => ({ role, isPinned: true })),
      ...others.slice(0, MAX_SHOWN).map((role) => ({ role, isPinned: false })),
    ];
  }

  /** The name of an account that was used or pinned. Asks nobody. */
  accountName(accountId: string): string | undefined {
    return [...this.recent, ...this.pinned].find((role) => role.accountId === accountId)?.accountName;
  }

  /** Beyond so many, the one that was pinned first makes room. */
  async pin(role: TerminalRole): Promise<void> {
    if (!this.isPinned(role) && !isConsoleRole(role)) {
      await this.#pinned.store([...this.pinned, role].slice(-MAX_PINNED));
      this.#onChange();
    }
  }

  async unpin(role: SessionRole): Promise<void> {
    await this.#pinned.store(this.pinned.filter((other) => !isSameRole(other, role)));
    this.#onChange();
  }

  /** Console sessions are in all lists anyway. Never rejects: what was done with the role is done. */
  async used(role: TerminalRole): Promise<void> {
    if (!isConsoleRole(role)) {
      const others = this.recent.filter((other) => !isSameRole(other, role));
      await this.#recent.store([role, ...others].slice(0, MAX_RECENT)).catch(() => undefined);
      this.#onChange();
    }
  }
}

/** Roles in the memory of VS Code. Read each time, since other windows write them too; parsed once for each of their states. */
class StoredRoles {
  readonly #memento: vscode.Memento;
  readonly #key: string;
  #parsed: unknown;
  #roles: readonly TerminalRole[] = [];
  #keys: ReadonlySet<string> = new Set();

  constructor(memento: vscode.Memento, key: string) {
    this.#memento = memento;
    this.#key = key;
  }

  get all(): readonly TerminalRole[] {
    const stored = this.#memento.get(this.#key);
    if (stored !== this.#parsed) {
      const result = v.safeParse(StoredRolesSchema, stored);
      this.#parsed = stored;
      this.#roles = result.success ? result.output : [];
      this.#keys = new Set(this.#roles.map(keyOf));
    }
    return this.#roles;
  }

  has(role: SessionRole): boolean {
    return this.all.length > 0 && this.#keys.has(keyOf(role));
  }

  async store(roles: readonly TerminalRole[]): Promise<void> {
    await this.#memento.update(this.#key, v.parse(StoredRolesSchema, roles));
  }
}

function keyOf({ session, accountId, roleName, profile }: SessionRole): string {
  return JSON.stringify([session, accountId, roleName, profile]);
}
