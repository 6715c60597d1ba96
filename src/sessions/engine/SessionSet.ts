import type { Log } from '../../base/Log.ts';
import { RecordStore } from '../store/RecordStore.ts';
import type { SecretStore } from '../store/SecretStore.ts';
import type { Lock } from '../windows/Lock.ts';
import type { OtherWindows } from '../windows/OtherWindows.ts';
import { CacheSharing, type CacheSharingOptions } from './CacheSharing.ts';
import { type Change, changeBetween } from './change.ts';
import { claimTelling } from './claimTelling.ts';
import { readSessionMessage } from './messages.ts';
import { Records } from './Records.ts';
import { RefreshBackoff } from './RefreshBackoff.ts';
import { Renewal } from './Renewal.ts';
import { notSignedIn } from './renewalErrors.ts';
import { nextRevision } from './revisions.ts';
import {
  type Ended,
  endedRecord,
  isEnded,
  isSignedIn,
  isUsable,
  type KindRules,
  type SessionKind,
  type SignedIn,
} from './SessionKind.ts';
import type { TokenRefreshOptions } from './TokenRefresh.ts';

export interface SessionSetOptions<K extends SessionKind> extends Pick<
  TokenRefreshOptions<K>,
  'expectIssuer' | 'refresh'
> {
  readonly rules: KindRules<K>;
  readonly secrets: SecretStore;
  readonly lock: Lock;
  readonly otherWindows: OtherWindows;
  /** The files of the AWS CLI, and whether the user shares sessions with it. */
  readonly sharing: Pick<CacheSharingOptions<K>, 'isOn' | 'files' | 'cache'>;
  /** The sessions that are written down somewhere, signed in or not. */
  readonly configured: () => readonly K['config'][];
  /** Resolves when they are all known. */
  readonly loadConfigured: () => Promise<void>;
  /** Told when the secret storage has been read. */
  readonly onLoaded?: () => void;
  /** Ends a session at the service as well, where it can be used still. Nobody waits for it. Does not reject. */
  readonly logout?: (session: SignedIn<K>) => Promise<void>;
  /** Told after every change of the signed-in sessions, and only then. */
  readonly onChange: (change: Change<SignedIn<K>>) => void;
  /** Told when there are sessions that have ended without the person knowing. */
  readonly onEnded: () => void;
  readonly log: Log;
}

/** The sessions of one kind that this person has: which there are, their tokens, and signing out. */
export class SessionSet<K extends SessionKind> {
  readonly renewal: Renewal<K>;
  protected readonly records: Records<K>;
  readonly #options: SessionSetOptions<K>;
  readonly #rules: KindRules<K>;
  readonly #sharing: CacheSharing<K>;
  readonly #backoff: RefreshBackoff<K>;
  /** The sessions that were signed in when `onChange` was last called. */
  #announced: ReadonlyMap<string, SignedIn<K>> = new Map();
  #loaded: Promise<void> | undefined;

  constructor(options: SessionSetOptions<K>) {
    const { rules, secrets, lock, otherWindows, expectIssuer, refresh, log } = options;
    this.#options = options;
    this.#rules = rules;
    this.#sharing = new CacheSharing({ ...options.sharing, rules, log });
    this.records = new Records({
      rules,
      store: new RecordStore(secrets, rules, log),
      otherWindows,
      sharing: this.#sharing,
      configs: () => new Map(this.known().map((config) => [rules.idOf(config), config])),
      onUpdate: () => this.#update(),
      log,
    });
    this.#backoff = new RefreshBackoff(rules, otherWindows);
    this.renewal = new Renewal({
      rules,
      records: this.records,
      backoff: this.#backoff,
      lock,
      expectIssuer,
      refresh,
      log,
    });
  }

  /** The sessions that can be used without the person: their token is good, or another can be had. */
  signedIn(): readonly SignedIn<K>[] {
    return this.stored().filter((session) => isUsable(this.#rules, session));
  }

  /** Everything that a sign-out can remove. */
  stored(): readonly SignedIn<K>[] {
    return this.records.all().filter((record) => isSignedIn<K>(record));
  }

  /** The session of that id, if it is signed in. */
  find(id: string): SignedIn<K> | undefined {
    const record = this.records.get(id);
    return isSignedIn<K>(record) && isUsable(this.#rules, record) ? record : undefined;
  }

  /** Whether anything is known of the session of that id: that it is signed in, or that it has ended. */
  hasRecord(id: string): boolean {
    return this.records.get(id) !== undefined;
  }

  /** The configured sessions, then those that were signed in to without being configured, and not left on purpose. */
  known(): readonly K['config'][] {
    const configured = this.#options.configured();
    const ids = new Set(configured.map(this.#rules.idOf));
    return [...configured, ...this.records.kept().filter((record) => !ids.has(this.#rules.idOf(record)))];
  }

  /** Reads the secret store and asks the other windows, once; later calls wait for the same reading. */
  load(): Promise<void> {
    this.#loaded ??= this.#load().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /** Reads the secret store again, because it may have changed. What cannot be read now stays as it was. */
  async reload(): Promise<void> {
    await this.records.readStore(this.#options.configured().map(this.#rules.idOf));
  }

  /** Looks at the AWS CLI's files again, because they may have changed. */
  async takeShared(): Promise<void> {
    await this.records.takeShared(this.known().map(this.#rules.idOf));
  }

  /** Hands the sessions to the AWS CLI, or takes them back: the user has just changed their mind about it. */
  async share(isOn: boolean): Promise<void> {
    await this.takeShared();
    await Promise.all(
      this.stored().map((session) => (isOn ? this.#sharing.write(session) : this.#sharing.withdraw(session))),
    );
    await this.#sharing.tidy();
  }

  /**
   * Stores what a sign-in has brought before anybody hears of it.
   *
   * @throws AwsSsoError `Service` when the secret storage does not take it, `NotSignedIn` when somebody signed out in this
   * very moment; the signal's reason when aborted. Nothing is changed then.
   */
  async add(config: K['config'], tokens: K['tokens'], signal: AbortSignal): Promise<SignedIn<K>> {
    await this.load();
    const { lock, log } = this.#options;
    const id = this.#rules.idOf(config);
    // Not while a refresh of the session before it is under way, which would come to be the newer one.
    return lock.hold(`session-${id}`, signal, async () => {
      const revision = nextRevision(await this.records.newest(id));
      signal.throwIfAborted();
      await this.records.put({ ...this.#rules.configOf(config), ...tokens, revision });
      const session = this.records.get(id);
      if (!isSignedIn<K>(session)) {
        throw notSignedIn(this.#rules, session);
      }
      const until = new Date(session.expiresAt).toISOString();
      log.info(`Signed in to ${this.#rules.labelOf(session)} until ${until}.`);
      return session;
    });
  }

  /** The session, if its token is good without waiting for anything. Takes microseconds. */
  current(id: string): SignedIn<K> | undefined {
    return this.renewal.current(id);
  }

  /**
   * The session with a token that is good now.
   *
   * @throws AwsSsoError `NotSignedIn` with the reason when the session has ended; `Network`, `Throttled`, `Service` or
   * `InvalidRequest` when it goes on, but no new token can be had at the moment.
   */
  fresh(id: string): Promise<SignedIn<K>> {
    return this.renewal.fresh(id);
  }

  /** The session with another token than this one. @throws AwsSsoError as `fresh`. */
  renew(id: string, unwanted: string): Promise<SignedIn<K>> {
    return this.renewal.renew(id, unwanted);
  }

  /**
   * Signs out: here and in the other windows first, so that it holds even when the service cannot be reached. Takes no
   * lock, so that nothing that is under way delays it.
   *
   * @returns the session as it was stored, if it was.
   * @throws AwsSsoError `Service` when the editor's secret storage does not forget it; it is out of use all the same.
   */
  async signOut(id: string): Promise<SignedIn<K> | undefined> {
    await this.load();
    // What the AWS CLI has got itself since would outlive the sign-out, and bring the session back.
    await this.records.takeShared([id]);
    const session = this.records.get(id);
    if (!isSignedIn<K>(session)) {
      return undefined;
    }
    const { logout, log } = this.#options;
    if (isUsable(this.#rules, session)) {
      void logout?.(session);
    }
    await this.records.enforce(endedRecord(this.#rules, session, 'signedOut'));
    log.info(`Signed out of ${this.#rules.labelOf(session)}.`);
    return session;
  }

  /** The sessions that have ended without the person having been told. */
  endedUntold(): readonly Ended<K>[] {
    return this.records
      .all()
      .filter((record) => isEnded<K>(record))
      .filter(({ isTold }) => !isTold);
  }

  /** Whether it falls to this window to tell the person that the session has ended. True for one window only. */
  claimTelling(id: string): Promise<boolean> {
    return claimTelling(this.records, this.#options.lock, id);
  }

  /** Answers another window; undefined where the message is about something else. */
  answer(message: unknown): unknown {
    const read = readSessionMessage(this.#rules, message);
    if (!read) {
      return undefined;
    }
    if ('records' in read) {
      return { records: this.records.receive(read.records) };
    }
    this.#backoff.receive(read.failure);
    return {};
  }

  dispose(): void {
    this.renewal.dispose();
  }

  async #load(): Promise<void> {
    const { loadConfigured, configured, onLoaded } = this.#options;
    await Promise.all([loadConfigured(), this.#sharing.tidy()]);
    if (await this.records.load(configured().map(this.#rules.idOf))) {
      onLoaded?.();
    } else {
      this.#loaded = undefined;
    }
  }

  /** Tells what has changed since the last time. */
  #update(): void {
    this.renewal.schedule();
    const now = new Map(this.signedIn().map((session) => [this.#rules.idOf(session), session]));
    const change = changeBetween(this.#announced, now, this.#rules.tokenOf);
    this.#announced = now;
    if (change) {
      this.#options.onChange(change);
    }
    if (this.endedUntold().length > 0) {
      this.#options.onEnded();
    }
  }
}
