import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { type DocumentKind, readDocument, writeDocument } from './documents.ts';
import type { SecretKeys } from './secretKeys.ts';
import type { SecretStore } from './SecretStore.ts';
import type { Revised } from '../engine/SessionKind.ts';

/** Where the records of one kind of session are in the secret store, and in what form. */
export interface Place<Kept extends Revised> extends SecretKeys {
  readonly document: DocumentKind<Kept>;
  readonly idOf: (record: Kept) => string;
}

const INDEX: DocumentKind<string[]> = { version: 1, schema: v.array(v.string()) };
const MAX_INDEX_WRITES = 3;

/** The records of one kind of session, as who uses them sees their store. */
export type StoredRecords<Kept extends Revised> = Pick<RecordStore<Kept>, 'load' | 'read' | 'save'>;

/** The records of one kind of session in the secret store: one document each. */
export class RecordStore<Kept extends Revised> {
  readonly #secrets: SecretStore;
  readonly #log: Log;
  readonly #place: Place<Kept>;

  constructor(secrets: SecretStore, log: Log, place: Place<Kept>) {
    this.#secrets = secrets;
    this.#log = log;
    this.#place = place;
  }

  /**
   * @param knownIds ids to look for besides those in the index, should the index be lost.
   * @throws what the store rejects with.
   */
  async load(knownIds: readonly string[]): Promise<Kept[]> {
    const ids = [...new Set([...(await this.#index()), ...knownIds])];
    const found = await Promise.all(ids.map((id) => this.read(id)));
    return found.filter((record) => record !== undefined);
  }

  /** @throws what the store rejects with. */
  read(id: string): Promise<Kept | undefined> {
    return readDocument(this.#secrets, this.#log, this.#key(id), this.#place.document);
  }

  /**
   * Stores the record, unless there is one already that is as new.
   *
   * @throws AwsSsoError `Service` when the editor's secret storage does not take it.
   */
  async save(record: Kept): Promise<void> {
    const id = this.#place.idOf(record);
    try {
      // In this order, so that no token is left behind when the second fails.
      await this.#addToIndex(id);
      const stored = await this.read(id);
      if (!stored || stored.revision < record.revision) {
        await writeDocument(this.#secrets, this.#key(id), this.#place.document, record);
      }
    } catch (cause) {
      throw new AwsSsoError(
        'Service',
        l10n.t('The editor’s secret storage did not take the session. Check the keyring of this machine.'),
        { cause },
      );
    }
  }

  async #index(): Promise<string[]> {
    return (await readDocument(this.#secrets, this.#log, this.#place.indexKey, INDEX)) ?? [];
  }

  async #addToIndex(id: string): Promise<void> {
    let ids = await this.#index();
    // Another window may write its own addition over this one.
    for (let attempts = 0; attempts < MAX_INDEX_WRITES && !ids.includes(id); attempts++) {
      await writeDocument(this.#secrets, this.#place.indexKey, INDEX, [...ids, id]);
      ids = await this.#index();
    }
  }

  #key(id: string): string {
    return this.#place.prefix + id;
  }
}
