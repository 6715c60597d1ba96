import * as l10n from '@vscode/l10n';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import type { RecordExchange } from '../windows/recordExchange.ts';
import type { StoredRecords } from '../store/RecordStore.ts';
import type { Renewable, Revised, SessionKind } from './SessionKind.ts';
import type { EndedSession, EndReason, SessionConfig, SignedInSession } from '../kinds/SsoSession.ts';

/** A secret storage that takes longer has lost its editor. */
const STORE_PATIENCE_MS = 5_000;

/** What records need of who keeps them in step with the files of the AWS CLI. */
export interface SharedFiles<Config, Live, Ended> {
  /** The session with what the AWS CLI has for it, if that is newer than the record. */
  newer(config: Config, record: Live | Ended | undefined): Promise<Live | undefined>;
  /** Has the AWS CLI use what the session has now, or nothing when it has ended. Does not reject. */
  write(record: Live | Ended): Promise<void>;
  /** Whether the AWS CLI has signed out of the session. */
  isSignedOut(session: Live): Promise<boolean>;
  /** Remembers that a token is of no use any more, wherever it stands. */
  isReplaced(token: string): void;
}

export interface SessionRecordsWorld<
  Config,
  Live extends Renewable,
  Ended extends Revised,
  Reason extends string,
> {
  readonly kind: SessionKind<Live, Ended, Reason>;
  readonly store: StoredRecords<Live | Ended>;
  readonly exchange: RecordExchange<Live | Ended>;
  readonly sharing: SharedFiles<Config, Live, Ended>;
  /** The sessions that are configured or have a record, by their ids. */
  readonly configs: () => ReadonlyMap<string, Config>;
  /** Told after every record that took the place of an older one. */
  readonly onUpdate: () => void;
  readonly log: Log;
}

/**
 * The newest record of each session, whichever window made it. The secret store alone cannot give it: in some
 * editors it is a snapshot for each window, whose last writer overwrites the others', and anywhere it may be lost. So
 * the windows hand each other what is new, and whoever has a newer record than the store gives it back to the store.
 */
export class SessionRecords<
  Config = SessionConfig,
  Live extends Renewable = SignedInSession,
  Ended extends Revised = EndedSession,
  Reason extends string = EndReason,
> {
  readonly #world: SessionRecordsWorld<Config, Live, Ended, Reason>;
  readonly #kind: SessionKind<Live, Ended, Reason>;
  readonly #records = new Map<string, Live | Ended>();
  #lastSave: Promise<void> = Promise.resolve();

  constructor(world: SessionRecordsWorld<Config, Live, Ended, Reason>) {
    this.#world = world;
    this.#kind = world.kind;
  }

  all(): readonly (Live | Ended)[] {
    return [...this.#records.values()];
  }

  get(id: string): Live | Ended | undefined {
    return this.#records.get(id);
  }

  /**
   * Reads the store and asks the other windows.
   *
   * @returns false when the store could not be read.
   */
  async load(knownIds: readonly string[]): Promise<boolean> {
    const [isRead, told] = await Promise.all([this.readStore(knownIds), this.#world.exchange([])]);
    this.receive(told);
    await this.takeShared(knownIds);
    return isRead;
  }

  /** Takes over what the AWS CLI has for the sessions, if that is newer; its sign-outs, too. */
  async takeShared(ids: readonly string[]): Promise<void> {
    // Once for all of them, since it takes longer the more there are.
    const configs = this.#world.configs();
    await Promise.all(ids.map((id) => this.#takeShared(id, configs.get(id))));
  }

  async #takeShared(id: string, config: Config | undefined): Promise<void> {
    const { sharing } = this.#world;
    const record = this.#records.get(id);
    const isSignedOut = this.#kind.isSignedIn(record) && (await sharing.isSignedOut(record));
    if (this.#records.get(id) !== record) {
      // Looking took its time, and this is not about what is there now.
      return;
    }
    if (isSignedOut) {
      const ended = this.#kind.ended(record, 'signedOutByAwsCli');
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

  /**
   * Reads the store again. What it has lost is given back to it.
   *
   * @param knownIds ids to look for besides those that the store knows of.
   * @returns false when it could not be read.
   */
  async readStore(knownIds: readonly string[]): Promise<boolean> {
    const { store, log } = this.#world;
    let stored: (Live | Ended)[];
    try {
      stored = (await inTime(store.load(knownIds))).value;
    } catch {
      log.error('The editor’s secret storage cannot be read at the moment.');
      return false;
    }
    this.#merge(stored);
    const revisions = new Map(stored.map((record) => [this.#kind.idOf(record), record.revision]));
    for (const [id, record] of this.#records) {
      if ((revisions.get(id) ?? -1) < record.revision) {
        this.#saveBehind(record);
      }
    }
    return true;
  }

  /**
   * The newest record of a session, wherever it is, for who is about to change it.
   *
   * @throws AwsSsoError `Service` when the secret storage does not answer: what came of the change could be lost.
   */
  async newest(id: string): Promise<Live | Ended | undefined> {
    const [stored, told] = await Promise.all([this.#read(id), this.#world.exchange([])]);
    this.#merge([...(stored ? [stored] : []), ...told]);
    await this.takeShared([id]);
    return this.#records.get(id);
  }

  /**
   * Makes sure that the secret storage answers, be it with a failure. It does not when the editor has gone.
   *
   * @throws AwsSsoError `Service`
   */
  async expectStore(): Promise<void> {
    await inTime(this.#world.store.read('').catch(() => undefined));
  }

  /**
   * Stores the record before anybody gets it, and tells the other windows.
   *
   * @throws AwsSsoError `Service` when the secret storage does not take it; nothing has changed then.
   */
  async put(record: Live | Ended): Promise<void> {
    await this.#save(record);
    this.#merge([record]);
    await Promise.all([this.#tell(record), this.#share(record)]);
  }

  /**
   * Puts the record in force here and in the other windows, and only then stores it.
   *
   * @throws AwsSsoError `Service` when the secret storage does not take it; it is in force all the same.
   */
  async enforce(record: Live | Ended): Promise<void> {
    this.#merge([record]);
    await Promise.all([this.#tell(record), this.#save(record), this.#share(record)]);
  }

  /** Nothing that came too late, such as the answer to a refresh that was under way when somebody signed out. */
  async #share(record: Live | Ended): Promise<void> {
    if (this.#records.get(this.#kind.idOf(record)) === record) {
      await this.#world.sharing.write(record);
    }
  }

  /** What another window has told. Answers with what this one has. */
  receive(records: readonly (Live | Ended)[]): readonly (Live | Ended)[] {
    for (const record of this.#merge(records)) {
      this.#saveBehind(record);
    }
    return this.all();
  }

  /** @returns those that took the place of an older one. */
  #merge(records: readonly (Live | Ended)[]): readonly (Live | Ended)[] {
    const newer = records.filter((record) => {
      const id = this.#kind.idOf(record);
      const isNewer = (this.#records.get(id)?.revision ?? -1) < record.revision;
      if (isNewer) {
        this.#noteReplaced(this.#records.get(id), record);
        this.#records.set(id, record);
      }
      return isNewer;
    });
    if (newer.length > 0) {
      this.#world.onUpdate();
    }
    return newer;
  }

  #noteReplaced(before: Live | Ended | undefined, now: Live | Ended): void {
    if (
      this.#kind.isSignedIn(before) &&
      !(this.#kind.isSignedIn(now) && this.#kind.tokenOf(now) === this.#kind.tokenOf(before))
    ) {
      this.#world.sharing.isReplaced(this.#kind.tokenOf(before));
    }
  }

  /** Another window may know better. */
  async #tell(record: Live | Ended): Promise<void> {
    this.receive(await this.#world.exchange([record]));
  }

  async #read(id: string): Promise<Live | Ended | undefined> {
    const read = this.#world.store.read(id).catch(() => {
      this.#world.log.error('The editor’s secret storage cannot be read at the moment.');
      return undefined;
    });
    return (await inTime(read)).value;
  }

  /** One after the other, so that the newest is the last. */
  #save(record: Live | Ended): Promise<void> {
    const saved = this.#lastSave.then(() => inTime(this.#world.store.save(record)));
    this.#lastSave = saved.then(
      () => undefined,
      () => undefined,
    );
    return saved.then(() => undefined);
  }

  #saveBehind(record: Live | Ended): void {
    void this.#saveAnyway(record);
  }

  #saveAnyway(record: Live | Ended): Promise<void> {
    return this.#save(record).catch((error: unknown) => this.#logUnsaved(error));
  }

  #logUnsaved(error: unknown): void {
    const reason = isAwsSsoError(error) ? error.message : 'unexpected';
    this.#world.log.error(`A session could not be stored: ${reason}`);
  }
}

async function inTime<Value>(promise: Promise<Value>): Promise<{ readonly value: Value }> {
  const result = await within(STORE_PATIENCE_MS, promise);
  if (!result) {
    throw new AwsSsoError('Service', l10n.t('The editor’s secret storage does not answer.'));
  }
  return result;
}
