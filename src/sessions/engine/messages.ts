import * as v from 'valibot';
import { readRecords } from '../windows/recordExchange.ts';
import { type Failure, FAILURE_CODES } from './RefreshBackoff.ts';
import type { KindRules, SessionKind, SessionRecord } from './SessionKind.ts';

const FailureSchema = v.object({
  id: v.string(),
  expiresAt: v.number(),
  code: v.picklist(FAILURE_CODES),
  message: v.string(),
  count: v.number(),
  retryAfter: v.number(),
}) satisfies v.GenericSchema<unknown, Failure>;

/** What one window tells another about the sessions of one kind. */
type SessionMessage<K extends SessionKind> =
  { readonly records: readonly SessionRecord<K>[] } | { readonly failure: Failure };

/** The message, or undefined where it is about something else, or not in the form that windows use. */
export function readSessionMessage<K extends SessionKind>(
  { messages, schema }: KindRules<K>,
  message: unknown,
): SessionMessage<K> | undefined {
  const { kind } = (message ?? {}) as { readonly kind?: unknown };
  if (kind === messages.records) {
    const records = readRecords(schema, message);
    return records && { records };
  }
  if (kind !== undefined && kind === messages.failure) {
    const read = v.safeParse(v.object({ failure: FailureSchema }), message);
    return read.success ? read.output : undefined;
  }
  return undefined;
}
