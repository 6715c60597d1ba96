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
  const Answer = v.object({ records: v.array(schema) });
  return async (records) => {
    const answers = await otherWindows.ask({ kind, records });
    return answers.flatMap((answer) => {
      const read = v.safeParse(Answer, answer);
      return read.success ? read.output.records : [];
    });
  };
}
