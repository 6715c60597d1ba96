import type { SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import { confirmRole, type NamedRole, type RoleUse } from './confirmRole.ts';
import type { Ui } from '../ui/Ui.ts';

/** A use of a role that is about to begin. */
export interface IntendedUse {
  readonly use: RoleUse;
  readonly role: SessionRole & NamedRole;
  /** Whether it was chosen in our view or lists. Anything else is a proposal, which is asked about each time. */
  readonly isChosen: boolean;
  /** What is unusual about it, in sentences. With any, it's asked about each time. */
  readonly concerns?: readonly string[];
}

/** For a role that the person has agreed to by its name: asks only where others are on the way to it, which no question has named yet. */
export function agreedByName(agreed: Pick<AgreedUses, 'confirm'>): Pick<AgreedUses, 'confirm'> {
  return {
    confirm: (ui, intended) => (intended.role.chain ? agreed.confirm(ui, intended) : Promise.resolve()),
  };
}

/**
 * What the person has agreed to in this window. Commands of VS Code can focus a row of our view, press Enter in our lists and
 * run a command for what has the focus, so a choice may be a program's. None can press a button of a modal dialog, which is
 * shown once for each role and each use of it. A role that all new terminals may have is one that a terminal may have.
 */
export class AgreedUses {
  readonly #agreed = new Set<string>();

  /** @throws AwsSsoError `Cancelled` unless the person agrees, or has agreed before. */
  async confirm(ui: Pick<Ui, 'show'>, { use, role, isChosen, concerns = [] }: IntendedUse): Promise<void> {
    const { session, accountId, roleName, profile } = role;
    const keyOf = (one: RoleUse): string => JSON.stringify([one, session, accountId, roleName, profile]);
    const isAgreed = [use, ...(use === 'terminal' ? (['terminals'] as const) : [])].some((one) =>
      this.#agreed.has(keyOf(one)),
    );
    if (!isChosen || concerns.length > 0 || !isAgreed) {
      await confirmRole(ui, use, role, { concerns, isChosen });
      this.#agreed.add(keyOf(use));
    }
  }
}
