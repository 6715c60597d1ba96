import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AwsSsoError, isAwsSsoError } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import { within } from '../base/within.ts';
import type { Sharing } from './AwsCliSharing.ts';
import type { OtherWindows } from './OtherWindows.ts';
import { SessionRecordSchema, type SessionStore } from './SessionStore.ts';
import { endedSession, isSignedIn, type SessionConfig, type SessionRecord, sessionId } from './SsoSession.ts';

/** A secret storage that takes longer has lost its editor. */
const STORE_PATIENCE_MS = 5_000;

const Answer = v.object({ records: v.array(SessionRecordSchema) });

export interface SessionRecordsWorld {
  readonly store: SessionStore;
  readonly otherWindows: OtherWindows;
  readonly sharing: Sharing;
  /** The session of that id, if it is configured or has a record. */
  readonly configOf: (id: string) => SessionConfig | undefined;
  /** Told after every record that took the place of an older one. */
  readonly onUpdate: () => void;
  readonly log: Log;
}

/**
 * The newest record of each session, whichever window made it. The secret store alone cannot give it: in some
 * editors it is a snapshot for each window, whose last writer overwrites the others', and anywhere it may be lost. So
 * the windows hand each other what is new, and whoever has a newer record than the store gives it back to the store.
 */
export class SessionRecords {
  readonly #world: SessionRecordsWorld;
  readonly #records = new Map<string, SessionRecord>();
  #lastSave: Promise<void> = Promise.resolve();

  constructor(world: SessionRecordsWorld) {
    this.#world = world;
  }

  all(): readonly SessionRecord[] {
    return [...this.#records.values()];
  }

  get(id: string): SessionRecord | undefined {
    return this.#records.get(id);
  }

  /**
   * Reads the store and asks the other windows.
   *
   * @returns false when the store could not be read.
   */
  async load(knownIds: readonly string[]): Promise<boolean> {
    const [isRead, told] = await Promise.all([this.readStore(knownIds), this.#ask([])]);
    this.receive(told);
    await Promise.all(knownIds.map((id) => this.takeShared(id)));
    return isRead;
  }

  /** Takes over what the AWS CLI has for the session, if that is newer; its sign-out, too. */
  async takeShared(id: string): Promise<void> {
    const { sharing, configOf } = this.#world;
    const record = this.#records.get(id);
    const isSignedOut = isSignedIn(record) && (await sharing.isSignedOut(record));
    if (this.#records.get(id) !== record) {
      // Looking took its time, and this is not about what is there now.
      return;
    }
    if (isSignedOut) {
      const ended = endedSession(record, 'signedOutByAwsCli');
      await this.enforce(ended).catch((error: unknown) => this.#logUnsaved(error));
      return;
    }
    const config = configOf(id);
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
    let stored: SessionRecord[];
    try {
      stored = (await inTime(store.load(knownIds))).value;
    } catch {
      log.error('The editor’s secret storage cannot be read at the moment.');
      return false;
    }
    this.#merge(stored);
    const revisions = new Map(stored.map((record) => [sessionId(record), record.revision]));
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
  async newest(id: string): Promise<SessionRecord | undefined> {
    const [stored, told] = await Promise.all([this.#read(id), this.#ask([])]);
    this.#merge([...(stored ? [stored] : []), ...told]);
    await this.takeShared(id);
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
  async put(record: SessionRecord): Promise<void> {
    await this.#save(record);
    this.#merge([record]);
    await Promise.all([this.#tell(record), this.#share(record)]);
  }

  /**
   * Puts the record in force here and in the other windows, and only then stores it.
   *
   * @throws AwsSsoError `Service` when the secret storage does not take it; it is in force all the same.
   */
  async enforce(record: SessionRecord): Promise<void> {
    this.#merge([record]);
    await Promise.all([this.#tell(record), this.#save(record), this.#share(record)]);
  }

  /** Nothing that came too late, such as the answer to a refresh that was under way when somebody signed out. */
  async #share(record: SessionRecord): Promise<void> {
    if (this.#records.get(sessionId(record)) === record) {
      await this.#world.sharing.write(record);
    }
  }

  /** What another window has told. Answers with what this one has. */
  receive(records: readonly SessionRecord[]): readonly SessionRecord[] {
    for (const record of this.#merge(records)) {
      this.#saveBehind(record);
    }
    return this.all();
  }

  /** @returns those that took the place of an older one. */
  #merge(records: readonly SessionRecord[]): readonly SessionRecord[] {
    const newer = records.filter((record) => {
      const id = sessionId(record);
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

  #noteReplaced(before: SessionRecord | undefined, now: SessionRecord): void {
    if (isSignedIn(before) && !(isSignedIn(now) && now.accessToken === before.accessToken)) {
      this.#world.sharing.isReplaced(before.accessToken);
    }
  }

  /** Another window may know better. */
  async #tell(record: SessionRecord): Promise<void> {
    this.receive(await this.#ask([record]));
  }

  async #ask(records: readonly SessionRecord[]): Promise<readonly SessionRecord[]> {
    const answers = await this.#world.otherWindows.ask({ kind: 'records', records });
    return answers.flatMap((answer) => {
      const read = v.safeParse(Answer, answer);
      return read.success ? read.output.records : [];
    });
  }

  async #read(id: string): Promise<SessionRecord | undefined> {
    const read = this.#world.store.read(id).catch(() => {
      this.#world.log.error('The editor’s secret storage cannot be read at the moment.');
      return undefined;
    });
    return (await inTime(read)).value;
  }

  /** One after the other, so that the newest is the last. */
  #save(record: SessionRecord): Promise<void> {
    const saved = this.#lastSave.then(() => inTime(this.#world.store.save(record)));
    this.#lastSave = saved.then(
      () => undefined,
      () => undefined,
    );
    return saved.then(() => undefined);
  }

  #saveBehind(record: SessionRecord): void {
    void this.#saveAnyway(record);
  }

  #saveAnyway(record: SessionRecord): Promise<void> {
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
