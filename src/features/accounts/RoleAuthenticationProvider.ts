import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { processCredentials } from '../../aws/credentials/processCredentials.ts';
import type { RoleCredentials as Credentials } from '../../aws/services/SsoPortal.ts';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import { within } from '../../base/within.ts';
import { isBuilderId } from '../../sessions/kinds/builderId.ts';
import type { RoleCredentialsCache, SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import type { Change } from '../../sessions/engine/change.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { ACCOUNT_ACCESS_SCOPE, withScopes } from '../../sessions/kinds/scopes.ts';
import {
  type SessionConfig,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from '../../sessions/kinds/identityCenter.ts';
import type { ProviderChangeEmitter } from './ProviderOnDemand.ts';
import { asEditorError } from './asEditorError.ts';
import type { ProviderFailures } from './ProviderFailures.ts';
import { parseRoleScopes, roleScopes, type WantedRole } from './roleScopes.ts';
import type { SignIn } from '../signIn/SignIn.ts';

/** The editor queues every request behind one, so what takes its time must not hold the others up. */
const PATIENCE_MS = 5_000;

export interface RoleProviderParts {
  readonly sessions: IdentityCenterSessions;
  readonly roles: RoleCredentialsCache;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
  readonly failures: ProviderFailures;
  readonly changed: ProviderChangeEmitter;
}

/**
 * Roles as the editor's accounts. The scopes name one account and one role; what serves as access token is the JSON
 * document that the AWS CLI's `credential_process` defines.
 */
export class RoleAuthenticationProvider {
  readonly #parts: RoleProviderParts;
  /** Those that somebody has been given, by their id. */
  readonly #used = new Map<
    string,
    { readonly role: SessionRole; readonly shown: vscode.AuthenticationSession }
  >();

  constructor(parts: RoleProviderParts) {
    this.#parts = parts;
  }

  /** Shows nothing and never throws. Without scopes, the roles in use. */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession[]> {
    if (!scopes || scopes.length === 0) {
      return [...this.#used.values()]
        .filter(({ role }) => this.#parts.roles.cached(role) !== undefined)
        .map(({ shown }) => shown)
        .filter(({ account: { label } }) => account === undefined || account.label === label);
    }
    const finding = this.#find(parseOrNothing(scopes), account?.label);
    const found = await within(PATIENCE_MS, finding).catch(() => undefined);
    return found?.value ? [found.value] : [];
  }

  /** Lets a person sign in, where nobody is, and gets the credentials of the role. */
  async createSession(
    scopes: readonly string[],
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession> {
    const { sessions, signIn, failures } = this.#parts;
    try {
      const wanted = parseRoleScopes(scopes);
      await sessions.load();
      const [only, ...others] = this.#serving(wanted, account?.label);
      if (only && others.length === 0) {
        return await this.#use(only, wanted);
      }
      const known = sessions.known().filter((config) => roleLabel(config, wanted) === account?.label);
      const config = known[0] ?? (await signIn.choose(wanted.session));
      if (isBuilderId(config) || (account && known.length === 0)) {
        throw new AwsSsoError(
          'InvalidRequest',
          l10n.t(
            'The role {0} of the account {1} is not one of this session.',
            wanted.roleName,
            wanted.accountId,
          ),
        );
      }
      const held = sessions.find(sessionId(config));
      const isServing = held?.registrationScopes.includes(ACCOUNT_ACCESS_SCOPE) === true;
      const scopesToHave = [ACCOUNT_ACCESS_SCOPE, ...(held?.registrationScopes ?? [])];
      const session = isServing ? held : await signIn.run(withScopes(config, scopesToHave));
      return await this.#use(session, wanted);
    } catch (error) {
      if (isAwsSsoError(error)) {
        failures.remember(error);
      }
      throw asEditorError(error);
    }
  }

  /** What it has last handed out as the access token of that session. */
  secretOf(id: string): string | undefined {
    return this.#used.get(id)?.shown.accessToken;
  }

  /** The role is not in use any more; the session goes on. */
  removeSession(id: string): Promise<void> {
    const used = this.#used.get(id);
    if (used) {
      this.#parts.roles.forget(used.role);
    }
    this.#remove(({ shown }) => shown.id === id);
    return Promise.resolve();
  }

  /** Drops the roles of sessions that are not signed in any more, or that somebody has signed in to again. */
  update({ replaced }: Change<SignedInSession>): void {
    const anothers = new Set(replaced.map(sessionId));
    const ids = this.#parts.sessions.signedIn().map(sessionId);
    const kept = new Set(ids.filter((id) => !anothers.has(id)));
    this.#parts.roles.keepOnly(kept);
    this.#remove(({ role }) => !kept.has(role.session));
  }

  /** Those that can be meant. An AWS Builder ID has no roles. */
  #serving(wanted: WantedRole, label: string | undefined): readonly SignedInSession[] {
    return this.#parts.sessions
      .serving(wanted.session, [ACCOUNT_ACCESS_SCOPE])
      .filter((session) => !isBuilderId(session))
      .filter((session) => label === undefined || roleLabel(session, wanted) === label);
  }

  async #find(
    wanted: WantedRole | undefined,
    label: string | undefined,
  ): Promise<vscode.AuthenticationSession | undefined> {
    await this.#parts.sessions.load();
    const [only, ...others] = wanted ? this.#serving(wanted, label) : [];
    return only && wanted && others.length === 0 ? this.#use(only, wanted) : undefined;
  }

  async #use(
    session: SignedInSession,
    { accountId, roleName }: WantedRole,
  ): Promise<vscode.AuthenticationSession> {
    const role = { session: sessionId(session), accountId, roleName };
    const credentials = await this.#parts.roles.get(role);
    const shown = asAuthenticationSession(session, role, credentials);
    const before = this.#used.get(shown.id)?.shown;
    this.#used.set(shown.id, { role, shown });
    if (!before) {
      this.#parts.changed.fire({ added: [shown], changed: [], removed: [] });
    } else if (before.accessToken !== shown.accessToken) {
      this.#parts.changed.fire({ added: [], changed: [shown], removed: [] });
    }
    return shown;
  }

  #remove(isGone: (used: { role: SessionRole; shown: vscode.AuthenticationSession }) => boolean): void {
    const gone = [...this.#used.values()].filter(isGone).map(({ shown }) => shown);
    gone.forEach(({ id }) => this.#used.delete(id));
    if (gone.length > 0) {
      this.#parts.changed.fire({ added: [], changed: [], removed: gone });
    }
  }
}

/** How the editor lists the role. It keys the user's consent by this text, so it never changes. */
export function roleLabel(
  session: Pick<SessionConfig, 'name' | 'startUrl'>,
  { accountId, roleName }: Omit<WantedRole, 'session'>,
): string {
  return `${accountId}/${roleName}, ${sessionLabel(session)}`;
}

function parseOrNothing(scopes: readonly string[]): WantedRole | undefined {
  try {
    return parseRoleScopes(scopes);
  } catch {
    return undefined;
  }
}

export function accountOfRole(
  session: SignedInSession,
  { accountId, roleName }: Omit<WantedRole, 'session'>,
): vscode.AuthenticationSessionAccountInformation {
  const text = `${sessionId(session)}\n${accountId}\n${roleName}`;
  const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { id, label: roleLabel(session, { accountId, roleName }) };
}

function asAuthenticationSession(
  session: SignedInSession,
  role: SessionRole,
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
