import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { canonicalScopes } from '../../sessions/kinds/scopes.ts';
import { SESSION_SCOPE } from './sessionScope.ts';

const ACCOUNT = 'account:';
const ROLE = 'role:';

/** What the scopes of the provider `aws-sso-role` ask for. */
export interface WantedRole {
  /** Twelve digits. */
  readonly accountId: string;
  readonly roleName: string;
  /** The session's name; the only one signed in, if left out. */
  readonly session?: string | undefined;
}

/** The scopes that ask the editor for the role's credentials. */
export function roleScopes({ accountId, roleName, session }: WantedRole): readonly string[] {
  return canonicalScopes([
    ACCOUNT + accountId,
    ROLE + roleName,
    ...(session === undefined ? [] : [SESSION_SCOPE + session]),
  ]);
}

/**
 * Scopes are a set: order and repetitions mean nothing.
 *
 * @throws AwsSsoError `InvalidRequest` unless there are exactly one account and one role, and at most one session.
 */
export function parseRoleScopes(scopes: readonly string[]): WantedRole {
  const all = [...new Set(scopes)];
  const of = (prefix: string): string[] =>
    all.filter((scope) => scope.startsWith(prefix)).map((scope) => scope.slice(prefix.length));
  const [accounts, roles, sessions] = [of(ACCOUNT), of(ROLE), of(SESSION_SCOPE)];
  const [accountId = '', roleName = '', session] = [accounts[0], roles[0], sessions[0]];
  const isWanted = accounts.length === 1 && roles.length === 1 && sessions.length <= 1;
  const isAll = accounts.length + roles.length + sessions.length === all.length;
  if (!isWanted || !isAll || !isAccountId(accountId) || !isRoleName(roleName)) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('The scopes must be one account:<12 digits>, one role:<name>, and at most one session:<name>.'),
    );
  }
  return { accountId, roleName, session };
}

export function isAccountId(text: unknown): text is string {
  return typeof text === 'string' && /^\d{12}$/.test(text);
}

/** What IAM allows for the name of a role. */
export function isRoleName(text: unknown): text is string {
  return typeof text === 'string' && /^[\w+=,.@-]{1,64}$/.test(text);
}
