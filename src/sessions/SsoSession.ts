import { createHash } from 'node:crypto';
import { portalAddress, portalName } from '../aws/startUrl.ts';

/** The scope that lets a token list accounts and fetch role credentials, and makes it refreshable. */
export const ACCOUNT_ACCESS_SCOPE = 'sso:account:access';

/** One access portal that a person can sign in to: what settings hold. */
export interface SessionConfig {
  /** Unique among the sessions configured at one time. */
  readonly name: string;
  /** In its canonical form. */
  readonly startUrl: string;
  readonly region: string;
  /** The OAuth scopes to sign in with, sorted, at least one. */
  readonly registrationScopes: readonly string[];
}

/** What a sign-in left: kept in the secret store, and nowhere else. */
export interface SignedInSession extends SessionConfig {
  readonly accessToken: string;
  /** When the access token expires: epoch milliseconds on the local clock. */
  readonly expiresAt: number;
  /** Absent when the service issued none. */
  readonly refreshToken?: string | undefined;
  /** The registration that obtained the tokens; a refresh needs the same one. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Epoch milliseconds. */
  readonly registrationExpiresAt: number;
}

/** Stays the same from one sign-in to the next, and when the region or the scopes of the session are changed. */
export function sessionId({ name, startUrl }: Pick<SessionConfig, 'name' | 'startUrl'>): string {
  return createHash('sha256').update(`${name}\n${startUrl}`).digest('hex').slice(0, 32);
}

/**
 * How the editor lists the session. It keys the user's consent by this text, so it holds the portal's address:
 * another portal under the same name must not inherit the consent.
 */
export function sessionLabel({ name, startUrl }: Pick<SessionConfig, 'name' | 'startUrl'>): string {
  const address = portalAddress(startUrl);
  return name === portalName(startUrl) ? address : `${name} (${address})`;
}

/** Sorted and without repetitions, so that scopes can be compared and hashed. */
export function canonicalScopes(scopes: readonly string[]): readonly string[] {
  return [...new Set(scopes)].sort();
}

/** The session with these scopes besides its own. */
export function withScopes(config: SessionConfig, scopes: readonly string[]): SessionConfig {
  return { ...config, registrationScopes: canonicalScopes([...config.registrationScopes, ...scopes]) };
}
