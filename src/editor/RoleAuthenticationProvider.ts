import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { AwsCredentialIdentity } from '../../api/src/index.ts';
import { processCredentials } from '../aws/processCredentials.ts';
import type { RoleCredentials as Credentials } from '../aws/SsoPortal.ts';
import { isAwsSsoError } from '../base/errors.ts';
import { within } from '../base/within.ts';
import type { Role, RoleCredentials } from '../sessions/RoleCredentials.ts';
import type { Sessions } from '../sessions/Sessions.ts';
import {
  ACCOUNT_ACCESS_SCOPE,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from '../sessions/SsoSession.ts';
import { asEditorError } from './cancellation.ts';
import type { ProviderFailures } from './ProviderFailures.ts';
import { parseRoleScopes, roleScopes, type WantedRole } from './roleScopes.ts';
import type { SignIn } from './SignIn.ts';

export const ROLE_PROVIDER_ID = 'aws-sso-role';

/** The editor queues every request behind one, so what takes its time must not hold the others up. */
const PATIENCE_MS = 5_000;

export interface RoleProviderParts {
  readonly sessions: Sessions;
  readonly roles: RoleCredentials;
  readonly signIn: SignIn;
  readonly failures: ProviderFailures;
}

/**
 * Roles as the editor's accounts. The scopes name one account and one role; what serves as access token is the JSON
 * document that the AWS CLI's `credential_process` defines.
 */
export class RoleAuthenticationProvider implements vscode.AuthenticationProvider {
  readonly #parts: RoleProviderParts;
  readonly #changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;
  /** Those that somebody has been given, by their id. */
  readonly #used = new Map<string, { readonly role: Role; readonly shown: vscode.AuthenticationSession }>();

  constructor(parts: RoleProviderParts) {
    this.#parts = parts;
  }

  /** Shows nothing and never throws. Without scopes, the roles in use. */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession[]> {
    const isMeant = ({ account: { label } }: vscode.AuthenticationSession): boolean =>
      account === undefined || account.label === label;
    if (!scopes || scopes.length === 0) {
      return [...this.#used.values()].map(({ shown }) => shown).filter(isMeant);
    }
    const found = await within(PATIENCE_MS, this.#find(parseOrNothing(scopes))).catch(() => undefined);
    return found?.value && isMeant(found.value) ? [found.value] : [];
  }

  /** Lets a person sign in, if nobody is, and gets the credentials of the role. */
  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    const { sessions, signIn, failures } = this.#parts;
    try {
      const wanted = parseRoleScopes(scopes);
      await sessions.load();
      const [only, ...others] = this.#serving(wanted);
      const session =
        only && others.length === 0 ? only : await signIn.run(await signIn.choose(wanted.session));
      return await this.#use(session, wanted);
    } catch (error) {
      if (isAwsSsoError(error)) {
        failures.remember(error);
      }
      throw asEditorError(error);
    }
  }

  /** The role is not in use any more; the session goes on. */
  removeSession(id: string): Promise<void> {
    this.#remove(({ shown }) => shown.id === id);
    return Promise.resolve();
  }

  /** Drops the roles of sessions that are not signed in any more. */
  update(): void {
    const signedIn = new Set(this.#parts.sessions.signedIn().map(sessionId));
    this.#parts.roles.keepOnly(signedIn);
    this.#remove(({ role }) => !signedIn.has(role.session));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #serving({ session }: WantedRole): readonly SignedInSession[] {
    return this.#parts.sessions.serving(session, [ACCOUNT_ACCESS_SCOPE]);
  }

  async #find(wanted: WantedRole | undefined): Promise<vscode.AuthenticationSession | undefined> {
    await this.#parts.sessions.load();
    const [only, ...others] = wanted ? this.#serving(wanted) : [];
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
      this.#changed.fire({ added: [shown], changed: [], removed: [] });
    } else if (before.accessToken !== shown.accessToken) {
      this.#changed.fire({ added: [], changed: [shown], removed: [] });
    }
    return shown;
  }

  #remove(isGone: (used: { role: Role; shown: vscode.AuthenticationSession }) => boolean): void {
    const gone = [...this.#used.values()].filter(isGone).map(({ shown }) => shown);
    gone.forEach(({ id }) => this.#used.delete(id));
    if (gone.length > 0) {
      this.#changed.fire({ added: [], changed: [], removed: gone });
    }
  }
}

/** How the editor lists the role. It keys the user's consent by this text, so it never changes. */
export function roleLabel(
  session: SignedInSession,
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
  role: Role,
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

/** What the provider gives as access token, read. */
export function parseProcessCredentials(text: string): AwsCredentialIdentity {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration, AccountId } = JSON.parse(text) as Record<
    string,
    string
  >;
  return {
    accessKeyId: AccessKeyId ?? '',
    secretAccessKey: SecretAccessKey ?? '',
    sessionToken: SessionToken ?? '',
    expiration: new Date(Expiration ?? 0),
    accountId: AccountId ?? '',
  };
}
