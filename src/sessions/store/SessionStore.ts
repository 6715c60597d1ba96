import * as v from 'valibot';
import type { Log } from '../../base/Log.ts';
import { type Place, RecordStore } from './RecordStore.ts';
import type { SecretStore } from './SecretStore.ts';
import { SESSION_KEYS } from './sessionKeys.ts';
import { type SessionRecord, sessionId } from '../kinds/SsoSession.ts';

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
export const SessionRecordSchema: v.GenericSchema<unknown, SessionRecord> = v.union([SignedIn, Ended]);

const PLACE: Place<SessionRecord> = {
  ...SESSION_KEYS,
  document: { version: 1, schema: SessionRecordSchema },
  idOf: sessionId,
};

/** The records of the sessions in the secret store: one document each. */
export class SessionStore extends RecordStore<SessionRecord> {
  constructor(secrets: SecretStore, log: Log) {
    super(secrets, log, PLACE);
  }
}
