import type { Log } from '../../base/Log.ts';
import { consoleId, type ConsoleRecord, ConsoleRecordSchema } from '../kinds/ConsoleSession.ts';
import { CONSOLE_KEYS } from './consoleKeys.ts';
import { type Place, RecordStore } from './RecordStore.ts';
import type { SecretStore } from './SecretStore.ts';

const PLACE: Place<ConsoleRecord> = {
  ...CONSOLE_KEYS,
  document: { version: 1, schema: ConsoleRecordSchema },
  idOf: consoleId,
};

/** The records of the console sessions in the secret store: one document each, which holds the key as well. */
export class ConsoleStore extends RecordStore<ConsoleRecord> {
  constructor(secrets: SecretStore, log: Log) {
    super(secrets, log, PLACE);
  }
}
