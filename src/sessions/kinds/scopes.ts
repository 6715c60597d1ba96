import type { SessionConfig } from './identityCenter.ts';

/** The scope that lets a token list accounts and fetch role credentials, and makes it refreshable. */
export const ACCOUNT_ACCESS_SCOPE = 'sso:account:access';

/** Sorted and without repetitions, so that scopes can be compared and hashed. */
export function canonicalScopes(scopes: readonly string[]): readonly string[] {
  return scopes.length > 1 ? [...new Set(scopes)].sort() : scopes;
}

/** The session with these scopes besides its own. */
export function withScopes(config: SessionConfig, scopes: readonly string[]): SessionConfig {
  return { ...config, registrationScopes: canonicalScopes([...config.registrationScopes, ...scopes]) };
}
