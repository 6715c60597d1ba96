import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import type { KindRules, SessionKind, SessionRecord } from '../engine/SessionKind.ts';
import { supersedes } from '../engine/supersedes.ts';
import { type DocumentKind, readDocument, writeDocument } from './documents.ts';
import type { SecretStore } from './SecretStore.ts';

const INDEX: DocumentKind<string[]> = { version: 1, schema: v.array(v.string()) };
const MAX_INDEX_WRITES = 3;
/** A secret storage that takes longer has lost its editor. */
const PATIENCE_MS = 5_000;

/** Keeps the records of one kind of session in the secret store: one document each. */
export class RecordStore<K extends SessionKind> {
  readonly #secrets: SecretStore;
  readonly #rules: Pick<KindRules<K>, 'idOf' | 'tokenOf' | 'secretKeys'>;
  readonly #document: DocumentKind<SessionRecord<K>>;
  readonly #log: Log;
  #lastSave: Promise<unknown> = Promise.resolve();

  constructor(
    secrets: SecretStore,
    rules: Pick<KindRules<K>, 'idOf' | 'tokenOf' | 'schema' | 'secretKeys'>,
    log: Log,
  ) {
    this.#secrets = secrets;
    this.#rules = rules;
    this.#document = { version: 1, schema: rules.schema };
    this.#log = log;
  }

  /**
   * @param knownIds ids to look for besides those in the index, should the index be lost.
   * @throws what the store rejects with; AwsSsoError `Service` when it does not answer.
   */
  load(knownIds: readonly string[]): Promise<SessionRecord<K>[]> {
    return inTime(this.#load(knownIds));
  }

  /**
   * The record of that id; undefined also where it cannot be read, which the log says.
   *
   * @throws AwsSsoError `Service` when the secret storage does not answer.
   */
  read(id: string): Promise<SessionRecord<K> | undefined> {
    return inTime(
      this.#read(id).catch(() => {
        this.#log.error('The editor’s secret storage cannot be read at the moment.');
        return undefined;
      }),
    );
  }

  /**
   * Makes sure that the secret storage answers, be it with a failure. It does not when the editor has gone.
   *
   * @throws AwsSsoError `Service`
   */
  async expectAnswer(): Promise<void> {
    await inTime(this.#read('').catch(() => undefined));
  }

  /**
   * Stores the record, unless there is one already that it does not take the place of. One after the other, so that the newest is the last.
   *
   * @throws AwsSsoError `Service` when the editor's secret storage does not take it.
   */
  save(record: SessionRecord<K>): Promise<void> {
    const saved = this.#lastSave.then(() => inTime(this.#save(record)));
    this.#lastSave = saved.catch(() => undefined);
    return saved;
  }

  async #load(knownIds: readonly string[]): Promise<SessionRecord<K>[]> {
    const ids = [...new Set([...(await this.#index()), ...knownIds])];
    const found = await Promise.all(ids.map((id) => this.#read(id)));
    return found.filter((record) => record !== undefined);
  }

  #read(id: string): Promise<SessionRecord<K> | undefined> {
    return readDocument(this.#secrets, this.#log, this.#key(id), this.#document);
  }

  async #save(record: SessionRecord<K>): Promise<void> {
    const id = this.#rules.idOf(record);
    try {
      // In this order, so that no token is left behind when the second fails.
      await this.#addToIndex(id);
      const stored = await this.#read(id);
      if (supersedes(this.#rules, record, stored)) {
        await writeDocument(this.#secrets, this.#key(id), this.#document, record);
      }
    } catch (cause) {
      throw new AwsSsoError(
        'Service',
        l10n.t('VS Code couldn’t store the session. Check the keyring of this machine.'),
        { cause },
      );
    }
  }

  async #index(): Promise<string[]> {
    return (await readDocument(this.#secrets, this.#log, this.#rules.secretKeys.indexKey, INDEX)) ?? [];
  }

  async #addToIndex(id: string): Promise<void> {
    let ids = await this.#index();
    // Another window may write its own addition over this one.
    for (let attempts = 0; attempts < MAX_INDEX_WRITES && !ids.includes(id); attempts++) {
      await writeDocument(this.#secrets, this.#rules.secretKeys.indexKey, INDEX, [...ids, id]);
      ids = await this.#index();
    }
  }

  #key(id: string): string {
    return this.#rules.secretKeys.prefix + id;
  }
}

async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
  const result = await within(PATIENCE_MS, promise);
  if (!result) {
    throw new AwsSsoError('Service', l10n.t('VS Code’s secret storage doesn’t respond.'));
  }
  return result.value;
}
