import type { Options } from './Options.ts';
import type { RoleOptions, TokenOptions } from './types.ts';

const SCOPES = ['sso:account:access'];

/** What the caller's own editor is asked for. */
export interface Wanted {
  readonly providerId: string;
  readonly scopes: readonly string[];
  /** For the person who is asked. Empty where the question says nothing that they do not see anyway. */
  readonly detail: string;
}

/**
 * What a method may ask the editor for; undefined for one that needs nothing secret. Follows from the question alone: anybody
 * may answer a command, and must not choose what the editor hands out in the caller's name.
 */
export function wantedBy(method: string, options: Options | undefined): Wanted | undefined {
  // Of the types that they should have: the extension checks them before it has anything asked for.
  const {
    session,
    scopes = SCOPES,
    accountId,
    roleName,
  } = (options ?? {}) as Partial<TokenOptions & RoleOptions>;
  const of = (providerId: string, known: readonly string[], detail: readonly string[] = []): Wanted => ({
    providerId,
    scopes: [...new Set(session ? [...known, `session:${session}`] : known)].sort(),
    detail: [...detail, ...(session ? [`Session ${session}`] : [])].join(', '),
  });
  if (isOfRole(method)) {
    return of(
      'aws-sso-role',
      [`account:${accountId}`, `role:${roleName}`],
      [`Role ${roleName}`, `Account ${accountId}`],
    );
  }
  return /^get|^list/.test(method) ? of('aws-sso', method === 'getAccessToken' ? scopes : SCOPES) : undefined;
}

/** Whether a method gives what the credentials of a role are for. */
export function isOfRole(method: string): boolean {
  return /Cred|Env/.test(method);
}
