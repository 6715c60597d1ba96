import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { NEVER } from '../../base/never.ts';
import { sleep } from '../../base/sleep.ts';
import { RetiredTokens } from './RetiredTokens.ts';
import {
  type EndReason,
  isOwnDecision,
  isSignedIn,
  type KindRules,
  type SessionKind,
  type SessionRecord,
  type SignedIn,
} from './SessionKind.ts';

/** How long a file must be gone to be taken for removed. */
const SETTLE_MS = 2_000;

/** What a file of the AWS CLI holds. */
export interface CacheEntry<K extends SessionKind> {
  /** As `KindRules.tokenOf`. */
  readonly token: string;
  /** Epoch milliseconds, in whole seconds. */
  readonly expiresAt: number;
  /** Whether it is for this session: by the name of the file alone it could be for another. */
  readonly isForSession: boolean;
  /** Whether it is of use although it has expired. */
  readonly leadsOn: (record: SessionRecord<K> | undefined) => boolean;
  /** The session with it, in the place of that record. */
  readonly asSession: (replaced: SessionRecord<K> | undefined) => SignedIn<K>;
}

/** One file of the AWS CLI in which a session is. What cannot be written or deleted rejects. */
export interface CacheFile<K extends SessionKind> {
  /** Whether the AWS CLI means this session by the file. */
  readonly isForSession: boolean;
  /** None when there is no file, or one that cannot be read or is something else. */
  readonly read: () => Promise<CacheEntry<K> | undefined>;
  /** Whether there is certainly no file: any other trouble says nothing. */
  readonly isMissing: () => Promise<boolean>;
  readonly write: (session: SignedIn<K>) => Promise<void>;
  /** Whether it is as this extension has written it. */
  readonly isOwn: () => Promise<boolean>;
  /** Deletes it, with everything else that was written for the session. */
  readonly delete: () => Promise<void>;
}

/** The files of the AWS CLI in which a session is. */
export type CacheFiles<K extends SessionKind> = (config: K['config']) => readonly CacheFile<K>[];

/** The directory in which the files are. */
interface Cache {
  /** Removes what writers that were killed have left. */
  sweep(): Promise<void>;
  /** Removes what this extension has written, and nobody else has changed since. */
  withdraw(): Promise<void>;
}

export interface CacheSharingOptions<K extends SessionKind> {
  readonly rules: KindRules<K>;
  /** Whether the user wants it. */
  readonly isOn: () => boolean;
  readonly files: CacheFiles<K>;
  readonly cache?: Cache | undefined;
  readonly log: Log;
}

/**
 * Keeps the sessions and the caches of the AWS CLI in step, in both directions, for as long as the user wants it. Of two
 * tokens the one that expires later is the newer, unless the other has followed it here; the files say nothing else about it.
 */
export class CacheSharing<K extends SessionKind> {
  readonly #options: CacheSharingOptions<K>;
  readonly #rules: KindRules<K>;
  /** The tokens that others have followed here, or nothing: a file that holds one of them is behind. */
  readonly #retired = new RetiredTokens();
  #lastWrite: Promise<unknown> = Promise.resolve();
  /** The token that was last seen in the files of a session, by its id. */
  readonly #seen = new Map<string, string>();

  constructor(options: CacheSharingOptions<K>) {
    this.#options = options;
    this.#rules = options.rules;
  }

  get isOn(): boolean {
    return this.#options.isOn();
  }

  /** The session with what the AWS CLI has for it, if that is newer than the record. */
  async newer(config: K['config'], record: SessionRecord<K> | undefined): Promise<SignedIn<K> | undefined> {
    if (!this.#options.isOn()) {
      return undefined;
    }
    const hasEnded = record !== undefined && !isSignedIn<K>(record);
    const entries = await Promise.all(
      this.#options.files(config).map(async (file) => {
        const entry = await file.read();
        // What was written here is no sign-in of the AWS CLI: somebody has signed out in a window that does not share.
        return entry && hasEnded && (await file.isOwn()) ? undefined : entry;
      }),
    );
    const [newest] = entries
      .filter((entry) => entry !== undefined)
      .filter((entry) => entry.isForSession && !this.#retired.has(entry.token))
      .filter((entry) => entry.expiresAt > Date.now() || entry.leadsOn(record))
      .sort((one, other) => other.expiresAt - one.expiresAt);
    if (!newest) {
      return undefined;
    }
    this.#seen.set(this.#rules.idOf(config), newest.token);
    return this.#isNewer(newest, record) ? newest.asSession(record) : undefined;
  }

  /**
   * Has the AWS CLI use what the session has now, or nothing when it has ended: one after the other, so that the newest is the
   * last. Does not reject.
   *
   * @param isCurrent whether the record still holds when its turn comes.
   * @param mayCreate whether a file is made where there is none.
   */
  write(record: SessionRecord<K>, isCurrent: () => boolean = () => true, mayCreate = true): Promise<void> {
    const written = this.#lastWrite.then(async () => {
      if (this.#options.isOn() && isCurrent()) {
        await this.#write(record, mayCreate);
      }
    });
    this.#lastWrite = written;
    return written;
  }

  /** Removes what is left of a time when tokens were shared, and of writers that were killed. Does not reject. */
  async tidy(): Promise<void> {
    const { cache, isOn, log } = this.#options;
    try {
      await cache?.sweep();
      if (!isOn()) {
        await cache?.withdraw();
      }
    } catch (error) {
      log.warn(`The AWS CLI’s files that were written here could not be removed: ${messageOf(error)}`);
    }
  }

  async #write(record: SessionRecord<K>, mayCreate: boolean): Promise<void> {
    try {
      for (const file of this.#options.files(record)) {
        const there = await file.read();
        if (!file.isForSession || there?.isForSession === false) {
          continue;
        }
        if (!isSignedIn<K>(record)) {
          await this.#deleteEnded(file, there, record.ended);
        } else if (
          (there !== undefined || mayCreate) &&
          there?.token !== this.#rules.tokenOf(record) &&
          !this.#isBehind(record, there)
        ) {
          await file.write(record);
        }
      }
      if (isSignedIn<K>(record) && mayCreate) {
        this.#seen.set(this.#rules.idOf(record), this.#rules.tokenOf(record));
      }
    } catch (error) {
      const label = this.#rules.labelOf(record);
      this.#options.log.warn(`The AWS CLI’s files of ${label} could not be written: ${messageOf(error)}`);
    }
  }

  /** Takes back what was shared, because the user no longer wants it. Does not reject. */
  async withdraw(session: SignedIn<K>): Promise<void> {
    try {
      for (const file of this.#options.files(session)) {
        if ((await file.read())?.token === this.#rules.tokenOf(session)) {
          await file.delete();
        }
      }
      this.#seen.delete(this.#rules.idOf(session));
    } catch (error) {
      const label = this.#rules.labelOf(session);
      this.#options.log.warn(`The AWS CLI’s files of ${label} could not be removed: ${messageOf(error)}`);
    }
  }

  /** Whether the AWS CLI has signed out of the session: its token was in the files, and none is there any more. */
  async isSignedOut(session: SignedIn<K>): Promise<boolean> {
    const { isOn } = this.#options;
    if (!isOn() || this.#seen.get(this.#rules.idOf(session)) !== this.#rules.tokenOf(session)) {
      return false;
    }
    if (!(await this.#isMissing(session))) {
      return false;
    }
    // It may be about to be replaced; or another window takes it back, because the user no longer wants to share.
    await sleep(SETTLE_MS, NEVER);
    return isOn() && this.#isMissing(session);
  }

  /** Remembers that a token is of no use any more, wherever it stands. The clock alone would not tell: it may be set back. */
  retire(token: string): void {
    this.#retired.add(token);
  }

  async #deleteEnded(
    file: CacheFile<K>,
    there: CacheEntry<K> | undefined,
    reason: EndReason<K>,
  ): Promise<void> {
    // Who signs out means all of the session, whoever got the last of its tokens.
    if (isOwnDecision(reason) || (there && (this.#retired.has(there.token) || (await file.isOwn())))) {
      await file.delete();
    }
  }

  #isNewer(entry: CacheEntry<K>, record: SessionRecord<K> | undefined): boolean {
    return (
      !isSignedIn<K>(record) || (entry.token !== this.#rules.tokenOf(record) && expiresLater(entry, record))
    );
  }

  /** An older token never overwrites what the AWS CLI has got itself. */
  #isBehind(session: SignedIn<K>, there: CacheEntry<K> | undefined): boolean {
    return there !== undefined && !this.#retired.has(there.token) && expiresLater(there, session);
  }

  async #isMissing(session: SignedIn<K>): Promise<boolean> {
    const missing = await Promise.all(this.#options.files(session).map((file) => file.isMissing()));
    return missing.length > 0 && !missing.includes(false);
  }
}

/** The files hold whole seconds. Within one, another token than ours is the newer: ours would have overwritten it. */
function expiresLater(
  entry: { readonly expiresAt: number },
  { expiresAt }: { readonly expiresAt: number },
): boolean {
  return entry.expiresAt >= Math.floor(expiresAt / 1000) * 1000;
}
