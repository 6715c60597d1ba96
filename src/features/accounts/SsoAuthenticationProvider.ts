import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { AwsSsoError, isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import type { Change } from '../../sessions/engine/change.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { canonicalScopes, withScopes } from '../../sessions/kinds/scopes.ts';
import {
  type SessionConfig,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from '../../sessions/kinds/identityCenter.ts';
import type { ProviderChangeEmitter } from './ProviderOnDemand.ts';
import { asEditorError } from './asEditorError.ts';
import type { ProviderFailures } from './ProviderFailures.ts';
import type { SignIn } from '../signIn/SignIn.ts';

const SESSION_SCOPE = 'session:';

const PATIENCE_MS = 5_000;

/**
 * The sessions as the editor's accounts. Scopes are OAuth scopes; the one of the form `session:<name>` picks a
 * session by its name. A session serves every request for scopes that it holds.
 */
export class SsoAuthenticationProvider {
  readonly #sessions: IdentityCenterSessions;
  readonly #signIn: Pick<SignIn, 'run' | 'choose'>;
  readonly #log: Log;
  readonly #changed: ProviderChangeEmitter;
  readonly #failures: ProviderFailures;

  constructor(
    sessions: IdentityCenterSessions,
    signIn: Pick<SignIn, 'run' | 'choose'>,
    failures: ProviderFailures,
    changed: ProviderChangeEmitter,
    log: Log,
  ) {
    this.#changed = changed;
    this.#sessions = sessions;
    this.#signIn = signIn;
    this.#failures = failures;
    this.#log = log;
  }

  /** Tells the editor. */
  onChange({ added, changed, removed }: Change<SignedInSession>): void {
    this.#changed.fire({
      added: added.map(asAuthenticationSession),
      changed: changed.map(asAuthenticationSession),
      removed: removed.map(asAuthenticationSession),
    });
  }

  /**
   * Shows nothing and never throws. Without scopes, all sessions. A session whose token cannot be renewed at the moment
   * comes with the old one: without it the editor would take the session for ended, and ask the person to sign in.
   */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession[]> {
    await this.#inTime(this.#sessions.load(), 'The secret storage');
    const wanted = parseScopes(scopes ?? []);
    const serving = (): readonly SignedInSession[] =>
      this.#sessions
        .serving(wanted.name, wanted.scopes)
        .filter((session) => account === undefined || sessionLabel(session) === account.label);
    if (scopes) {
      // Nobody is given a token when the editor only lists the accounts.
      const renewals = serving().map((session) => this.#sessions.fresh(sessionId(session)));
      await this.#inTime(Promise.allSettled(renewals), 'AWS');
    }
    return serving().map(asAuthenticationSession);
  }

  /** Lets a person sign in. Scopes beyond those of the session's configuration are asked for besides them. */
  async createSession(
    scopes: readonly string[],
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession> {
    try {
      await this.#sessions.load();
      const wanted = parseScopes(scopes);
      const config = account ? this.#ofAccount(account) : await this.#signIn.choose(wanted.name);
      // What the session holds already is asked for again, or its other callers would lose it.
      const held = this.#sessions.find(sessionId(config))?.registrationScopes ?? [];
      const all = withScopes(config, [...wanted.scopes, ...held]);
      return asAuthenticationSession(await this.#signIn.run(all));
    } catch (error) {
      if (isAwsSsoError(error)) {
        this.#failures.remember(error);
      }
      throw asEditorError(error);
    }
  }

  async removeSession(id: string): Promise<void> {
    await this.#sessions.signOut(id);
  }

  #ofAccount({ label }: vscode.AuthenticationSessionAccountInformation): SessionConfig {
    const config = this.#sessions.known().find((candidate) => sessionLabel(candidate) === label);
    if (!config) {
      // Signing in to another one would make the editor ask again and again.
      throw new AwsSsoError(
        'InvalidRequest',
        l10n.t('There is no SSO session for the account “{0}”.', label),
      );
    }
    return config;
  }

  /** The editor queues every request behind this one, so what takes its time must not hold it up. */
  async #inTime(promise: Promise<unknown>, whose: string): Promise<void> {
    const inTime = await within(PATIENCE_MS, promise).catch((error: unknown) => {
      this.#log.error(messageOf(error));
      return true;
    });
    if (!inTime) {
      this.#log.warn(`${whose} has not answered yet. The sessions will change when it does.`);
    }
  }
}

/** The scopes that ask the editor for a token of the session of that name. */
export function scopesFor(name: string | undefined, scopes: readonly string[]): readonly string[] {
  return canonicalScopes(name === undefined ? scopes : [...scopes, SESSION_SCOPE + name]);
}

function parseScopes(scopes: readonly string[]): { name: string | undefined; scopes: readonly string[] } {
  return {
    name: scopes.find((scope) => scope.startsWith(SESSION_SCOPE))?.slice(SESSION_SCOPE.length),
    scopes: scopes.filter((scope) => !scope.startsWith(SESSION_SCOPE)),
  };
}

export function accountOf(session: SignedInSession): vscode.AuthenticationSessionAccountInformation {
  return { id: sessionId(session), label: sessionLabel(session) };
}

function asAuthenticationSession(session: SignedInSession): vscode.AuthenticationSession {
  return {
    id: sessionId(session),
    accessToken: session.accessToken,
    account: accountOf(session),
    scopes: session.registrationScopes,
  };
}
