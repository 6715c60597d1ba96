import * as v from 'valibot';
import { isConsoleArn, parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { isDpopKey } from '../../aws/services/dpop.ts';
import { CROSS_DEVICE, SAME_DEVICE } from '../../aws/services/Signin.ts';
import { shown } from '../../base/shown.ts';
import { Revision, Time } from '../engine/revisions.ts';
import type { SessionKind, SessionRecord, SignedIn } from '../engine/SessionKind.ts';
import { stableId } from '../engine/stableId.ts';
import type { TokenLifetime } from '../engine/tokenLifetime.ts';

/** Sessions of the AWS console, by AWS Sign-In. */
export interface Console extends SessionKind {
  readonly config: ConsoleConfig;
  readonly tokens: ConsoleTokens;
  readonly reason: ConsoleEndReason;
}

/** One session of the AWS console that a person lets this editor use. */
export interface ConsoleConfig {
  /** Of the person: the `login_session` of the AWS config file. */
  readonly arn: string;
  /** Of the endpoint of AWS Sign-In. */
  readonly region: string;
}

/** What a sign-in gives: kept in the secret store, and nowhere else unless it is shared with the AWS CLI. */
export interface ConsoleTokens extends TokenLifetime {
  readonly clientId: typeof SAME_DEVICE | typeof CROSS_DEVICE;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** A JWT; the AWS CLI keeps it. */
  readonly idToken?: string | undefined;
  /**
   * A private key on the curve P-256, as SEC1 in PEM. The refresh token is bound to it, so it stays the same for as long as
   * the session lasts.
   */
  readonly dpopKey: string;
  /** The address of AWS Sign-In that issued them. Absent where that was not written down. */
  readonly issuer?: string | undefined;
}

export type SignedInConsole = SignedIn<Console>;

/** Why a console session ended. */
export type ConsoleEndReason =
  /** The service gives no more credentials for it. */
  | 'sessionOver'
  /** The password, or another way in, was changed. */
  | 'credentialsChanged'
  /** The policy that allows it is missing. */
  | 'notPermitted'
  /** The service denied a refresh. */
  | 'refused'
  /** A refresh worked, and its answer was lost. */
  | 'answerLost'
  | 'signedOut'
  | 'signedOutByAwsCli';

const CONFIG = { arn: v.pipe(v.string(), v.check(isConsoleArn)), region: v.string(), revision: Revision };

const SignedInSchema = v.object({
  ...CONFIG,
  clientId: v.picklist([SAME_DEVICE, CROSS_DEVICE]),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  sessionToken: v.string(),
  receivedAt: Time,
  expiresAt: Time,
  refreshToken: v.optional(v.string()),
  idToken: v.optional(v.string()),
  dpopKey: v.pipe(v.string(), v.check(isDpopKey)),
  isAnswerLost: v.optional(v.boolean()),
  issuer: v.optional(v.string()),
});

const EndedSchema = v.object({
  ...CONFIG,
  ended: v.picklist([
    'sessionOver',
    'credentialsChanged',
    'notPermitted',
    'refused',
    'answerLost',
    'signedOut',
    'signedOutByAwsCli',
  ]),
  isTold: v.boolean(),
});

export const ConsoleRecordSchema: v.GenericSchema<unknown, SessionRecord<Console>> = v.union([
  SignedInSchema,
  EndedSchema,
]);

/** Stays the same from one sign-in to the next, and when the region of the endpoint changes. */
export function consoleId({ arn }: Pick<ConsoleConfig, 'arn'>): string {
  return stableId(`console\n${arn}`);
}

/** How the editor lists the session. It keys the person's consent by this text, so it is unique and never changes. */
export function consoleLabel({ arn }: Pick<ConsoleConfig, 'arn'>): string {
  const { partition, accountId, resource } = parseConsoleArn(arn);
  return shown(`${resource} (${partition === 'aws' ? accountId : `${accountId}, ${partition}`})`);
}
