import * as v from 'valibot';
import type { Log } from '../base/Log.ts';
import { isKeyOf, type Place, RecordStore } from './RecordStore.ts';
import type { SecretStore } from './SecretStore.ts';
import { type SessionRecord, sessionId } from './SsoSession.ts';

const CONFIG = {
  name: v.string(),
  startUrl: v.pipe(v.string(), v.url()),
  region: v.string(),
  registrationScopes: v.array(v.string()),
};

const SignedIn = v.object({
  ...CONFIG,
  revision: v.optional(v.number(), 0),
  accessToken: v.string(),
  receivedAt: v.optional(v.number(), 0),
  expiresAt: v.number(),
  refreshToken: v.optional(v.string()),
  clientId: v.string(),
  clientSecret: v.string(),
  registrationExpiresAt: v.number(),
  isAnswerLost: v.optional(v.boolean()),
});

const Ended = v.object({
  ...CONFIG,
  revision: v.number(),
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

/** Also the form in which windows tell each other. */
export const SessionRecordSchema = v.union([SignedIn, Ended]);

const PLACE: Place<SessionRecord> = {
  prefix: 'session:',
  indexKey: 'sessions',
  document: { version: 1, schema: SessionRecordSchema },
  idOf: sessionId,
};

/** The records of the sessions in the secret store: one document each. */
export class SessionStore extends RecordStore<SessionRecord> {
  constructor(secrets: SecretStore, log: Log) {
    super(secrets, log, PLACE);
  }
}

/** Whether the secret under this key belongs to a session, and not to a registration. */
export function isSessionKey(key: string): boolean {
  return isKeyOf(PLACE, key);
}
