import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { AwsSsoError } from '../../base/errors.ts';
import type { Change } from '../../sessions/engine/change.ts';
import { isTokenValid } from '../../sessions/engine/tokenLifetime.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import {
  type SessionConfig,
  type SignedInSession,
  sessionId,
  sessionLabel,
} from '../../sessions/kinds/identityCenter.ts';
import { canonicalScopes, withScopes } from '../../sessions/kinds/scopes.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import { AccountProvider, type AccountProviderOptions } from './AccountProvider.ts';
import { parseSessionScope, SESSION_SCOPE, type WantedSession } from './sessionScope.ts';

export interface SsoProviderOptions extends AccountProviderOptions {
  readonly sessions: Pick<
    IdentityCenterSessions,
    'load' | 'known' | 'find' | 'serving' | 'current' | 'fresh' | 'signOut'
  >;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
}

/**
 * The provider `aws-sso`: sessions of IAM Identity Center. Scopes are OAuth scopes, and `session:<name>` picks a session. A
 * session serves every request for scopes that it holds.
 */
export class SsoProvider extends AccountProvider<WantedSession, SignedInSession> {
  readonly #sessions: SsoProviderOptions['sessions'];
  readonly #signIn: SsoProviderOptions['signIn'];

  constructor(options: SsoProviderOptions) {
    super(options);
    this.#sessions = options.sessions;
    this.#signIn = options.signIn;
  }

  onChange(change: Change<SignedInSession>): void {
    this.tell(change);
  }

  async removeSession(id: string): Promise<void> {
    await this.#sessions.signOut(id);
  }

  protected parse(scopes: readonly string[]): WantedSession {
    return parseSessionScope(scopes);
  }

  protected load(): Promise<void> {
    return this.#sessions.load();
  }

  protected serving(wanted: WantedSession | undefined): readonly SignedInSession[] {
    return this.#sessions.serving(wanted?.session, wanted?.scopes ?? []);
  }

  /** All of them: the editor has the person choose. */
  protected unambiguous(sessions: readonly SignedInSession[]): readonly SignedInSession[] {
    return sessions;
  }

  protected async renew(session: SignedInSession): Promise<void> {
    const id = sessionId(session);
    if (!this.#sessions.current(id)) {
      await this.#sessions.fresh(id);
    }
  }

  protected isGood(session: SignedInSession): boolean {
    return isTokenValid(session);
  }

  protected labelOf(session: SignedInSession): string {
    return sessionLabel(session);
  }

  protected show(session: SignedInSession): vscode.AuthenticationSession {
    const account = accountOf(session);
    return { id: account.id, accessToken: session.accessToken, account, scopes: session.registrationScopes };
  }

  /** Asks for what the session holds already as well: its other callers would lose it. */
  protected async signIn(wanted: WantedSession, label?: string): Promise<vscode.AuthenticationSession> {
    const config = label === undefined ? await this.#signIn.choose(wanted.session) : this.#labelled(label);
    const held = this.#sessions.find(sessionId(config))?.registrationScopes ?? [];
    return this.show(await this.#signIn.run(withScopes(config, [...wanted.scopes, ...held])));
  }

  #labelled(label: string): SessionConfig {
    const config = this.#sessions.known().find((candidate) => sessionLabel(candidate) === label);
    if (!config) {
      // Signing in to another one would make the editor ask again and again.
      throw new AwsSsoError('InvalidRequest', l10n.t('There’s no SSO session for the account “{0}”.', label));
    }
    return config;
  }
}

/** The scopes that ask the editor for a token of the session of that name. */
export function scopesFor(name: string | undefined, scopes: readonly string[]): readonly string[] {
  return canonicalScopes(name === undefined ? scopes : [...scopes, SESSION_SCOPE + name]);
}

export function accountOf(session: SessionConfig): vscode.AuthenticationSessionAccountInformation {
  return { id: sessionId(session), label: sessionLabel(session) };
}
