import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Account } from '../../aws/services/SsoPortal.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { isBuilderId, noRolesOfBuilderId } from '../../sessions/kinds/builderId.ts';
import type { AccountDirectory } from '../../sessions/portal/AccountDirectory.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { ACCOUNT_ACCESS_SCOPE, withScopes } from '../../sessions/kinds/scopes.ts';
import { sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { portalAddress } from '../../aws/endpoints/startUrl.ts';
import { cancelled } from '../ui/cancellation.ts';
import { isAccountId, isRoleName } from '../accounts/roleScopes.ts';
import type { SignIn } from '../signIn/SignIn.ts';

/** What a caller of a command may have decided already. */
export interface RoleArgument {
  /** A session's name. */
  readonly session?: string;
  /** Its id, for ourselves: a name may be another session's by the time of the command. */
  readonly sessionId?: string;
  /** Twelve digits. */
  readonly accountId?: string;
  readonly roleName?: string;
}

export interface ChosenRole {
  readonly session: SignedInSession;
  readonly accountId: string;
  /** Where it was chosen from a list, and has one. */
  readonly accountName?: string | undefined;
  readonly roleName: string;
}

export interface RoleParts {
  readonly sessions: IdentityCenterSessions;
  readonly signIn: SignIn;
  readonly directory: AccountDirectory;
}

/**
 * Asks for a role, as far as the argument leaves it open: the session, the account, the role. Signs in where nobody is.
 * What there is only one of is not asked for.
 *
 * @throws AwsSsoError `Cancelled`; `InvalidRequest` for an argument that is none; as `SignIn.run` and `AccountDirectory`.
 */
export async function askRole(
  { sessions, signIn, directory }: RoleParts,
  title: string,
  argument?: RoleArgument | null,
): Promise<ChosenRole> {
  const { accountId, roleName, session: name, sessionId: knownId } = argument ?? {};
  if (
    (accountId !== undefined && !isAccountId(accountId)) ||
    (roleName !== undefined && !isRoleName(roleName))
  ) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('The argument must look like {0}.', '{ session?, accountId?: "111122223333", roleName? }'),
    );
  }
  await sessions.load();
  const session =
    knownId === undefined
      ? await sessionNamed(sessions, signIn, title, name)
      : await sessionWithId(sessions, signIn, knownId);
  const id = sessionId(session);
  const account: Account =
    accountId === undefined
      ? await pick(title, l10n.t('The account'), directory.accounts(id), (item) => ({
          label: item.accountName ?? item.accountId,
          // Not twice, for an account without a name.
          ...(item.accountName ? { description: item.accountId } : {}),
          ...(item.emailAddress ? { detail: item.emailAddress } : {}),
          value: item,
        }))
      : { accountId };
  const placeholder = l10n.t('The role in {0}', account.accountName ?? account.accountId);
  const role =
    roleName ??
    (await pick(title, placeholder, directory.roles(id, account.accountId), (item) => ({
      label: item.roleName,
      value: item.roleName,
    })));
  return { session, accountId: account.accountId, accountName: account.accountName, roleName: role };
}

async function sessionWithId(
  sessions: IdentityCenterSessions,
  signIn: SignIn,
  id: string,
): Promise<SignedInSession> {
  const config = sessions.withId(id);
  const signedIn = sessions.find(id);
  const isServing = signedIn?.registrationScopes.includes(ACCOUNT_ACCESS_SCOPE) === true;
  return isServing ? signedIn : signIn.run(withScopes(config, [ACCOUNT_ACCESS_SCOPE]));
}

async function sessionNamed(
  sessions: IdentityCenterSessions,
  signIn: SignIn,
  title: string,
  name: string | undefined,
): Promise<SignedInSession> {
  if (name !== undefined) {
    // Says which there are, when there is none of that name.
    sessions.named(name);
  }
  const serving = sessions.serving(name, [ACCOUNT_ACCESS_SCOPE]).filter((session) => !isBuilderId(session));
  if (serving.length === 0) {
    const config = await signIn.choose(name);
    if (isBuilderId(config)) {
      throw noRolesOfBuilderId();
    }
    return signIn.run(withScopes(config, [ACCOUNT_ACCESS_SCOPE]));
  }
  return pick(title, l10n.t('The session'), Promise.resolve(serving), (session) => ({
    label: session.name,
    description: portalAddress(session.startUrl),
    value: session,
  }));
}

type Item<Value> = vscode.QuickPickItem & { readonly value: Value };

/** Shows what is being listed at once, and the list when it is there. Takes the only item without a question. */
async function pick<Listed, Value>(
  title: string,
  placeholder: string,
  listing: Promise<readonly Listed[]>,
  asItem: (listed: Listed) => Item<Value>,
): Promise<Value> {
  const input = vscode.window.createQuickPick<Item<Value>>();
  Object.assign(input, { title, placeholder, matchOnDescription: true, matchOnDetail: true, busy: true });
  input.ignoreFocusOut = true;
  const chosen = new Promise<Value>((resolve, reject) => {
    input.onDidAccept(() => input.activeItems[0] && resolve(input.activeItems[0].value));
    input.onDidHide(() => reject(cancelled()));
  });
  chosen.catch(() => undefined);
  input.show();
  try {
    const listed = await Promise.race([listing, chosen.then(() => [])]);
    if (listed.length === 0) {
      throw new AwsSsoError('RoleNotAssigned', l10n.t('No accounts or roles are assigned to you here.'));
    }
    const [only, ...others] = listed;
    if (only !== undefined && others.length === 0) {
      return asItem(only).value;
    }
    input.items = listed.map(asItem);
    input.busy = false;
    return await chosen;
  } finally {
    input.dispose();
  }
}
