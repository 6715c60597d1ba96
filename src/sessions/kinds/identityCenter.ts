import * as v from 'valibot';
import { isIssuer, portalAddress } from '../../aws/endpoints/startUrl.ts';
import { shown } from '../../base/shown.ts';
import { Revision, Time } from '../engine/revisions.ts';
import type { SessionKind, SessionRecord, SignedIn } from '../engine/SessionKind.ts';
import { stableId } from '../engine/stableId.ts';
import type { TokenLifetime } from '../engine/tokenLifetime.ts';

/** Sessions of IAM Identity Center. */
export interface IdentityCenter extends SessionKind {
  readonly config: SessionConfig;
  readonly tokens: Tokens;
  readonly reason: EndReason;
}

/** One access portal that a person can sign in to: what settings hold. */
export interface SessionConfig {
  /** Unique among the sessions configured at one time. */
  readonly name: string;
  /** In its canonical form. */
  readonly startUrl: string;
  readonly region: string;
  /** Further regions of the same IAM Identity Center, for when the first doesn't answer. */
  readonly regions?: readonly string[] | undefined;
  /** The OAuth scopes to sign in with, sorted, at least one. */
  readonly registrationScopes: readonly string[];
  /**
   * Whether only a workspace suggests it, which has to be confirmed. Carried with what was chosen: the settings of the workspace
   * may have changed by the time of the sign-in.
   */
  readonly isSuggested?: boolean;
}

/** What a sign-in gives: kept in the secret store, and nowhere else unless it is shared with the AWS CLI. */
export interface Tokens extends TokenLifetime {
  readonly accessToken: string;
  /** The registration that obtained the tokens; a refresh needs the same one. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Epoch milliseconds. */
  readonly registrationExpiresAt: number;
  /** The addresses of the services that issued the tokens, and take them. Absent where that was not written down. */
  readonly issuer?: string | undefined;
  readonly portalIssuer?: string | undefined;
  /** The portal's own address, where the start URL isn't that: what an own domain led to, or the service showed for an issuer. */
  readonly portal?: string | undefined;
}

/** A session to sign in to. */
export interface SignInTarget extends SessionConfig {
  /** What the start URL leads to, where it is an own domain. */
  readonly portal?: string | undefined;
}

export type SignedInSession = SignedIn<IdentityCenter>;

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

const CONFIG = {
  name: v.string(),
  startUrl: v.pipe(v.string(), v.url()),
  region: v.string(),
  regions: v.optional(v.array(v.string())),
  registrationScopes: v.array(v.string()),
};

// The first version of this extension stored neither revisions nor when a token came.
const SignedInSchema = v.object({
  ...CONFIG,
  revision: v.optional(Revision, 0),
  accessToken: v.string(),
  receivedAt: v.optional(Time, 0),
  expiresAt: Time,
  refreshToken: v.optional(v.string()),
  clientId: v.string(),
  clientSecret: v.string(),
  registrationExpiresAt: Time,
  isAnswerLost: v.optional(v.boolean()),
  issuer: v.optional(v.string()),
  portalIssuer: v.optional(v.string()),
  portal: v.optional(v.pipe(v.string(), v.url())),
});

const EndedSchema = v.object({
  ...CONFIG,
  revision: Revision,
  ended: v.picklist([
    'sessionOver',
    'revoked',
    'registrationExpired',
    'refused',
    'answerLost',
    'signedOut',
    'signedOutByAwsCli',
  ]),
  isTold: v.boolean(),
});

export const SessionRecordSchema: v.GenericSchema<unknown, SessionRecord<IdentityCenter>> = v.union([
  SignedInSchema,
  EndedSchema,
]);

/** Stays the same from one sign-in to the next, and when the region or the scopes of the session are changed. */
export function sessionId({ name, startUrl }: Pick<SessionConfig, 'name' | 'startUrl'>): string {
  return stableId(`${name}\n${startUrl}`);
}

/**
 * How the editor lists the session. It keys the user's consent by this text, so it holds the portal's address:
 * another portal under the same name must not inherit the consent.
 */
export function sessionLabel({ name, startUrl }: Pick<SessionConfig, 'name' | 'startUrl'>): string {
  const address = portalAddress(startUrl);
  // As the first version told: a label that changes asks for the consent again.
  return shown(name === new URL(startUrl).hostname.split('.')[0] ? address : `${name} (${address})`);
}

/** The address at which a browser finds the portal of the session, where that is known. */
export function portalPage({
  startUrl,
  portal,
}: Pick<SignInTarget, 'startUrl' | 'portal'>): string | undefined {
  const known = portal ?? startUrl;
  // Where an own domain leads to an issuer, it leads people nowhere.
  return isIssuer(known) ? undefined : known;
}

/** All regions of the session, each once. */
export function regionsOf({
  region,
  regions = [],
}: Pick<SessionConfig, 'region' | 'regions'>): readonly string[] {
  return [...new Set([region, ...regions])];
}

/** Whether another access token can be asked for without the person. Whether the registration still lasts, AWS says. */
export function isRefreshable({
  refreshToken,
  registrationExpiresAt,
}: Pick<Tokens, 'refreshToken' | 'registrationExpiresAt'>): boolean {
  return refreshToken !== undefined && registrationExpiresAt > 0;
}

/** The same, as long as the registration lasts by the clock of this machine, which may be wrong. */
export function isRefreshedAhead(tokens: Pick<Tokens, 'refreshToken' | 'registrationExpiresAt'>): boolean {
  return isRefreshable(tokens) && tokens.registrationExpiresAt > Date.now();
}
