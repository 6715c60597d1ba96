import * as l10n from '@vscode/l10n';
import { portalAddress } from '../../../aws/endpoints/startUrl.ts';
import type { Account, Role } from '../../../aws/services/SsoPortal.ts';
import { shown } from '../../../base/shown.ts';
import { sessionId, type SignedInSession } from '../../../sessions/kinds/identityCenter.ts';
import type { ChainedRoles } from '../../../sessions/portal/ChainedRoles.ts';
import { isSameRole, type TerminalRole } from '../../terminals/terminalMemory.ts';
import { chainItems, type ChosenAccount } from './chainItems.ts';
import { accountOf } from '../confirmRole.ts';
import { favouriteItems, pinButton } from './favouriteItems.ts';
import type { FavouriteRoles } from '../FavouriteRoles.ts';
import { marked } from './marked.ts';
import type { Listed } from '../pickOne.ts';

/** A session, and an account and a role of it where these were chosen with it. */
export interface ChosenSession {
  readonly session: SignedInSession;
  readonly account?: ChosenAccount;
}

export interface RoleItemsOptions {
  readonly favourites: FavouriteRoles;
  /** The role that new terminals use. */
  readonly used: TerminalRole | undefined;
  /** Whether favourites stand above sessions and accounts, so that one step leads to a role. */
  readonly hasFavourites: boolean;
}

/** What the lists of sessions, accounts and roles consist of: first the roles that are pinned, then those used lately, then the rest. */
export class RoleItems {
  readonly #options: RoleItemsOptions;

  constructor(options: RoleItemsOptions) {
    this.#options = options;
  }

  /** Whether a role may be among what is listed of these sessions. */
  hasRolesOf(sessions: readonly string[]): boolean {
    const { favourites, hasFavourites } = this.#options;
    const all = [...favourites.pinned, ...favourites.recent];
    return hasFavourites && all.some(({ session }) => sessions.includes(session));
  }

  sessions(sessions: readonly SignedInSession[]): readonly Listed<ChosenSession>[] {
    const byId = new Map(sessions.map((session) => [sessionId(session), session]));
    const items = sessions.map((session) => ({
      label: shown(session.name),
      description: marked(
        shown(portalAddress(session.startUrl)),
        this.#options.used?.session === sessionId(session),
      ),
      value: { session },
    }));
    return this.#below(l10n.t('sessions'), items, (role) => {
      const session = byId.get(role.session);
      return session && { value: { session, account: role }, detail: shown(session.name) };
    });
  }

  accounts(
    session: string,
    accounts: readonly Account[],
    chains: Awaited<ReturnType<ChainedRoles['list']>>,
  ): readonly Listed<ChosenAccount>[] {
    const { used } = this.#options;
    const items = accounts.map((value): Listed<ChosenAccount> => ({
      label: shown(value.accountName ?? value.accountId),
      // Not twice, for an account without a name.
      ...described(
        value.accountName ? value.accountId : '',
        used?.session === session && used.accountId === value.accountId,
      ),
      ...(value.emailAddress ? { detail: shown(value.emailAddress) } : {}),
      value,
    }));
    // Roles that a profile leads to are in accounts that the portal doesn't list.
    const listed = new Set(accounts.map(({ accountId }) => accountId));
    const isThere = (role: TerminalRole): boolean =>
      role.session === session && (role.profile !== undefined || listed.has(role.accountId));
    return this.#below(l10n.t('accounts'), [...items, ...chainItems(chains)], (role) =>
      isThere(role) ? { value: role } : undefined,
    );
  }

  roles(
    account: Pick<TerminalRole, 'session' | 'sessionName' | 'accountId' | 'accountName'>,
    roles: readonly Role[],
  ): readonly Listed<string>[] {
    const { favourites, used } = this.#options;
    const all = new Map(
      roles.map(({ roleName }) => [roleName, { ...account, roleName } satisfies TerminalRole]),
    );
    const itemOf = (role: TerminalRole): Listed<string> => ({
      label: shown(role.roleName),
      ...described('', used !== undefined && isSameRole(used, role)),
      button: pinButton(favourites, role),
      value: role.roleName,
    });
    const separator = (label: string): Listed<string> => ({
      label: shown(label),
      isSeparator: true,
      value: '',
    });
    // A single role is taken without a question, so it stays alone.
    const first =
      all.size > 1
        ? favouriteItems(favourites, {
            isListed: (role) =>
              all.has(role.roleName) && isSameRole(role, { ...account, roleName: role.roleName }),
            itemOf,
            separator,
          })
        : [];
    first.forEach(({ value }) => all.delete(value));
    const others = [...all.values()].map(itemOf);
    return first.length > 0 && others.length > 0
      ? [...first, separator(l10n.t('other roles')), ...others]
      : [...first, ...others];
  }

  /** Puts the favourites above what there is to choose from. A single account or session stays alone, too. */
  #below<Value>(
    heading: string,
    items: readonly Listed<Value>[],
    valueOf: (role: TerminalRole) => Pick<Listed<Value>, 'value' | 'detail'> | undefined,
  ): readonly Listed<Value>[] {
    const { favourites, used, hasFavourites } = this.#options;
    const [first, ...more] = items;
    if (!hasFavourites || !first || more.length === 0) {
      return items;
    }
    const separator = (label: string): Listed<Value> => ({
      label: shown(label),
      isSeparator: true,
      value: first.value,
    });
    const roles = favouriteItems<Listed<Value>>(favourites, {
      isListed: (role) => valueOf(role) !== undefined,
      itemOf: (role) => ({
        label: shown(role.roleName),
        description: marked(accountOf(role), used !== undefined && isSameRole(used, role)),
        button: pinButton(favourites, role),
        ...valueOf(role)!,
      }),
      separator,
    });
    return roles.length > 0 ? [...roles, separator(heading), ...items] : items;
  }
}

function described(text: string, isInUse: boolean): { readonly description?: string } {
  return text !== '' || isInUse ? { description: marked(text, isInUse) } : {};
}
