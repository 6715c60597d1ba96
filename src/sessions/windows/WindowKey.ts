import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Log } from '../../base/Log.ts';
import { type DocumentKind, readDocument, writeDocument } from '../store/documents.ts';
import type { SecretStore } from '../store/SecretStore.ts';

/** By what the secret store files the key. */
export const WINDOW_KEY = 'windowKey';

const LENGTH = 32;

/** How long what was read holds, in milliseconds, when another window seems to have another key. */
const REREAD_MS = 1_000;

const DOCUMENT: DocumentKind<string> = {
  schema: v.pipe(
    v.string(),
    v.check((text) => Buffer.from(text, 'base64').length === LENGTH),
  ),
  version: 1,
};

/**
 * The key by which the windows of one editor know each other. It is kept in the secret store and nowhere else, so that a
 * program which reads this user's files, but not the keyring, can neither ask a window nor answer one.
 */
export class WindowKey {
  readonly #secrets: SecretStore;
  readonly #log: Log;
  #key: Promise<Buffer | undefined> | undefined;
  #readAt = -Infinity;
  #isFound = true;

  constructor(secrets: SecretStore, log: Log) {
    this.#secrets = secrets;
    this.#log = log;
  }

  /** The key, made by the first window that looks. Undefined where the secret store can't be used; does not reject. */
  get(): Promise<Buffer | undefined> {
    // A secret store that failed once may work again, such as when its keyring is unlocked.
    if (!this.#key || (!this.#isFound && performance.now() - this.#readAt > REREAD_MS)) {
      this.#readAt = performance.now();
      this.#key = this.#readOrMake();
      void this.#key.then((key) => {
        this.#isFound = key !== undefined;
      });
    }
    return this.#key;
  }

  /**
   * The key as it is stored now: of two windows that made one at the same moment, one has lost its own. Looks once a second
   * at most, however often strangers knock.
   */
  reread(): Promise<Buffer | undefined> {
    if (performance.now() - this.#readAt > REREAD_MS) {
      this.#key = undefined;
    }
    return this.get();
  }

  async #readOrMake(): Promise<Buffer | undefined> {
    try {
      const text = (await this.#read()) ?? (await this.#make());
      return text === undefined ? undefined : Buffer.from(text, 'base64');
    } catch {
      this.#log.warn('The windows of this editor share no key, because the secret storage can’t be used.');
      return undefined;
    }
  }

  #read(): Promise<string | undefined> {
    return readDocument(this.#secrets, this.#log, WINDOW_KEY, DOCUMENT);
  }

  /** @returns what is stored then, which may be another window's: the last one holds for all. */
  async #make(): Promise<string | undefined> {
    await writeDocument(this.#secrets, WINDOW_KEY, DOCUMENT, randomBytes(LENGTH).toString('base64'));
    return this.#read();
  }
}
