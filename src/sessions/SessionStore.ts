import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AwsSsoError } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import { type DocumentKind, readDocument, writeDocument } from './documents.ts';
import type { SecretStore } from './SecretStore.ts';
import { type SignedInSession, sessionId } from './SsoSession.ts';

const SESSION: DocumentKind<SignedInSession> = {
  version: 1,
  schema: v.object({
    name: v.string(),
    startUrl: v.pipe(v.string(), v.url()),
    region: v.string(),
    registrationScopes: v.array(v.string()),
    accessToken: v.string(),
    expiresAt: v.number(),
    refreshToken: v.optional(v.string()),
    clientId: v.string(),
    clientSecret: v.string(),
    registrationExpiresAt: v.number(),
  }),
};

/** The secret store cannot list its keys on every supported editor, so the ids are kept beside the sessions. */
const INDEX: DocumentKind<string[]> = { version: 1, schema: v.array(v.string()) };
const INDEX_KEY = 'sessions';
const SESSION_KEY_PREFIX = 'session:';

/** The signed-in sessions in the secret store: one document each. */
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
  async load(knownIds: readonly string[]): Promise<SignedInSession[]> {
    const ids = [...new Set([...(await this.#index()), ...knownIds])];
    const found = await Promise.all(
      ids.map((id) => readDocument(this.#secrets, this.#log, sessionKey(id), SESSION)),
    );
    return found.filter((session) => session !== undefined);
  }

  /** @throws AwsSsoError `Service` when the editor's secret storage does not take it. */
  async save(session: SignedInSession): Promise<void> {
    const id = sessionId(session);
    try {
      // In this order, so that no token is left behind when the second fails.
      await this.#changeIndex((ids) => [...new Set([...ids, id])]);
      await writeDocument(this.#secrets, sessionKey(id), SESSION, session);
    } catch (cause) {
      throw new AwsSsoError(
        'Service',
        l10n.t('The editor’s secret storage did not take the session. Check the keyring of this machine.'),
        { cause },
      );
    }
  }

  /** @throws AwsSsoError `Service` when the editor's secret storage does not forget it. */
  async delete(id: string): Promise<void> {
    try {
      await this.#secrets.delete(sessionKey(id));
      await this.#changeIndex((ids) => ids.filter((other) => other !== id));
    } catch (cause) {
      throw new AwsSsoError(
        'Service',
        l10n.t('The editor’s secret storage did not forget the session. Check the keyring of this machine.'),
        { cause },
      );
    }
  }

  async #index(): Promise<string[]> {
    return (await readDocument(this.#secrets, this.#log, INDEX_KEY, INDEX)) ?? [];
  }

  async #changeIndex(change: (ids: string[]) => string[]): Promise<void> {
    const before = await this.#index();
    const after = change(before);
    if (after.join() !== before.join()) {
      await writeDocument(this.#secrets, INDEX_KEY, INDEX, after);
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
