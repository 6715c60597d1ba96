import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { isConsoleArn, parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { isDpopKey } from '../../aws/services/dpop.ts';
import { CROSS_DEVICE, SAME_DEVICE } from '../../aws/services/Signin.ts';
import type { Renewable, Revised } from '../engine/SessionKind.ts';
import { isTokenValid, nextRevision, renewedRevision } from './SsoSession.ts';

/** One session of the AWS console that a person lets this editor use. */
export interface ConsoleConfig {
  /** Of the person: the `login_session` of the AWS config file. */
  readonly arn: string;
  /** Of the endpoint of AWS Sign-In. */
  readonly region: string;
}

/** What a sign-in gives: kept in the secret store, and nowhere else unless it is shared with the AWS CLI. */
export interface ConsoleTokens {
  readonly clientId: typeof SAME_DEVICE | typeof CROSS_DEVICE;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** When the credentials came: epoch milliseconds on the local clock. */
  readonly receivedAt: number;
  /** When they expire: epoch milliseconds on the local clock. */
  readonly expiresAt: number;
  /** Bound to the key. */
  readonly refreshToken?: string | undefined;
  /** A JWT; the AWS CLI keeps it. */
  readonly idToken?: string | undefined;
  /** A private key on the curve P-256, as SEC1 in PEM. It stays the same for as long as the session lasts. */
  readonly dpopKey: string;
}

export interface SignedInConsole extends ConsoleConfig, ConsoleTokens, Renewable {}

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

/** What is left of a session that has ended. */
export interface EndedConsole extends ConsoleConfig, Revised {
  readonly ended: ConsoleEndReason;
  /** Whether the person knows. */
  readonly isTold: boolean;
}

export type ConsoleRecord = SignedInConsole | EndedConsole;

const CONFIG = { arn: v.pipe(v.string(), v.check(isConsoleArn)), region: v.string(), revision: v.number() };

const SignedIn = v.object({
  ...CONFIG,
  clientId: v.picklist([SAME_DEVICE, CROSS_DEVICE]),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  sessionToken: v.string(),
  receivedAt: v.number(),
  expiresAt: v.number(),
  refreshToken: v.optional(v.string()),
  idToken: v.optional(v.string()),
  dpopKey: v.pipe(v.string(), v.check(isDpopKey)),
  isAnswerLost: v.optional(v.boolean()),
});

const Ended = v.object({
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

/** Also the form in which windows tell each other. */
export const ConsoleRecordSchema = v.union([SignedIn, Ended]);

export function isSignedInConsole(record: ConsoleRecord | undefined): record is SignedInConsole {
  return record !== undefined && 'dpopKey' in record;
}

/** Whether it can be used without the person: its credentials are good, or others can be had. */
export function isUsableConsole(session: SignedInConsole): boolean {
  return isTokenValid(session) || session.refreshToken !== undefined;
}

/** Whether the person ended it. */
export function isOwnDecisionOfConsole(reason: ConsoleEndReason): boolean {
  return reason === 'signedOut' || reason === 'signedOutByAwsCli';
}

/** What is left of the session for that reason. */
export function endedConsole(record: SignedInConsole, ended: ConsoleEndReason): EndedConsole {
  const { arn, region } = record;
  const isOwn = isOwnDecisionOfConsole(ended);
  return {
    arn,
    region,
    ended,
    isTold: isOwn,
    revision: isOwn ? nextRevision(record) : renewedRevision(record),
  };
}

/** Stays the same from one sign-in to the next, and when the region of the endpoint changes. */
export function consoleId({ arn }: Pick<ConsoleConfig, 'arn'>): string {
  return createHash('sha256').update(`console\n${arn}`).digest('hex').slice(0, 32);
}

/** How the editor lists the session. It keys the person's consent by this text, so it is unique and never changes. */
export function consoleLabel({ arn }: Pick<ConsoleConfig, 'arn'>): string {
  const { partition, accountId, resource } = parseConsoleArn(arn);
  return `${resource} (${partition === 'aws' ? accountId : `${accountId}, ${partition}`})`;
}
