import * as l10n from '@vscode/l10n';
import type { RoleChain } from '../../aws/config/roleChains.ts';
import { portalAddress } from '../../aws/endpoints/startUrl.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { shown } from '../../base/shown.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { isBuilderId, noRolesOfBuilderId } from '../../sessions/kinds/builderId.ts';
import { ACCOUNT_ACCESS_SCOPE, withScopes } from '../../sessions/kinds/scopes.ts';
import { type SessionConfig, sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import type { AccountDirectory } from '../../sessions/portal/AccountDirectory.ts';
import type { ChainedRoles } from '../../sessions/portal/ChainedRoles.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import { isSameRole, type TerminalRole } from '../terminals/terminalMemory.ts';
import { cancelled } from '../ui/cancellation.ts';
import { BACK, type Ui } from '../ui/Ui.ts';
import type { AgreedUses } from './AgreedUses.ts';
import { chainItems, type ChosenAccount } from './chainItems.ts';
import { marked } from './marked.ts';
import { orBack } from './orBack.ts';
import { decided, type Listed, type Picked, pickOne } from './pickOne.ts';
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
  /** Whether a question was asked, which the next one can lead back to. */
  readonly wasAsked: boolean;
}

export interface RoleOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'named' | 'withId' | 'find' | 'serving'>;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
  readonly directory: Pick<AccountDirectory, 'accounts' | 'roles' | 'accountName'>;
  readonly chained: Pick<ChainedRoles, 'list' | 'find'>;
  readonly ui: Ui;
  readonly agreed: Pick<AgreedUses, 'confirm'>;
  /** The role that new terminals use. */
  readonly inUse?: () => TerminalRole | undefined;
  /**
   * Whether a sign-in on the way to the role opens the browser by itself, once something of ours was pressed or typed for it: the
   * command alone may be a program's. VS Code asks before it opens the page, and a program may have pressed a row that has the focus.
   */
  readonly opensBrowser?: boolean;
}

/**
 * Asks for a role, as far as it isn't decided: the session, the account, the role. Signs in where nobody is. Doesn't ask where
 * there is only one. What is asked next leads back to it.
 *
 * @throws AwsSsoError `Cancelled`; `InvalidRequest` for a session that there isn't; `RoleNotAssigned` where there are none; as
 * `SignIn.run` and `AccountDirectory`.
 */
export async function askRole<Result>(
  options: Omit<RoleOptions, 'agreed'>,
  title: string,
  wanted: RoleArgument,
  next: (chosen: ChosenRole, canGoBack: boolean) => Promise<Result | typeof BACK>,
): Promise<Result> {
  const answer = await orBack(async () => {
    const value = await askRoleOrBack(options, title, wanted, false);
    return value === BACK ? BACK : { value, wasAsked: value.wasAsked };
  }, next);
  if (answer === BACK) {
    throw cancelled();
  }
  return answer;
}

/** As `askRole`, with a way back from the first question, too. */
export async function askRoleOrBack(
  { sessions, signIn, directory, chained, ui, inUse, opensBrowser = false }: Omit<RoleOptions, 'agreed'>,
  title: string,
  wanted: RoleArgument,
  hasWayBack: boolean,
): Promise<ChosenRole | typeof BACK> {
  await sessions.load();
  const used = inUse?.();
  const pick = <Value>(
    placeholder: string,
    canGoBack: boolean,
    listing: Promise<readonly Listed<Value>[]>,
  ): Promise<Picked<Value> | typeof BACK> => pickOne(ui, { title, placeholder, canGoBack, listing });
  return orBack(
    () => sessionOf(),
    (session, wasAsked) => roleOfSession(session, wasAsked),
  );

  function roleOfSession(session: SignedInSession, wasAsked: boolean): Promise<ChosenRole | typeof BACK> {
    return orBack(
      () => accountIn(session, hasWayBack || wasAsked),
      (account, wasAskedToo) => roleOfAccount(session, account, wasAsked || wasAskedToo),
    );
  }

  async function roleOfAccount(
    session: SignedInSession,
    { chain: chosenChain, ...account }: ChosenAccount,
    wasAsked: boolean,
  ): Promise<ChosenRole | typeof BACK> {
    const id = sessionId(session);
    const { accountId, accountName = await directory.accountName(id, accountId) } = account;
    return orBack(
      () =>
        chosenChain
          ? Promise.resolve(decided(chosenChain.roleName))
          : roleIn(session, { accountId, accountName }, hasWayBack || wasAsked),
      async (roleName, wasAskedToo) => {
        const isChosen = wanted.isOurs || (isOpen(wanted) && (wasAsked || wasAskedToo));
        const role = { session: id, accountId, roleName, profile: wanted.profile };
        const isAsked = isChosen || wasAsked || wasAskedToo;
        const way = { chained, directory: isAsked ? directory : undefined };
        const chain = chosenChain ?? (wanted.roleName && (await wayToRole(way, role)));
        const found = { session, accountId, accountName, roleName, ...(chain && { chain }) };
        return { ...found, isChosen, wasAsked: wasAsked || wasAskedToo };
      },
    );
  }

  async function sessionOf(): Promise<Picked<SignedInSession> | typeof BACK> {
    return wanted.sessionId === undefined
      ? sessionNamed(wanted.session)
      : decided(await sessionWithId(wanted.sessionId));
  }

  async function sessionWithId(wantedId: string): Promise<SignedInSession> {
    const config = sessions.withId(wantedId);
    if (isBuilderId(config)) {
      throw noRolesOfBuilderId();
    }
    const signedIn = sessions.find(wantedId);
    const isServing = signedIn?.registrationScopes.includes(ACCOUNT_ACCESS_SCOPE) === true;
    return isServing ? signedIn : signInTo(config, wanted.isOurs);
  }

  function signInTo(config: SessionConfig, isAsked: boolean): Promise<SignedInSession> {
    return signIn.run(withScopes(config, [ACCOUNT_ACCESS_SCOPE]), { opensBrowser: opensBrowser && isAsked });
  }

  async function sessionNamed(name: string | undefined): Promise<Picked<SignedInSession> | typeof BACK> {
    if (name !== undefined) {
      // Says which there are, when there is none of that name.
      sessions.named(name);
    }
    const serving = sessions.serving(name, [ACCOUNT_ACCESS_SCOPE]).filter((one) => !isBuilderId(one));
    const [only, ...others] = serving;
    if (only && others.length === 0) {
      return decided(only);
    }
    if (!only) {
      let wasAsked = false;
      const onAsked = (): void => void (wasAsked = true);
      const config = await signIn.choose(name, { wantsRoles: true, onAsked });
      if (isBuilderId(config)) {
        throw noRolesOfBuilderId();
      }
      return decided(await signInTo(config, wasAsked));
    }
    const items = serving.map((value) => ({
      label: shown(value.name),
      description: marked(shown(portalAddress(value.startUrl)), used?.session === sessionId(value)),
      value,
    }));
    return pick(l10n.t('Select a session'), hasWayBack, Promise.resolve(items));
  }

  async function accountIn(
    session: SignedInSession,
    canGoBack: boolean,
  ): Promise<Picked<ChosenAccount> | typeof BACK> {
    if (wanted.accountId !== undefined) {
      return decided({ accountId: wanted.accountId, accountName: wanted.accountName });
    }
    const id = sessionId(session);
    const isUsed = (accountId: string): boolean => used?.session === id && used.accountId === accountId;
    const listing = Promise.all([directory.accounts(id), chained.list(id)]);
    const items = listing.then(([accounts, chains]) => [
      ...accounts.map((value): Listed<ChosenAccount> => ({
        label: shown(value.accountName ?? value.accountId),
        // Not twice, for an account without a name.
        ...described(value.accountName ? value.accountId : '', isUsed(value.accountId)),
        ...(value.emailAddress ? { detail: shown(value.emailAddress) } : {}),
        value,
      })),
      ...chainItems(chains),
    ]);
    const picked = await pick(l10n.t('Select an account'), canGoBack, items);
    if (picked !== BACK && picked.value.refusal !== undefined) {
      throw new AwsSsoError('InvalidRequest', picked.value.refusal);
    }
    return picked;
  }

  async function roleIn(
    session: SignedInSession,
    { accountId, accountName }: ChosenAccount,
    canGoBack: boolean,
  ): Promise<Picked<string> | typeof BACK> {
    if (wanted.roleName !== undefined) {
      return decided(wanted.roleName);
    }
    const id = sessionId(session);
    const isUsed = (roleName: string): boolean =>
      used !== undefined && isSameRole(used, { session: id, accountId, roleName });
    const listing = directory.roles(id, accountId).then((roles) =>
      roles.map(({ roleName }) => ({
        label: shown(roleName),
        ...described('', isUsed(roleName)),
        value: roleName,
      })),
    );
    return pick(l10n.t('Select a role in {0}', accountName ?? accountId), canGoBack, listing);
  }
}

function described(text: string, isInUse: boolean): { readonly description?: string } {
  return text !== '' || isInUse ? { description: marked(text, isInUse) } : {};
}
