import { createHash } from 'node:crypto';
import { portalAddress, portalName } from '../../aws/endpoints/startUrl.ts';
import type { Renewable, Revised } from '../engine/SessionKind.ts';

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

/** What a sign-in gives: kept in the secret store, and nowhere else. */
export interface Tokens {
  readonly accessToken: string;
  /** When the access token came: epoch milliseconds on the local clock. */
  readonly receivedAt: number;
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

export interface SignedInSession extends SessionConfig, Tokens, Renewable {}

/** What is left of a session that has ended. That nothing is stored, in contrast, says nothing: a store may be lost. */
export interface EndedSession extends SessionConfig, Revised {
  readonly ended: EndReason;
  /** Whether the person knows. */
  readonly isTold: boolean;
}

/** Why a session ended. */
export type EndReason =
  /** The service gives no more tokens for it, at about the time when one expired. */
  | 'sessionOver'
  /** The service stopped accepting it while its token was good. */
  | 'revoked'
  /** The registration that it was signed in with is no longer valid. */
  | 'registrationExpired'
  /** The service denied a refresh. */
  | 'refused'
  /** A refresh worked, and its answer was lost. */
  | 'answerLost'
  | 'signedOut'
  | 'signedOutByAwsCli';

export type SessionRecord = SignedInSession | EndedSession;

export function isSignedIn(record: SessionRecord | undefined): record is SignedInSession {
  return record !== undefined && 'accessToken' in record;
}

export function isTokenValid({ expiresAt }: Pick<Renewable, 'expiresAt'>): boolean {
  return expiresAt > Date.now();
}

/** Whether another access token can be had without the person. */
export function isRefreshable({ refreshToken, registrationExpiresAt }: SignedInSession): boolean {
  return refreshToken !== undefined && registrationExpiresAt > Date.now();
}

/** What is left of the session for that reason. */
export function endedSession(record: SignedInSession, ended: EndReason): EndedSession {
  const { name, startUrl, region, registrationScopes } = record;
  return {
    ...{ name, startUrl, region, registrationScopes, ended },
    isTold: isOwnDecision(ended),
    // What only follows from the record gives way to what somebody has decided meanwhile.
    revision: isOwnDecision(ended) ? nextRevision(record) : renewedRevision(record),
  };
}

/** Whether the person ended it. */
export function isOwnDecision(reason: EndReason): boolean {
  return reason === 'signedOut' || reason === 'signedOutByAwsCli';
}

/** The revision of what takes the place of a record because somebody, or the service, has decided so. */
export function nextRevision(replaced: Revised | undefined): number {
  return Math.max(Date.now(), (replaced?.revision ?? 0) + 3);
}

/**
 * The revision of what was found elsewhere, such as in the AWS CLI's files. Each window finds it by itself, and all of them
 * must come to the same, or what follows from it in one would not count in the others.
 */
export function foundRevision(replaced: Revised | undefined): number {
  return (replaced?.revision ?? 0) + 2;
}

/** The revision of what follows from a record, such as its renewal: lower than that of any decision since. */
export function renewedRevision({ revision }: Revised): number {
  return revision + 1;
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
  return scopes.length > 1 ? [...new Set(scopes)].sort() : scopes;
}

/** The session with these scopes besides its own. */
export function withScopes(config: SessionConfig, scopes: readonly string[]): SessionConfig {
  return { ...config, registrationScopes: canonicalScopes([...config.registrationScopes, ...scopes]) };
}
