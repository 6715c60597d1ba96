import * as l10n from '@vscode/l10n';
import type { RoleChain } from '../../aws/config/roleChains.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { shown } from '../../base/shown.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import type { AccountDirectory } from '../../sessions/portal/AccountDirectory.ts';
import type { ChainedRoles } from '../../sessions/portal/ChainedRoles.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { PickItem, Ui } from '../ui/Ui.ts';
import type { AgreedUses } from './AgreedUses.ts';
import { askRoleSession } from './askRoleSession.ts';
import { chainItems, type ChosenAccount } from './chainItems.ts';
import { isOpen, type RoleArgument } from './roleArgument.ts';
import { wayToRole } from './wayToRole.ts';

export interface ChosenRole {
  readonly session: SignedInSession;
  readonly accountId: string;
  /** Where it is known. */
  readonly accountName?: string | undefined;
  readonly roleName: string;
  /** The way to it, where it is not assigned itself. */
  readonly chain?: RoleChain | undefined;
  /** Whether it was chosen, in our view or in our lists. */
  readonly isChosen: boolean;
}

export interface RoleOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'named' | 'withId' | 'find' | 'serving'>;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
  readonly directory: Pick<AccountDirectory, 'accounts' | 'roles' | 'accountName'>;
  readonly chained: Pick<ChainedRoles, 'list' | 'find'>;
  readonly ui: Ui;
  readonly agreed: AgreedUses;
}

/**
 * Asks for a role, as far as it isn't decided: the session, the account, the role. Signs in where nobody is. Doesn't ask where
 * there is only one.
 *
 * @throws AwsSsoError `Cancelled`; `InvalidRequest` for a session that there isn't; `RoleNotAssigned` where there are none; as
 * `SignIn.run` and `AccountDirectory`.
 */
export async function askRole(
  { sessions, signIn, directory, chained, ui }: Omit<RoleOptions, 'agreed'>,
  title: string,
  wanted: RoleArgument,
): Promise<ChosenRole> {
  await sessions.load();
  let wasAsked = false;
  const pick = async <Value>(
    placeholder: string,
    listing: Promise<readonly Listed<Value>[]>,
  ): Promise<Value> => {
    const picked = await pickOne(ui, { title, placeholder, listing });
    wasAsked ||= picked.wasAsked;
    return picked.value;
  };
  const session = await askRoleSession({ sessions, signIn }, pick, wanted);
  const id = sessionId(session);
  const account = await accountIn(id);
  const { accountId, accountName = await directory.accountName(id, accountId) } = account;
  const roleName = account.chain?.roleName ?? wanted.roleName ?? (await roleIn(id, accountId, accountName));
  const isChosen = wanted.isOurs || (isOpen(wanted) && wasAsked);
  const role = { session: id, accountId, roleName, profile: wanted.profile };
  const chain = account.chain ?? (wanted.roleName && (await wayToRole({ directory, chained }, role)));
  return { session, accountId, accountName, roleName, ...(chain && { chain }), isChosen };

  async function accountIn(ofSession: string): Promise<ChosenAccount> {
    if (wanted.accountId !== undefined) {
      return { accountId: wanted.accountId, accountName: wanted.accountName };
    }
    const listing = Promise.all([directory.accounts(ofSession), chained.list(ofSession)]);
    const items = listing.then(([accounts, chains]) => [
      ...accounts.map((value): Listed<ChosenAccount> => ({
        label: shown(value.accountName ?? value.accountId),
        // Not twice, for an account without a name.
        ...(value.accountName ? { description: value.accountId } : {}),
        ...(value.emailAddress ? { detail: shown(value.emailAddress) } : {}),
        value,
      })),
      ...chainItems(chains),
    ]);
    const chosen = await pick(l10n.t('Select an account'), items);
    if (chosen.refusal !== undefined) {
      throw new AwsSsoError('InvalidRequest', chosen.refusal);
    }
    return chosen;
  }

  function roleIn(ofSession: string, accountId: string, accountName: string | undefined): Promise<string> {
    const listing = directory
      .roles(ofSession, accountId)
      .then((roles) => roles.map(({ roleName }) => ({ label: shown(roleName), value: roleName })));
    return pick(l10n.t('Select a role in {0}', accountName ?? accountId), listing);
  }
}

type Listed<Value> = PickItem & { readonly value: Value };

/** Shows at once that something is being listed, and the list when it is there. Takes the only item without a question. */
export async function pickOne<Value>(
  ui: Pick<Ui, 'pick'>,
  {
    title,
    placeholder,
    listing,
  }: {
    readonly title: string;
    readonly placeholder: string;
    readonly listing: Promise<readonly Listed<Value>[]>;
  },
): Promise<{ readonly value: Value; readonly wasAsked: boolean }> {
  const closing = new AbortController();
  const answer = ui.pick({ title, placeholder, items: listing, signal: closing.signal });
  try {
    const listed = await Promise.race([listing, answer.then(() => undefined)]);
    const [only, ...others] = listed ?? [];
    if (listed?.length === 0) {
      throw new AwsSsoError('RoleNotAssigned', l10n.t('You have no accounts or roles here.'));
    }
    if (only && others.length === 0) {
      return { value: only.value, wasAsked: false };
    }
    const chosen = await answer;
    if (typeof chosen !== 'object') {
      throw cancelled();
    }
    return { value: chosen.value, wasAsked: true };
  } finally {
    closing.abort();
  }
}
