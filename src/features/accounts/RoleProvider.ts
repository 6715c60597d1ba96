import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { processCredentials } from '../../aws/credentials/processCredentials.ts';
import type { RoleCredentials as Credentials } from '../../aws/services/SsoPortal.ts';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import { isBuilderId } from '../../sessions/kinds/builderId.ts';
import type { Change } from '../../sessions/engine/change.ts';
import { stableId } from '../../sessions/engine/stableId.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import {
  type SessionConfig,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from '../../sessions/kinds/identityCenter.ts';
import { ACCOUNT_ACCESS_SCOPE, withScopes } from '../../sessions/kinds/scopes.ts';
import type { RoleCredentialsCache, SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import type { NamedRole } from '../roles/confirmRole.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import { AccountProvider, type AccountProviderOptions } from './AccountProvider.ts';
import { ConfirmedRoles } from './ConfirmedRoles.ts';
import { parseRoleScopes, roleScopes, type WantedRole } from './roleScopes.ts';

export interface RoleProviderOptions extends AccountProviderOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'known' | 'find' | 'serving' | 'signedIn'>;
  readonly roles: Pick<RoleCredentialsCache, 'get' | 'cached' | 'left' | 'forget' | 'keepOnly'>;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
  /** The name of an account of a session, where it is known. */
  readonly accountName: (session: string, accountId: string) => Promise<string | undefined>;
  /** Asks the person to let an extension have a role. @throws AwsSsoError `Cancelled` unless they agree. */
  readonly confirm: (role: SessionRole & NamedRole) => Promise<void>;
  readonly memory: ConstructorParameters<typeof ConfirmedRoles>[0];
}

/** A role of a session. */
interface RoleAccount {
  readonly role: SessionRole;
  readonly session: Pick<SessionConfig, 'name' | 'startUrl'>;
}

/**
 * The provider `aws-sso-role`: roles. The scopes name one account and one role; what serves as access token is the JSON
 * document that the AWS CLI's `credential_process` defines.
 *
 * VS Code asks for consent with a text of the extension that wants the role, and keeps it by the account's label. So a role is
 * an account only once the person has agreed to it in a dialog of ours, by its name. Until then a silent request learns
 * nothing, not even whether there is such a role.
 */
export class RoleProvider extends AccountProvider<WantedRole, RoleAccount> {
  readonly #sessions: RoleProviderOptions['sessions'];
  readonly #roles: RoleProviderOptions['roles'];
  readonly #options: Pick<RoleProviderOptions, 'signIn' | 'accountName' | 'confirm'>;
  readonly #confirmed: ConfirmedRoles;
  /** What somebody has been given, by its id. */
  readonly #used = new Map<string, RoleAccount & { readonly shown: vscode.AuthenticationSession }>();

  constructor(options: RoleProviderOptions) {
    super(options);
    this.#sessions = options.sessions;
    this.#roles = options.roles;
    this.#options = options;
    this.#confirmed = new ConfirmedRoles(options.memory);
  }

  /** Drops the roles of sessions that are not signed in any more, or that somebody has signed in to again. */
  onChange({ replaced }: Change<SignedInSession>): void {
    const signedInAgain = new Set(replaced.map(sessionId));
    const ids = this.#sessions.signedIn().map(sessionId);
    const kept = new Set(ids.filter((id) => !signedInAgain.has(id)));
    this.#roles.keepOnly(kept);
    this.#remove([...this.#used].filter(([, { role }]) => !kept.has(role.session)));
  }

  /** The role is not in use any more; the session goes on. */
  async removeSession(id: string): Promise<void> {
    const used = this.#used.get(id);
    if (used) {
      this.#roles.forget(used.role);
      this.#remove([[id, used]]);
    }
    await this.#confirmed.remove(id);
  }

  /** Whether the person has agreed to hand the role out to extensions. */
  isConfirmed(account: RoleAccount): boolean {
    return this.#confirmed.has(idOf(account));
  }

  /** What it has last handed out as the access token of that session. */
  secretOf(id: string): string | undefined {
    return this.#used.get(id)?.shown.accessToken;
  }

  protected parse(scopes: readonly string[]): WantedRole {
    return parseRoleScopes(scopes);
  }

  protected load(): Promise<void> {
    return this.#sessions.load();
  }

  /** An AWS Builder ID has no roles. */
  protected serving(wanted: WantedRole | undefined): readonly RoleAccount[] {
    if (!wanted) {
      return [...this.#used.values()].filter(({ role }) => this.#roles.cached(role));
    }
    const { accountId, roleName } = wanted;
    return this.#sessions
      .serving(wanted.session, [ACCOUNT_ACCESS_SCOPE])
      .filter((session) => !isBuilderId(session))
      .map((session) => ({ session, role: { session: sessionId(session), accountId, roleName } }));
  }

  /** Which of several sessions is meant is for the person to say, and so is whether the role may be had at all. */
  protected unambiguous(
    accounts: readonly RoleAccount[],
    wanted: WantedRole | undefined,
  ): readonly RoleAccount[] {
    return wanted && accounts.length > 1 ? [] : accounts.filter((account) => this.isConfirmed(account));
  }

  protected async renew(account: RoleAccount): Promise<vscode.AuthenticationSession> {
    const credentials = await this.#roles.get(account.role);
    const shown = asAuthenticationSession(account, credentials);
    const before = this.#used.get(shown.id)?.shown;
    this.#used.set(shown.id, { ...account, shown });
    if (before?.accessToken !== shown.accessToken) {
      this.changed.fire({ added: before ? [] : [shown], changed: before ? [shown] : [], removed: [] });
    }
    return shown;
  }

  protected isGood({ role }: RoleAccount): boolean {
    return this.#roles.left(role) !== undefined;
  }

  protected labelOf({ session, role }: RoleAccount): string {
    return roleLabel(session, role);
  }

  protected show(account: RoleAccount): vscode.AuthenticationSession | undefined {
    return this.isGood(account) ? this.#used.get(idOf(account))?.shown : undefined;
  }

  /** Asks for a role that is not in use yet before anything else is done for it. */
  protected async signIn(wanted: WantedRole, label?: string): Promise<vscode.AuthenticationSession> {
    const { accountId, roleName } = wanted;
    const config = await this.#configFor(wanted, label);
    const account = { session: config, role: { session: sessionId(config), accountId, roleName } };
    if (!this.isConfirmed(account)) {
      const accountName = await this.#options.accountName(account.role.session, accountId);
      const role = { ...account.role, sessionName: config.name, accountName };
      await this.#options.confirm(role).catch((error: unknown) => {
        throw isAwsSsoError(error, 'Cancelled') ? notGiven(role) : error;
      });
      await this.#confirmed.add(idOf(account));
    }
    return this.renew({ ...account, session: await this.#withAccess(config) });
  }

  /** @throws AwsSsoError `InvalidRequest` where no session has such a role; as `SignIn.choose`. */
  async #configFor(wanted: WantedRole, label: string | undefined): Promise<SessionConfig> {
    const isMeant = (session: SessionConfig): boolean =>
      label === undefined || roleLabel(session, wanted) === label;
    const signedIn = this.#sessions.serving(wanted.session, [ACCOUNT_ACCESS_SCOPE]);
    const [only, ...others] = signedIn.filter((session) => !isBuilderId(session) && isMeant(session));
    if (only && others.length === 0) {
      return only;
    }
    const config =
      label === undefined
        ? await this.#options.signIn.choose(wanted.session)
        : this.#sessions.known().find(isMeant);
    if (!config || isBuilderId(config)) {
      throw new AwsSsoError(
        'InvalidRequest',
        l10n.t('This session doesn’t have the role {0} in {1}.', wanted.roleName, wanted.accountId),
      );
    }
    return config;
  }

  /** The session, signed in to for the scope that opens roles, besides those that it has. */
  async #withAccess(config: SessionConfig): Promise<SignedInSession> {
    const held = this.#sessions.find(sessionId(config));
    const scopes = held?.registrationScopes ?? [];
    return held && scopes.includes(ACCOUNT_ACCESS_SCOPE)
      ? held
      : this.#options.signIn.run(withScopes(config, [ACCOUNT_ACCESS_SCOPE, ...scopes]));
  }

  #remove(gone: readonly (readonly [string, { readonly shown: vscode.AuthenticationSession }])[]): void {
    gone.forEach(([id]) => this.#used.delete(id));
    if (gone.length > 0) {
      this.changed.fire({ added: [], changed: [], removed: gone.map(([, { shown }]) => shown) });
    }
  }
}

/** How the editor lists the role. It keys the user's consent by this text, so it never changes. */
export function roleLabel(
  session: Pick<SessionConfig, 'name' | 'startUrl'>,
  { accountId, roleName }: Pick<WantedRole, 'accountId' | 'roleName'>,
): string {
  return `${accountId}/${roleName}, ${sessionLabel(session)}`;
}

export function accountOfRole(
  session: Pick<SessionConfig, 'name' | 'startUrl'>,
  { accountId, roleName }: Pick<WantedRole, 'accountId' | 'roleName'>,
): vscode.AuthenticationSessionAccountInformation {
  const id = stableId(`${sessionId(session)}\n${accountId}\n${roleName}`);
  return { id, label: roleLabel(session, { accountId, roleName }) };
}

/** A refusal, after which nobody is asked again at once. */
function notGiven({ accountId, roleName }: NamedRole): AwsSsoError {
  return new AwsSsoError(
    'ConsentDenied',
    l10n.t('You didn’t let the extension use {0} in {1}.', roleName, accountId),
  );
}

function idOf({ session, role }: RoleAccount): string {
  return accountOfRole(session, role).id;
}

function asAuthenticationSession(
  { session, role }: RoleAccount,
  credentials: Credentials,
): vscode.AuthenticationSession {
  const account = accountOfRole(session, role);
  return {
    id: account.id,
    accessToken: JSON.stringify(processCredentials(credentials, role.accountId)),
    account,
    scopes: roleScopes({ ...role, session: session.name }),
  };
}
