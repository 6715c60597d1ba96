import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AwsSsoError } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import { type DocumentKind, readDocument, writeDocument } from './documents.ts';
import type { SecretStore } from './SecretStore.ts';
import { type SessionRecord, sessionId } from './SsoSession.ts';

const CONFIG = {
  name: v.string(),
  startUrl: v.pipe(v.string(), v.url()),
  region: v.string(),
  registrationScopes: v.array(v.string()),
};

const SignedIn = v.object({
  ...CONFIG,
  revision: v.optional(v.number(), 0),
  accessToken: v.string(),
  receivedAt: v.optional(v.number(), 0),
  expiresAt: v.number(),
  refreshToken: v.optional(v.string()),
  clientId: v.string(),
  clientSecret: v.string(),
  registrationExpiresAt: v.number(),
  isAnswerLost: v.optional(v.boolean()),
});

const Ended = v.object({
  ...CONFIG,
  revision: v.number(),
  ended: v.picklist([
    'sessionOver',
    'revoked',
    'registrationExpired',
    'refused',
    'answerLost',
    'signedOut',
    'signedOutByAwsCli',
  ]),
  isTold: v.boolean(),
});

/** Also the form in which windows tell each other. */
export const SessionRecordSchema = v.union([SignedIn, Ended]);

const SESSION: DocumentKind<SessionRecord> = { version: 1, schema: SessionRecordSchema };

/** The secret store cannot list its keys on every supported editor, so the ids are kept beside the sessions. */
const INDEX: DocumentKind<string[]> = { version: 1, schema: v.array(v.string()) };
const INDEX_KEY = 'sessions';
const SESSION_KEY_PREFIX = 'session:';
const MAX_INDEX_WRITES = 3;

/** The records of the sessions in the secret store: one document each. */
export class SessionStore {
  readonly #secrets: SecretStore;
  readonly #log: Log;

  constructor(secrets: SecretStore, log: Log) {
    this.#secrets = secrets;
    this.#log = log;
  }

  /**
   * @param knownIds ids to look for besides those in the index, should the index be lost.
   * @throws what the store rejects with.
   */
  async load(knownIds: readonly string[]): Promise<SessionRecord[]> {
    const ids = [...new Set([...(await this.#index()), ...knownIds])];
    const found = await Promise.all(ids.map((id) => this.read(id)));
    return found.filter((record) => record !== undefined);
  }

  /** @throws what the store rejects with. */
  read(id: string): Promise<SessionRecord | undefined> {
    return readDocument(this.#secrets, this.#log, sessionKey(id), SESSION);
  }

  /**
   * Stores the record, unless there is one already that is as new.
   *
   * @throws AwsSsoError `Service` when the editor's secret storage does not take it.
   */
  async save(record: SessionRecord): Promise<void> {
    const id = sessionId(record);
    try {
      // In this order, so that no token is left behind when the second fails.
      await this.#addToIndex(id);
      const stored = await this.read(id);
      if (!stored || stored.revision < record.revision) {
        await writeDocument(this.#secrets, sessionKey(id), SESSION, record);
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
    return (await readDocument(this.#secrets, this.#log, INDEX_KEY, INDEX)) ?? [];
  }

  async #addToIndex(id: string): Promise<void> {
    let ids = await this.#index();
    // Another window may write its own addition over this one.
    for (let attempts = 0; attempts < MAX_INDEX_WRITES && !ids.includes(id); attempts++) {
      await writeDocument(this.#secrets, INDEX_KEY, INDEX, [...ids, id]);
      ids = await this.#index();
    }
  }
}

/** Whether the secret under this key belongs to a session, and not to a registration. */
export function isSessionKey(key: string): boolean {
  return key === INDEX_KEY || key.startsWith(SESSION_KEY_PREFIX);
}

function sessionKey(id: string): string {
  return SESSION_KEY_PREFIX + id;
}
