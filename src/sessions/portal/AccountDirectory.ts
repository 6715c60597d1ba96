import * as l10n from '@vscode/l10n';
import type { Account, Role, SsoPortal } from '../../aws/services/SsoPortal.ts';
import { collect } from '../../base/collect.ts';
import { AwsSsoError } from '../../base/errors.ts';
import type { AtPortal } from './portalAccess.ts';

/** What is listed longer ago than this is listed again. */
const FRESH_MS = 5 * 60_000;

interface Listed {
  readonly at: number;
  readonly items: Promise<readonly unknown[]>;
}

/** The accounts and roles that a session opens, listed when they are asked for and kept for a while. */
export class AccountDirectory {
  readonly #atPortal: AtPortal;
  readonly #listed = new Map<string, Listed>();
  #cleared = new AbortController();
  #generation = 0;

  constructor(atPortal: AtPortal) {
    this.#atPortal = atPortal;
  }

  /** By their names. @throws AwsSsoError as `AtPortal`; `Cancelled` when it has been cleared meanwhile. */
  accounts(session: string): Promise<readonly Account[]> {
    return this.#list(session, async (portal, accessToken, signal) => {
      const accounts = await collect(portal.listAccounts(accessToken, signal));
      return unique(accounts, idOf).sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
    });
  }

  /** By their names. @throws as `accounts`. */
  roles(session: string, accountId: string): Promise<readonly Role[]> {
    return this.#list(`${session} ${accountId}`, async (portal, accessToken, signal) => {
      const roles = await collect(portal.listAccountRoles(accessToken, accountId, signal));
      return unique(roles, roleNameOf).sort((one, other) => one.roleName.localeCompare(other.roleName));
    });
  }

  /** The name of the account, if it has one and is in a list that is here. Asks nobody. */
  async accountName(session: string, accountId: string): Promise<string | undefined> {
    const accounts = (await this.#listed.get(session)?.items.catch(() => [])) as Account[] | undefined;
    return accounts?.find((account) => account.accountId === accountId)?.accountName;
  }

  /** What is listed before and after a change of it may not be of the same person. */
  get generation(): number {
    return this.#generation;
  }

  /** Forgets everything, and does not go on listing: another person may sign in, or other roles have been assigned. */
  clear(): void {
    this.#generation++;
    this.#listed.clear();
    this.#cleared.abort(new AwsSsoError('Cancelled', l10n.t('The list is out of date. Refresh it.')));
    this.#cleared = new AbortController();
  }

  #list<Item>(
    key: string,
    action: (portal: SsoPortal, accessToken: string, signal: AbortSignal) => Promise<readonly Item[]>,
  ): Promise<readonly Item[]> {
    const listed = this.#listed.get(key);
    const age = listed ? Date.now() - listed.at : Infinity;
    if (listed && age >= 0 && age < FRESH_MS) {
      return listed.items as Promise<readonly Item[]>;
    }
    const [session = ''] = key.split(' ');
    const { signal } = this.#cleared;
    const items = this.#atPortal(session, (portal, accessToken) => {
      // A renewal may have come in between.
      signal.throwIfAborted();
      return action(portal, accessToken, signal);
    });
    this.#listed.set(key, { at: Date.now(), items });
    items.catch(() => {
      if (this.#listed.get(key)?.items === items) {
        this.#listed.delete(key);
      }
    });
    return items;
  }
}

/** An item that moves from one page to the next while they are fetched comes twice. */
function unique<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

function idOf({ accountId }: Account): string {
  return accountId;
}

function roleNameOf({ roleName }: Role): string {
  return roleName;
}

function nameOf({ accountName, accountId }: Account): string {
  return accountName ?? accountId;
}
