import type { Account, Role, SsoPortal } from '../aws/SsoPortal.ts';
import { collect } from '../base/collect.ts';
import { NEVER } from '../base/never.ts';
import type { AtPortal } from './AtPortal.ts';

/** What is listed longer ago than this is listed again. */
const FRESH_MS = 5 * 60_000;

interface Listed {
  readonly at: number;
  readonly items: Promise<readonly unknown[]>;
}

/** The accounts and roles that a session opens, listed when they are asked for and kept for a while. */
export class Directory {
  readonly #atPortal: AtPortal;
  readonly #listed = new Map<string, Listed>();

  constructor(atPortal: AtPortal) {
    this.#atPortal = atPortal;
  }

  /** By their names. @throws AwsSsoError as `Sessions.atPortal`. */
  accounts(session: string): Promise<readonly Account[]> {
    return this.#list(session, async (portal, accessToken) => {
      const accounts = await collect(portal.listAccounts(accessToken, NEVER));
      return accounts.sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
    });
  }

  /** By their names. @throws AwsSsoError as `Sessions.atPortal`. */
  roles(session: string, accountId: string): Promise<readonly Role[]> {
    return this.#list(`${session} ${accountId}`, async (portal, accessToken) => {
      const roles = await collect(portal.listAccountRoles(accessToken, accountId, NEVER));
      return roles.sort((one, other) => one.roleName.localeCompare(other.roleName));
    });
  }

  /** The name of the account, if it has one and is in a list that is here. Asks nobody. */
  async accountName(session: string, accountId: string): Promise<string | undefined> {
    const accounts = (await this.#listed.get(session)?.items.catch(() => [])) as Account[] | undefined;
    return accounts?.find((account) => account.accountId === accountId)?.accountName;
  }

  /** Forgets everything: another person may sign in, or other roles have been assigned. */
  clear(): void {
    this.#listed.clear();
  }

  #list<Item>(
    key: string,
    action: (portal: SsoPortal, accessToken: string) => Promise<readonly Item[]>,
  ): Promise<readonly Item[]> {
    const listed = this.#listed.get(key);
    const age = listed ? Date.now() - listed.at : Infinity;
    if (listed && age >= 0 && age < FRESH_MS) {
      return listed.items as Promise<readonly Item[]>;
    }
    const [session = ''] = key.split(' ');
    const items = this.#atPortal(session, action);
    this.#listed.set(key, { at: Date.now(), items });
    items.catch(() => {
      if (this.#listed.get(key)?.items === items) {
        this.#listed.delete(key);
      }
    });
    return items;
  }
}

function nameOf({ accountName, accountId }: Account): string {
  return accountName ?? accountId;
}
