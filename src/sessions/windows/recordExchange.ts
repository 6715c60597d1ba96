import * as v from 'valibot';
import type { Revised } from '../engine/revisions.ts';
import type { OtherWindows } from './OtherWindows.ts';

/** Tells the other windows of records. Gives those that they have, as far as they answer within a second; never rejects. */
export type RecordExchange<Kept extends Revised> = (records: readonly Kept[]) => Promise<readonly Kept[]>;

/** @param kind how a message between windows says that it brings records of this kind. */
export function recordExchange<Kept extends Revised>(
  otherWindows: OtherWindows,
  kind: string,
  schema: v.GenericSchema<unknown, Kept>,
): RecordExchange<Kept> {
  return async (records) => {
    const answers = await otherWindows.ask({ kind, records });
    return answers.flatMap((answer) => readRecords(schema, answer) ?? []);
  };
}

const Records = v.object({ records: v.array(v.unknown()) });

/** The records that a message brings, but for those that are none; undefined where it brings no list. */
export function readRecords<Kept extends Revised>(
  schema: v.GenericSchema<unknown, Kept>,
  message: unknown,
): readonly Kept[] | undefined {
  const read = v.safeParse(Records, message);
  return read.success
    ? read.output.records.flatMap((record) => {
        const one = v.safeParse(schema, record);
        return one.success ? [one.output] : [];
      })
    : undefined;
}
