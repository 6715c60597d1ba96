import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { AwsCredentialIdentity } from '../../../api/src/index.ts';
import type { RoleCredentials as Credentials } from '../../aws/services/SsoPortal.ts';
import { isPassing } from '../../base/errors.ts';
import { sameSecret } from '../../base/sameSecret.ts';
import { isBuilderId } from '../../sessions/kinds/builderId.ts';
import type { RoleCredentialsCache, SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { ACCOUNT_ACCESS_SCOPE } from '../../sessions/kinds/scopes.ts';
import { sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { type Caller, nobody, unlessEnded } from './Caller.ts';
import { Grants } from './Grants.ts';
import { ROLE_PROVIDER_ID } from '../accounts/providerIds.ts';
import { accountOfRole, roleLabel } from '../accounts/RoleAuthenticationProvider.ts';
import { roleScopes, type WantedRole } from '../accounts/roleScopes.ts';

interface GivenRole {
  readonly role: SessionRole;
  readonly credentials: Credentials;
}

/** The credentials of roles that one caller was given (API operation GetRoleCredentials). */
export class CallerRoles {
  readonly #caller: Caller;
  readonly #sessions: IdentityCenterSessions;
  readonly #roles: RoleCredentialsCache;
  readonly #grants = new Grants<GivenRole>();

  constructor(caller: Caller, sessions: IdentityCenterSessions, roles: RoleCredentialsCache) {
    this.#caller = caller;
    this.#sessions = sessions;
    this.#roles = roles;
  }

  /**
   * Those given before, while they are good for some minutes; else those of the role that the editor lets the caller
   * use. A copy for each: clients of the AWS SDK write into it. Undefined only when `silent`.
   *
   * @throws AwsSsoError as `getRoleCredentials` of the API says.
   */
  async get(wanted: WantedRole, silent: boolean): Promise<AwsCredentialIdentity | undefined> {
    const scopes = roleScopes(wanted);
    const before = this.#grants.given(scopes);
    const isStill = before && this.#roles.cached(before.role)?.accessKeyId === before.credentials.accessKeyId;
    const given = isStill
      ? before
      : await this.#grants.ask(scopes, [silent], () => this.#ask(wanted, scopes, silent));
    return given && asIdentity(given);
  }

  async #ask(wanted: WantedRole, scopes: readonly string[], silent: boolean): Promise<GivenRole | undefined> {
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
      await this.#try({ ...wanted, session: sessionId(only) });
    }
    const [candidate, ...rest] = serving();
    if (silent && !candidate) {
      return undefined;
    }
    const account = candidate && rest.length === 0 ? accountOfRole(candidate, wanted) : undefined;
    const request = { providerId: ROLE_PROVIDER_ID, scopes, account, silent, detail: detailOf(wanted) };
    const held = (shown: vscode.AuthenticationSession): GivenRole | undefined => this.#held(wanted, shown);
    const proven = await this.#caller.prove(request, held);
    // A person may have taken their time to agree. Another secret goes through the editor, too.
    const good = proven && (await unlessEnded(this.#roles.get(proven.role)));
    const handedOut =
      good?.accessKeyId === proven?.credentials.accessKeyId
        ? proven
        : await this.#caller.prove({ ...request, silent: true }, held);
    return handedOut ?? nobody(silent);
  }

  /** The role of a session, if these are its credentials. */
  #held(
    wanted: WantedRole,
    { accessToken, account: { label } }: vscode.AuthenticationSession,
  ): GivenRole | undefined {
    const owner = this.#sessions.signedIn().find((known) => roleLabel(known, wanted) === label);
    const role = owner && { ...wanted, session: sessionId(owner) };
    const credentials = role && this.#roles.left(role);
    return credentials && sameSecret(credentials.secretAccessKey, secretIn(accessToken))
      ? { role, credentials }
      : undefined;
  }

  /**
   * Makes sure that the credentials can be had, before anybody is asked anything. Whether the role is assigned is for
   * those to know who may use it.
   *
   * @throws AwsSsoError `Network`, `Throttled`, `Service`: to sign in would be no help.
   */
  async #try(role: SessionRole): Promise<void> {
    try {
      await this.#roles.get(role);
    } catch (error) {
      if (isPassing(error)) {
        throw error;
      }
    }
  }
}

function asIdentity({ role, credentials }: GivenRole): AwsCredentialIdentity {
  const { expiration, ...keys } = credentials;
  return { ...keys, expiration: new Date(expiration), accountId: role.accountId };
}

/** The editor's own question names the provider only. */
function detailOf({ accountId, roleName, session }: WantedRole): string {
  return session === undefined
    ? l10n.t('The role {0} of the account {1}', roleName, accountId)
    : l10n.t('The role {0} of the account {1}, by the session {2}', roleName, accountId, session);
}

/** Of a document as `credential_process` prints it. Empty when it is none. */
function secretIn(document: string): string {
  try {
    const { SecretAccessKey } = JSON.parse(document) as { SecretAccessKey?: unknown };
    return typeof SecretAccessKey === 'string' ? SecretAccessKey : '';
  } catch {
    return '';
  }
}
