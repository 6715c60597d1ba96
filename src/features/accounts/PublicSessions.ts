import type * as vscode from 'vscode';
import type { SsoSession, SsoSessionsChangeEvent } from '../../../api/src/index.ts';
import type { Change } from '../../sessions/engine/change.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { type SessionConfig, sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { changeEvent, changeOf } from './changeOf.ts';

export interface PublicSessionsOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'known' | 'find'>;
  readonly changed: Pick<vscode.EventEmitter<SsoSessionsChangeEvent>, 'event' | 'fire'>;
}

/** The sessions as other extensions may see them: frozen, without secrets; and the event that tells of changes. */
export class PublicSessions {
  readonly #sessions: PublicSessionsOptions['sessions'];
  readonly #changed: PublicSessionsOptions['changed'];
  /** As the listeners know them; undefined before there is one, so that starting up costs the same however many there are. */
  #last: readonly SsoSession[] | undefined;

  constructor({ sessions, changed }: PublicSessionsOptions) {
    this.#sessions = sessions;
    this.#changed = changed;
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

  /** Tells the listeners what has become of the sessions that are signed in: the engine has compared them. */
  onChange({ added, changed, removed }: Omit<Change<SignedInSession>, 'replaced'>): void {
    const ids = new Set([...added, ...changed, ...removed].map(sessionId));
    this.#tell((before, now) => {
      const was = before.filter(({ id }) => ids.has(id));
      const is = now.filter(({ id }) => ids.has(id));
      return changeEvent(was, is, () => true);
    });
  }

  /** Tells the listeners what is different in the configured sessions, if anything. */
  onConfigured(): void {
    this.#tell(changeOf);
  }

  #tell(
    compare: (
      before: readonly SsoSession[],
      now: readonly SsoSession[],
    ) => SsoSessionsChangeEvent | undefined,
  ): void {
    const before = this.#last;
    if (!before) {
      return;
    }
    this.#last = this.list();
    const change = compare(before, this.#last);
    if (change) {
      this.#changed.fire(change);
    }
  }
}
