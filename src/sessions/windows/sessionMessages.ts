import * as v from 'valibot';
import { type Failure, FAILURE_CODES } from '../engine/Failures.ts';
import type { OtherWindows } from './OtherWindows.ts';
import { type RecordExchange, recordExchange } from './recordExchange.ts';
import { SessionRecordSchema } from '../store/SessionStore.ts';
import type { SessionRecord } from '../kinds/SsoSession.ts';

const RECORDS = 'records';

const FailureSchema = v.object({
  id: v.string(),
  expiresAt: v.number(),
  code: v.picklist(FAILURE_CODES),
  message: v.string(),
  count: v.number(),
  retryAfter: v.number(),
}) satisfies v.GenericSchema<unknown, Failure>;

const Message = v.variant('kind', [
  v.object({ kind: v.literal(RECORDS), records: v.array(SessionRecordSchema) }),
  v.object({ kind: v.literal('failure'), failure: FailureSchema }),
  v.object({ kind: v.literal('handOver'), id: v.string() }),
]);

/** What windows say to each other about the sessions of IAM Identity Center. */
export type SessionMessage = v.InferOutput<typeof Message>;

/** @throws when it is not one of these windows that speaks. */
export function readSessionMessage(message: unknown): SessionMessage {
  return v.parse(Message, message);
}

export function sessionExchange(otherWindows: OtherWindows): RecordExchange<SessionRecord> {
  return recordExchange(otherWindows, RECORDS, SessionRecordSchema);
}
