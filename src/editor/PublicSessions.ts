import * as vscode from 'vscode';
import type { SsoSession, SsoSessionsChangeEvent } from '../../api/src/index.ts';
import type { Sessions } from '../sessions/Sessions.ts';
import { type SessionConfig, sessionId } from '../sessions/SsoSession.ts';

/** The sessions as other extensions may see them: frozen, without secrets; and the event that tells of changes. */
export class PublicSessions {
  readonly #sessions: Sessions;
  readonly #changed = new vscode.EventEmitter<SsoSessionsChangeEvent>();
  readonly onDidChange = this.#changed.event;
  #last: readonly SsoSession[];

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#last = this.list();
  }

  list(): readonly SsoSession[] {
    return Object.freeze(this.#sessions.known().map((config) => this.describe(config)));
  }

  describe(config: SessionConfig): SsoSession {
    const id = sessionId(config);
    const signedIn = this.#sessions.find(id);
    const { name, startUrl, region, registrationScopes } = signedIn ?? config;
    return Object.freeze({
      ...{ id, name, startUrl, region },
      scopes: Object.freeze([...registrationScopes]),
      signedIn: signedIn !== undefined,
      ...(signedIn ? { expiresAt: new Date(signedIn.expiresAt) } : {}),
    });
  }

  /** Tells the listeners what has changed since the last time, if anything. */
  update(): void {
    const before = new Map(this.#last.map((session) => [session.id, session]));
    this.#last = this.list();
    const after = new Map(this.#last.map((session) => [session.id, session]));
    const change: SsoSessionsChangeEvent = Object.freeze({
      added: Object.freeze(this.#last.filter(({ id }) => !before.has(id))),
      changed: Object.freeze(
        this.#last.filter((session) => {
          const old = before.get(session.id);
          return old !== undefined && JSON.stringify(old) !== JSON.stringify(session);
        }),
      ),
      removed: Object.freeze([...before.values()].filter(({ id }) => !after.has(id))),
    });
    if (change.added.length + change.changed.length + change.removed.length > 0) {
      this.#changed.fire(change);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
