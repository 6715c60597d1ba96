import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type {
  AccessToken,
  AwsCredentialIdentity,
  AwsCredentialIdentityProvider,
  AwsSsoApi,
  RoleOptions,
  SessionOptions,
  SsoAccount,
  SsoAccountRole,
  SsoSession,
  SsoSessionsChangeEvent,
  TokenIdentityProvider,
  TokenOptions,
} from '../../api/src/index.ts';
import type { SsoPortal } from '../aws/SsoPortal.ts';
import { AwsSsoError, isAwsSsoError, isPassing, messageOf } from '../base/errors.ts';
import { collect } from '../base/collect.ts';
import { NEVER } from '../base/never.ts';
import { within } from '../base/within.ts';
import { isBuilderId, noRolesOfBuilderId } from '../sessions/builderId.ts';
import type { Role, RoleCredentials } from '../sessions/RoleCredentials.ts';
import type { Sessions } from '../sessions/Sessions.ts';
import { ACCOUNT_ACCESS_SCOPE, sessionId, type SignedInSession } from '../sessions/SsoSession.ts';
import { cancelled } from './cancellation.ts';
import type { ProviderFailures } from './ProviderFailures.ts';
import type { PublicSessions } from './PublicSessions.ts';
import type { SignInOnDemand } from './SignIn.ts';
import { accountOfRole, ROLE_PROVIDER_ID, roleLabel } from './RoleAuthenticationProvider.ts';
import { isAccountId, isRoleName, roleScopes, type WantedRole } from './roleScopes.ts';
import { accountOf, PROVIDER_ID, scopesFor } from './SsoAuthenticationProvider.ts';

const SILENT_PATIENCE_MS = 2_000;

/** What the API is made of. */
export interface ApiParts {
  readonly sessions: Sessions;
  readonly publicSessions: PublicSessions;
  readonly signIn: SignInOnDemand;
  readonly roles: RoleCredentials;
  readonly failures: ProviderFailures;
}

interface Question extends TokenOptions {
  readonly name: string | undefined;
  readonly wanted: readonly string[];
  /** The scopes that ask the editor for it. */
  readonly key: string;
}

/** RFC 6749 section 3.3, without the form that picks a session: that is what the option `session` is for. */
const OAUTH_SCOPE = /^(?!session:)[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The API for one caller. Every token comes from the caller's own `authentication.getSession`, so that the editor
 * names the caller and asks for consent; what it has handed out once is handed out again from memory.
 */
export class Api implements AwsSsoApi {
  readonly #caller: typeof vscode;
  readonly #sessions: Sessions;
  readonly #public: PublicSessions;
  readonly #signIn: SignInOnDemand;
  readonly #roles: RoleCredentials;
  readonly #failures: ProviderFailures;
  /** By the scopes asked for. */
  readonly #given = new Map<string, { readonly id: string; readonly token: AccessToken }>();
  readonly #asking = new Map<string, Promise<AccessToken | undefined>>();
  readonly #givenRoles = new Map<
    string,
    { readonly role: Role; readonly credentials: AwsCredentialIdentity }
  >();
  readonly #askingRoles = new Map<string, Promise<AwsCredentialIdentity | undefined>>();

  constructor(caller: typeof vscode, { sessions, publicSessions, signIn, roles, failures }: ApiParts) {
    this.#caller = caller;
    this.#sessions = sessions;
    this.#public = publicSessions;
    this.#signIn = signIn;
    this.#roles = roles;
    this.#failures = failures;
  }

  get sessions(): readonly SsoSession[] {
    return this.#public.list();
  }

  get onDidChangeSessions(): vscode.Event<SsoSessionsChangeEvent> {
    return this.#public.onDidChange;
  }

  async signIn(options: SessionOptions = {}): Promise<SsoSession> {
    const name = checkName(options);
    await this.#sessions.load();
    const serving = this.#sessions.serving(name, []);
    const [only, ...others] = serving;
    if (only && others.length === 0) {
      return this.#public.describe(only);
    }
    const config = await this.#signIn.choose(name);
    const isSignedIn = this.#sessions.find(sessionId(config)) !== undefined;
    return this.#public.describe(isSignedIn ? config : await this.#signIn.run(config));
  }

  getAccessToken(options?: TokenOptions & { readonly silent?: false }): Promise<AccessToken>;
  getAccessToken(options?: TokenOptions): Promise<AccessToken | undefined>;
  async getAccessToken(options: TokenOptions = {}): Promise<AccessToken | undefined> {
    const name = checkName(options);
    const wanted = checkScopes(options);
    const key = scopesFor(name, wanted).join(' ');
    const given = this.#given.get(key);
    if (
      given &&
      !options.forceRefresh &&
      this.#sessions.current(given.id)?.accessToken === given.token.token
    ) {
      return given.token;
    }
    // Callers who ask for the same at the same time get the same answer, and the person is asked once.
    const question = JSON.stringify([key, options.silent === true, options.forceRefresh === true]);
    const running = this.#asking.get(question);
    const asking = running ?? this.#ask({ ...options, name, wanted, key });
    this.#asking.set(question, asking);
    return asking.finally(() => this.#asking.delete(question));
  }

  async listAccounts(options: SessionOptions = {}): Promise<readonly SsoAccount[]> {
    return this.#atPortal(options, async (portal, accessToken) => {
      const accounts = await collect(portal.listAccounts(accessToken, NEVER));
      return accounts.map((account) => Object.freeze(account) as SsoAccount);
    });
  }

  async listAccountRoles(
    options: { readonly accountId: string } & SessionOptions,
  ): Promise<readonly SsoAccountRole[]> {
    const { accountId } = (options as Partial<typeof options> | undefined) ?? {};
    if (!isAccountId(accountId)) {
      throw new AwsSsoError('InvalidRequest', l10n.t('The option “{0}” must be 12 digits.', 'accountId'));
    }
    return this.#atPortal(options, async (portal, accessToken) => {
      const roles = await collect(portal.listAccountRoles(accessToken, accountId, NEVER));
      return roles.map(({ roleName }) => Object.freeze({ accountId, roleName }));
    });
  }

  getRoleCredentials(options: RoleOptions & { readonly silent?: false }): Promise<AwsCredentialIdentity>;
  getRoleCredentials(options: RoleOptions): Promise<AwsCredentialIdentity | undefined>;
  async getRoleCredentials(options: RoleOptions): Promise<AwsCredentialIdentity | undefined> {
    const wanted = checkRole(options);
    const scopes = roleScopes(wanted);
    const key = scopes.join(' ');
    const given = this.#givenRoles.get(key);
    if (given && this.#roles.cached(given.role)?.accessKeyId === given.credentials.accessKeyId) {
      return { ...given.credentials };
    }
    const question = JSON.stringify([key, options.silent === true]);
    const asking = this.#askingRoles.get(question) ?? this.#askRole(wanted, scopes, options.silent === true);
    this.#askingRoles.set(question, asking);
    const credentials = await asking.finally(() => this.#askingRoles.delete(question));
    return credentials && { ...credentials };
  }

  tokenProvider(options: TokenOptions = {}): TokenIdentityProvider {
    return async () => {
      const { token, expiration } = (await this.getAccessToken(options)) ?? nothingSilently();
      return { token, expiration };
    };
  }

  credentialProvider(options: RoleOptions): AwsCredentialIdentityProvider {
    checkRole(options);
    return async () => (await this.getRoleCredentials(options)) ?? nothingSilently();
  }

  async #askRole(
    wanted: WantedRole,
    scopes: readonly string[],
    silent: boolean,
  ): Promise<AwsCredentialIdentity | undefined> {
    await this.#sessions.load();
    if (wanted.session !== undefined) {
      // Before anybody is asked anything.
      this.#sessions.named(wanted.session);
    }
    const serving = (): readonly SignedInSession[] =>
      this.#sessions
        .serving(wanted.session, [ACCOUNT_ACCESS_SCOPE])
        .filter((session) => !isBuilderId(session));
    const [only, ...others] = serving();
    if (only && others.length === 0) {
      await this.#tryRole({ ...wanted, session: sessionId(only) });
    }
    const [candidate, ...rest] = serving();
    if (silent && !candidate) {
      return undefined;
    }
    const account = candidate && rest.length === 0 ? accountOfRole(candidate, wanted) : undefined;
    const asked = this.#getSession(ROLE_PROVIDER_ID, scopes, {
      ...(silent ? { silent: true } : { createIfNone: true }),
      ...(account ? { account } : {}),
    });
    const session = silent ? (await within(SILENT_PATIENCE_MS, asked))?.value : await asked;
    if (!session) {
      return undefined;
    }
    const { label } = session.account;
    const owner = this.#sessions.signedIn().find((known) => roleLabel(known, wanted) === label);
    if (!owner) {
      if (silent) {
        return undefined;
      }
      throw nobodyAnyMore();
    }
    // Not those that the editor has: a person may have taken their time to agree.
    const role = { ...wanted, session: sessionId(owner) };
    const { expiration, ...credentials } = await this.#roles.get(role);
    const identity = { ...credentials, expiration: new Date(expiration), accountId: wanted.accountId };
    this.#givenRoles.set(scopes.join(' '), { credentials: identity, role });
    return identity;
  }

  /**
   * Makes sure that the credentials can be had, before anybody is asked anything. Whether the role is assigned is for
   * those to know who may use it.
   *
   * @throws AwsSsoError `Network`, `Throttled`, `Service`: to sign in would be no help.
   */
  async #tryRole(role: Role): Promise<void> {
    try {
      await this.#roles.get(role);
    } catch (error) {
      if (isPassing(error)) {
        throw error;
      }
    }
  }

  /** Who may not have the token of a session does not learn what it opens. */
  async #atPortal<Item>(
    { session }: SessionOptions,
    action: (portal: SsoPortal, accessToken: string) => Promise<readonly Item[]>,
  ): Promise<readonly Item[]> {
    await this.getAccessToken(session === undefined ? {} : { session });
    const { id = '' } = this.#given.get(scopesFor(session, [ACCOUNT_ACCESS_SCOPE]).join(' ')) ?? {};
    const signedIn = this.#sessions.find(id);
    if (signedIn && isBuilderId(signedIn)) {
      throw noRolesOfBuilderId();
    }
    return Object.freeze(await this.#sessions.atPortal(id, action));
  }

  async #ask({
    name,
    wanted,
    key,
    silent = false,
    forceRefresh = false,
  }: Question): Promise<AccessToken | undefined> {
    await this.#sessions.load();
    if (name !== undefined) {
      // Before anybody is asked anything.
      this.#sessions.named(name);
    }
    const [only, ...others] = this.#sessions.serving(name, wanted);
    if (only && others.length === 0) {
      await this.#renewed(sessionId(only), key, false);
    }
    const [candidate, ...rest] = this.#sessions.serving(name, wanted);
    if (silent && !candidate) {
      return undefined;
    }
    const asked = this.#getSession(PROVIDER_ID, scopesFor(name, wanted), {
      ...(silent ? { silent: true } : { createIfNone: true }),
      // Without it the editor has the person choose, even from one.
      ...(candidate && rest.length === 0 ? { account: accountOf(candidate) } : {}),
    });
    // The editor queues requests behind a sign-in that goes on, for as long as that takes. Who asked for silence did not
    // ask for that.
    const session = silent ? (await within(SILENT_PATIENCE_MS, asked))?.value : await asked;
    if (!session) {
      return undefined;
    }
    // Not before the editor has agreed: who may not use the session must not wear it out.
    const stored = await this.#renewed(session.id, key, forceRefresh);
    if (!stored) {
      if (silent) {
        return undefined;
      }
      throw nobodyAnyMore();
    }
    const token = Object.freeze({
      token: stored.accessToken,
      tokenType: 'Bearer',
      expiration: new Date(stored.expiresAt),
      session: stored.name,
    });
    this.#given.set(key, { id: session.id, token });
    return token;
  }

  /**
   * The session with a token that is good, or undefined when it has ended.
   *
   * @throws AwsSsoError `Network`, `Throttled`, `Service` when it goes on, but no token can be had: to sign in would be
   * no help.
   */
  async #renewed(id: string, key: string, forceRefresh: boolean): Promise<SignedInSession | undefined> {
    const given = this.#given.get(key);
    const held = this.#sessions.find(id)?.accessToken ?? '';
    // For whoever was given an older one, a newer one is there without a refresh.
    const unwanted = given?.id === id ? given.token.token : held;
    try {
      return await (forceRefresh ? this.#sessions.renew(id, unwanted) : this.#sessions.fresh(id));
    } catch (error) {
      if (isAwsSsoError(error, 'NotSignedIn')) {
        return undefined;
      }
      throw error;
    }
  }

  async #getSession(
    provider: string,
    scopes: readonly string[],
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<vscode.AuthenticationSession | undefined> {
    try {
      return await this.#caller.authentication.getSession(provider, scopes, options);
    } catch (error) {
      throw this.#asAwsSsoError(error);
    }
  }

  /** The editor hands errors over as their text alone. */
  #asAwsSsoError(error: unknown): AwsSsoError {
    const text = messageOf(error);
    if (error instanceof Error && error.name === 'Canceled') {
      return cancelled();
    }
    if (text.startsWith('User did not consent')) {
      return new AwsSsoError(
        'ConsentDenied',
        l10n.t('The sign-in, or the use of the AWS session, was not allowed.'),
      );
    }
    return this.#failures.of(text) ?? new AwsSsoError('Service', text);
  }
}

function nobodyAnyMore(): AwsSsoError {
  return new AwsSsoError(
    'NotSignedIn',
    l10n.t('Nobody is signed in to this session any more. Sign in again.'),
  );
}

function nothingSilently(): never {
  throw new AwsSsoError(
    'NotSignedIn',
    l10n.t('Nobody is signed in, or the use of the session is not allowed, and nothing may be asked.'),
  );
}

function checkRole(options: RoleOptions): WantedRole {
  const { accountId, roleName } = (options as Partial<RoleOptions> | undefined) ?? {};
  if (!isAccountId(accountId)) {
    throw new AwsSsoError('InvalidRequest', l10n.t('The option “{0}” must be 12 digits.', 'accountId'));
  }
  if (!isRoleName(roleName)) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('The option “{0}” must be the name of a role.', 'roleName'),
    );
  }
  return { accountId, roleName, session: checkName(options) };
}

function checkName({ session }: SessionOptions): string | undefined {
  if (session !== undefined && (typeof session !== 'string' || session === '')) {
    throw new AwsSsoError('InvalidRequest', l10n.t('The option “{0}” must be a name.', 'session'));
  }
  return session;
}

function checkScopes({ scopes = [ACCOUNT_ACCESS_SCOPE] }: TokenOptions): readonly string[] {
  const list: unknown = scopes;
  if (!Array.isArray(list) || !list.every((scope) => typeof scope === 'string' && OAUTH_SCOPE.test(scope))) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('The option “{0}” must be a list of OAuth scopes.', 'scopes'),
    );
  }
  return scopes;
}
