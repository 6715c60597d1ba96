import * as vscode from 'vscode';
import type { SsoSession, SsoSessionsChangeEvent } from '../../../api/src/index.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import { changeOf } from './changeOf.ts';

/** The sessions as other extensions may see them: frozen, without secrets; and the event that tells of changes. */
export class PublicSessions {
  readonly #sessions: IdentityCenterSessions;
  readonly #changed = new vscode.EventEmitter<SsoSessionsChangeEvent>();
  /** As the listeners know them; undefined before there is one, so that starting up costs the same however many there are. */
  #last: readonly SsoSession[] | undefined;

  constructor(sessions: IdentityCenterSessions) {
    this.#sessions = sessions;
  }

  get onDidChange(): vscode.Event<SsoSessionsChangeEvent> {
    this.#last ??= this.list();
    return this.#changed.event;
  }

  list(): readonly SsoSession[] {
    return Object.freeze(this.#sessions.known().map((config) => this.describe(config)));
  }

  describe(config: SessionConfig): SsoSession {
    const id = sessionId(config);
    const signedIn = this.#sessions.find(id);
    const { name, startUrl, region, registrationScopes } = signedIn ?? config;
    const session: SsoSession = {
      ...{ id, name, startUrl, region },
      scopes: Object.freeze([...registrationScopes]),
      signedIn: signedIn !== undefined,
    };
    if (signedIn) {
      // A date of its own for each look: no listener can change what another one sees.
      const { expiresAt } = signedIn;
      Object.defineProperty(session, 'expiresAt', { enumerable: true, get: () => new Date(expiresAt) });
    }
    return Object.freeze(session);
  }

  /** Tells the listeners what has changed since the last time, if anything. */
  update(): void {
    const before = this.#last;
    if (!before) {
      return;
    }
    this.#last = this.list();
    const change = changeOf(before, this.#last);
    if (change) {
      this.#changed.fire(change);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
