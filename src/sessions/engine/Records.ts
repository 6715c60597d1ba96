import { isAwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { keepTimeLeft } from '../../base/timeLeft.ts';
import type { RecordStore } from '../store/RecordStore.ts';
import type { OtherWindows } from '../windows/OtherWindows.ts';
import { type RecordExchange, recordExchange } from '../windows/recordExchange.ts';
import type { CacheSharing } from './CacheSharing.ts';
import {
  endedRecord,
  isEnded,
  isOwnDecision,
  isSignedIn,
  type KindRules,
  type SessionKind,
  type SessionRecord,
} from './SessionKind.ts';
import { supersedes } from './supersedes.ts';

interface RecordsOptions<K extends SessionKind> {
  readonly rules: KindRules<K>;
  readonly store: RecordStore<K>;
  readonly otherWindows: OtherWindows;
  readonly sharing: CacheSharing<K>;
  /** The sessions that are configured or have a record, by their ids. */
  readonly configs: () => ReadonlyMap<string, K['config']>;
  /** Told after every record that took the place of an older one. */
  readonly onUpdate: () => void;
  readonly log: Log;
}

/**
 * The newest record of each session, whichever window made it. The secret store alone cannot give it: in some
 * editors it is a snapshot for each window, whose last writer overwrites the others', and anywhere it may be lost. So
 * the windows hand each other what is new, and whoever has a newer record than the store gives it back to the store.
 */
export class Records<K extends SessionKind> {
  readonly #options: RecordsOptions<K>;
  readonly #rules: KindRules<K>;
  readonly #exchange: RecordExchange<SessionRecord<K>>;
  readonly #records = new Map<string, SessionRecord<K>>();
  #isLoaded = false;

  constructor(options: RecordsOptions<K>) {
    const { rules, otherWindows } = options;
    this.#options = options;
    this.#rules = rules;
    this.#exchange = recordExchange(otherWindows, rules.messages.records, rules.schema);
  }

  all(): readonly SessionRecord<K>[] {
    return [...this.#records.values()];
  }

  /** All but those of sessions that the person has left on purpose. */
  kept(): readonly SessionRecord<K>[] {
    return this.all().filter((record) => !isEnded<K>(record) || !isOwnDecision(record.ended));
  }

  get(id: string): SessionRecord<K> | undefined {
    return this.#records.get(id);
  }

  /**
   * Reads the store and asks the other windows.
   *
   * @returns false when the store could not be read.
   */
  async load(knownIds: readonly string[]): Promise<boolean> {
    const [isRead, told] = await Promise.all([this.readStore(knownIds), this.#exchange([])]);
    this.receive(told);
    // The AWS CLI may have removed files since, so none is made where there is none.
    await Promise.all(this.all().map((record) => this.#share(record, false)));
    this.#isLoaded = true;
    await this.takeShared(knownIds);
    return isRead;
  }

  /** Takes over what the AWS CLI has for the sessions, if that is newer; its sign-outs, too. */
  async takeShared(ids: readonly string[]): Promise<void> {
    if (!this.#options.sharing.isOn) {
      return;
    }
    // Once for all of them, since it takes longer the more there are.
    const configs = this.#options.configs();
    await Promise.all(ids.map((id) => this.#takeShared(id, configs.get(id))));
  }

  /**
   * Reads the store again. What it has lost is given back to it.
   *
   * @param knownIds ids to look for besides those that the store knows of.
   * @returns false when it could not be read.
   */
  async readStore(knownIds: readonly string[]): Promise<boolean> {
    const { store, log } = this.#options;
    let stored: SessionRecord<K>[];
    try {
      stored = await store.load(knownIds);
    } catch {
      log.error('The editor’s secret storage cannot be read at the moment.');
      return false;
    }
    this.#receive(stored);
    const inStore = new Map(stored.map((record) => [this.#rules.idOf(record), record]));
    for (const [id, record] of this.#records) {
      if (supersedes(this.#rules, record, inStore.get(id))) {
        void this.#saveAnyway(record);
      }
    }
    return true;
  }

  /**
   * The newest record of a session, wherever it is, for who is about to change it.
   *
   * @throws AwsSsoError `Service` when the secret storage does not answer: what came of the change could be lost.
   */
  async newest(id: string): Promise<SessionRecord<K> | undefined> {
    const [stored, told] = await Promise.all([this.#options.store.read(id), this.#exchange([])]);
    this.#receive([...(stored ? [stored] : []), ...told]);
    await this.takeShared([id]);
    return this.#records.get(id);
  }

  /** Makes sure that the secret storage answers. @throws AwsSsoError `Service` */
  expectStore(): Promise<void> {
    return this.#options.store.expectAnswer();
  }

  /**
   * Stores the record before anybody gets it, and tells the other windows.
   *
   * @throws AwsSsoError `Service` when the secret storage does not take it; nothing has changed then.
   */
  async put(record: SessionRecord<K>): Promise<void> {
    await this.#options.store.save(record);
    this.#merge([record]);
    await Promise.all([this.#tell(record), this.#share(record)]);
  }

  /**
   * Puts the record in force here and in the other windows, and only then stores it.
   *
   * @throws AwsSsoError `Service` when the secret storage does not take it; it is in force all the same.
   */
  async enforce(record: SessionRecord<K>): Promise<void> {
    this.#merge([record]);
    await Promise.all([this.#tell(record), this.#options.store.save(record), this.#share(record)]);
  }

  /** Takes what another window has told. @returns what this one has. */
  receive(records: readonly SessionRecord<K>[]): readonly SessionRecord<K>[] {
    for (const record of this.#receive(records)) {
      void this.#saveAnyway(record);
    }
    return this.all();
  }

  async #takeShared(id: string, config: K['config'] | undefined): Promise<void> {
    const { sharing } = this.#options;
    const record = this.#records.get(id);
    const isSignedOut = isSignedIn<K>(record) && (await sharing.isSignedOut(record));
    if (this.#records.get(id) !== record) {
      // Looking took its time, and this is not about what is there now.
      return;
    }
    if (isSignedOut) {
      const ended = endedRecord(this.#rules, record, 'signedOutByAwsCli');
      await this.enforce(ended).catch((error: unknown) => this.#logUnsaved(error));
      return;
    }
    const newer = config && (await sharing.newer(config, record));
    if (newer) {
      await this.#saveAnyway(newer);
      this.#merge([newer]);
      await this.#tell(newer);
    }
  }

  /** Shares nothing that came too late, such as the answer to a refresh that was under way when somebody signed out. */
  #share(record: SessionRecord<K>, mayCreate = true): Promise<void> {
    const isCurrent = (): boolean => this.#records.get(this.#rules.idOf(record)) === record;
    return this.#options.sharing.write(record, isCurrent, mayCreate);
  }

  /** Takes what came from elsewhere, where the files of the AWS CLI may be others. @returns as `#merge`. */
  #receive(records: readonly SessionRecord<K>[]): readonly SessionRecord<K>[] {
    const newer = this.#merge(records);
    if (this.#isLoaded) {
      newer.forEach((record) => void this.#share(record));
    }
    return newer;
  }

  /** @returns those that took the place of an older one. */
  #merge(records: readonly SessionRecord<K>[]): readonly SessionRecord<K>[] {
    const newer = records.filter((record) => {
      const id = this.#rules.idOf(record);
      const before = this.#records.get(id);
      const isNewer = supersedes(this.#rules, record, before);
      if (isNewer) {
        this.#keepTimeLeft(before, record);
        this.#retireToken(before, record);
        this.#records.set(id, record);
      }
      return isNewer;
    });
    if (newer.length > 0) {
      this.#options.onUpdate();
    }
    return newer;
  }

  /** A token expires no later because more is known of its session. */
  #keepTimeLeft(before: SessionRecord<K> | undefined, now: SessionRecord<K>): void {
    const { tokenOf } = this.#rules;
    if (isSignedIn<K>(before) && isSignedIn<K>(now) && tokenOf(now) === tokenOf(before)) {
      keepTimeLeft(before, now);
    }
  }

  #retireToken(before: SessionRecord<K> | undefined, now: SessionRecord<K>): void {
    const { tokenOf } = this.#rules;
    if (isSignedIn<K>(before) && !(isSignedIn<K>(now) && tokenOf(now) === tokenOf(before))) {
      this.#options.sharing.retire(tokenOf(before));
    }
  }

  /** Tells the other windows. One of them may know better. */
  async #tell(record: SessionRecord<K>): Promise<void> {
    this.receive(await this.#exchange([record]));
  }

  #saveAnyway(record: SessionRecord<K>): Promise<void> {
    return this.#options.store.save(record).catch((error: unknown) => this.#logUnsaved(error));
  }

  #logUnsaved(error: unknown): void {
    const reason = isAwsSsoError(error) ? error.message : 'unexpected';
    this.#options.log.error(`A session could not be stored: ${reason}`);
  }
}
