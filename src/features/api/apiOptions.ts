import * as l10n from '@vscode/l10n';
import type {
  EnvironmentOptions,
  RoleOptions,
  SessionOptions,
  TokenOptions,
} from '../../../api/src/index.ts';
import { isRegion } from '../../aws/endpoints/regions.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { ACCOUNT_ACCESS_SCOPE } from '../../sessions/kinds/scopes.ts';
import { isAccountId, isRoleName, type WantedRole } from '../accounts/roleScopes.ts';

/** The token that a caller asks for, with everything said that it may leave out. */
export interface WantedToken {
  /** The session's name; the only one signed in, if left out. */
  readonly session: string | undefined;
  readonly scopes: readonly string[];
  readonly silent: boolean;
  readonly forceRefresh: boolean;
}

/** Likewise, the role. */
export interface WantedCredentials extends WantedRole {
  readonly silent: boolean;
}

/** Frozen, because it is handed to whoever calls. */
const DEFAULT_SCOPES = Object.freeze([ACCOUNT_ACCESS_SCOPE]);
const NO_OPTIONS: Readonly<Record<string, unknown>> = Object.freeze({});

/** RFC 6749 section 3.3, without the form that picks a session: that is what the option `session` is for. */
const OAUTH_SCOPE = /^(?!session:)[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * For what has no silent way, and would ask all the same.
 *
 * @throws AwsSsoError `InvalidRequest`, naming the option that is wrong; as all of these do.
 */
export function loudOptions(options: SessionOptions | undefined): string | undefined {
  if (flag(options, 'silent')) {
    throw invalid(
      l10n.t('The option “{0}” isn’t supported here. Ask for an access token silently first.', 'silent'),
    );
  }
  return sessionOption(options);
}

function sessionOption(options: SessionOptions | undefined): string | undefined {
  const { session } = members(options);
  if (session !== undefined && (typeof session !== 'string' || session === '')) {
    throw invalid(l10n.t('The option “{0}” must be the name of a session.', 'session'));
  }
  return session;
}

export function tokenOptions(options: TokenOptions | undefined): WantedToken {
  return {
    session: sessionOption(options),
    scopes: scopesOption(options),
    silent: flag(options, 'silent'),
    forceRefresh: flag(options, 'forceRefresh'),
  };
}

function scopesOption(options: TokenOptions | undefined): readonly string[] {
  const { scopes } = members(options);
  if (scopes === undefined) {
    return DEFAULT_SCOPES;
  }
  if (!isListOfScopes(scopes)) {
    throw invalid(l10n.t('The option “{0}” must be a list of OAuth scopes.', 'scopes'));
  }
  // Of our own: the caller may change its list meanwhile.
  return [...scopes];
}

export function roleOptions(options: RoleOptions): WantedCredentials {
  const { roleName } = members(options);
  const accountId = accountOption(options);
  if (!isRoleName(roleName)) {
    throw invalid(l10n.t('The option “{0}” must be the name of a role.', 'roleName'));
  }
  return { accountId, roleName, session: sessionOption(options), silent: flag(options, 'silent') };
}

/** @returns the region that is wanted, if any, besides the role. */
export function environmentOptions(
  options: EnvironmentOptions,
): readonly [WantedCredentials, string | undefined] {
  const { region } = members(options);
  if (region !== undefined && !(typeof region === 'string' && isRegion(region))) {
    throw invalid(l10n.t('The option “{0}” must be an AWS region.', 'region'));
  }
  return [roleOptions(options), region];
}

export function accountOption(options: { readonly accountId: string }): string {
  const { accountId } = members(options);
  if (!isAccountId(accountId)) {
    throw invalid(l10n.t('The option “{0}” must be a string of 12 digits.', 'accountId'));
  }
  return accountId;
}

function flag(options: unknown, name: string): boolean {
  const value = members(options)[name] ?? false;
  if (typeof value !== 'boolean') {
    throw invalid(l10n.t('The option “{0}” must be true or false.', name));
  }
  return value;
}

/** Types promise nothing: callers may be written in JavaScript. */
function members(options: unknown): Readonly<Record<string, unknown>> {
  if (options === undefined) {
    return NO_OPTIONS;
  }
  if (typeof options !== 'object' || options === null) {
    throw invalid(l10n.t('The options must be an object.'));
  }
  return options as Record<string, unknown>;
}

function isListOfScopes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((scope) => typeof scope === 'string' && OAUTH_SCOPE.test(scope));
}

function invalid(sentence: string): AwsSsoError {
  return new AwsSsoError('InvalidRequest', sentence);
}
