import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { processCredentials } from '../../aws/credentials/processCredentials.ts';
import type { RoleCredentials as Credentials } from '../../aws/services/SsoPortal.ts';
import { AwsSsoError } from '../../base/errors.ts';
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
import type { SignIn } from '../signIn/SignIn.ts';
import { AccountProvider, type AccountProviderOptions } from './AccountProvider.ts';
import { parseRoleScopes, roleScopes, type WantedRole } from './roleScopes.ts';

export interface RoleProviderOptions extends AccountProviderOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'known' | 'find' | 'serving' | 'signedIn'>;
  readonly roles: Pick<RoleCredentialsCache, 'get' | 'cached' | 'left' | 'forget' | 'keepOnly'>;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
}

/** A role of a session. */
interface RoleAccount {
  readonly role: SessionRole;
  readonly session: Pick<SessionConfig, 'name' | 'startUrl'>;
}

/**
 * The provider `aws-sso-role`: roles. The scopes name one account and one role; what serves as access token is the JSON
 * document that the AWS CLI's `credential_process` defines.
 */
export class RoleProvider extends AccountProvider<WantedRole, RoleAccount> {
  readonly #sessions: RoleProviderOptions['sessions'];
  readonly #roles: RoleProviderOptions['roles'];
  readonly #signIn: RoleProviderOptions['signIn'];
  /** What somebody has been given, by its id. */
  readonly #used = new Map<string, RoleAccount & { readonly shown: vscode.AuthenticationSession }>();

  constructor(options: RoleProviderOptions) {
    super(options);
    this.#sessions = options.sessions;
    this.#roles = options.roles;
    this.#signIn = options.signIn;
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
  removeSession(id: string): Promise<void> {
    const used = this.#used.get(id);
    if (used) {
      this.#roles.forget(used.role);
      this.#remove([[id, used]]);
    }
    return Promise.resolve();
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

  /** Which of several sessions is meant is for the person to say. */
  protected unambiguous(
    accounts: readonly RoleAccount[],
    wanted: WantedRole | undefined,
  ): readonly RoleAccount[] {
    return wanted && accounts.length > 1 ? [] : accounts;
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
    const { session, role } = account;
    return this.isGood(account) ? this.#used.get(accountOfRole(session, role).id)?.shown : undefined;
  }

  protected async signIn(wanted: WantedRole, label?: string): Promise<vscode.AuthenticationSession> {
    const isMeant = (session: SessionConfig): boolean =>
      label === undefined || roleLabel(session, wanted) === label;
    const [only, ...others] = this.serving(wanted).filter((one) => !label || this.labelOf(one) === label);
    if (only && others.length === 0) {
      return this.renew(only);
    }
    const config =
      label === undefined
        ? await this.#signIn.choose(wanted.session)
        : this.#sessions.known().find((session) => isMeant(session));
    if (!config || isBuilderId(config)) {
      throw new AwsSsoError(
        'InvalidRequest',
        l10n.t('This session doesn’t have the role {0} in {1}.', wanted.roleName, wanted.accountId),
      );
    }
    const { accountId, roleName } = wanted;
    const session = await this.#withAccess(config);
    return this.renew({ session, role: { session: sessionId(session), accountId, roleName } });
  }

  /** The session, signed in to for the scope that opens roles, besides those that it has. */
  async #withAccess(config: SessionConfig): Promise<SignedInSession> {
    const held = this.#sessions.find(sessionId(config));
    const scopes = held?.registrationScopes ?? [];
    return held && scopes.includes(ACCOUNT_ACCESS_SCOPE)
      ? held
      : this.#signIn.run(withScopes(config, [ACCOUNT_ACCESS_SCOPE, ...scopes]));
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
