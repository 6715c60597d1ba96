import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type {
  AccessToken,
  AwsSsoApi,
  SessionOptions,
  SsoSession,
  SsoSessionsChangeEvent,
  TokenOptions,
} from '../../api/src/index.ts';
import { AwsSsoError, messageOf } from '../base/errors.ts';
import type { Sessions } from '../sessions/Sessions.ts';
import { ACCOUNT_ACCESS_SCOPE, sessionId } from '../sessions/SsoSession.ts';
import { cancelled } from './cancellation.ts';
import type { PublicSessions } from './PublicSessions.ts';
import type { SignIn } from './SignIn.ts';
import {
  accountOf,
  PROVIDER_ID,
  scopesFor,
  type SsoAuthenticationProvider,
} from './SsoAuthenticationProvider.ts';

const SILENT_PATIENCE_MS = 2_000;

/** What the API is made of. */
export interface ApiParts {
  readonly sessions: Sessions;
  readonly publicSessions: PublicSessions;
  readonly signIn: SignIn;
  readonly provider: SsoAuthenticationProvider;
}

/** RFC 6749 section 3.3, without the form that picks a session: that is what the option `session` is for. */
const OAUTH_SCOPE = /^(?!session:)[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The API for one caller. Every token comes from the caller's own `authentication.getSession`, so that the editor
 * names the caller and asks for consent; what it has handed out once is handed out again from memory.
 */
export class Api implements AwsSsoApi {
  readonly #caller: typeof vscode;
  readonly #sessions: Sessions;
  readonly #public: PublicSessions;
  readonly #signIn: SignIn;
  readonly #provider: SsoAuthenticationProvider;
  readonly #given = new Map<string, AccessToken>();

  constructor(caller: typeof vscode, { sessions, publicSessions, signIn, provider }: ApiParts) {
    this.#caller = caller;
    this.#sessions = sessions;
    this.#public = publicSessions;
    this.#signIn = signIn;
    this.#provider = provider;
  }

  get sessions(): readonly SsoSession[] {
    return this.#public.list();
  }

  get onDidChangeSessions(): vscode.Event<SsoSessionsChangeEvent> {
    return this.#public.onDidChange;
  }

  async signIn(options: SessionOptions = {}): Promise<SsoSession> {
    const name = checkName(options);
    await this.#sessions.load();
    const serving = this.#sessions.serving(name, []);
    const [only, ...others] = serving;
    if (only && others.length === 0) {
      return this.#public.describe(only);
    }
    const config = await this.#signIn.choose(name);
    const isSignedIn = this.#sessions.find(sessionId(config)) !== undefined;
    return this.#public.describe(isSignedIn ? config : await this.#signIn.run(config));
  }

  getAccessToken(options?: TokenOptions & { readonly silent?: false }): Promise<AccessToken>;
  getAccessToken(options?: TokenOptions): Promise<AccessToken | undefined>;
  async getAccessToken(options: TokenOptions = {}): Promise<AccessToken | undefined> {
    const name = checkName(options);
    const wanted = checkScopes(options);
    const scopes = scopesFor(name, wanted);
    const key = scopes.join(' ');
    const given = this.#given.get(key);
    if (given && this.#isCurrent(given)) {
      return given;
    }
    this.#given.delete(key);
    await this.#sessions.load();
    if (name !== undefined) {
      // Before anybody is asked anything.
      this.#signIn.named(name);
    }
    const candidates = this.#sessions.serving(name, wanted);
    if (options.silent && candidates.length === 0) {
      return undefined;
    }
    const [only, ...others] = candidates;
    const asked = this.#getSession(scopes, {
      ...(options.silent ? { silent: true } : { createIfNone: true }),
      // Without it the editor has the person choose, even from one.
      ...(only && others.length === 0 ? { account: accountOf(only) } : {}),
    });
    const session = await (options.silent ? withinPatience(asked) : asked);
    const stored = session && this.#sessions.find(session.id);
    if (!session || !stored) {
      if (options.silent) {
        return undefined;
      }
      throw new AwsSsoError(
        'NotSignedIn',
        l10n.t('Nobody is signed in to this session any more. Sign in again.'),
      );
    }
    const token = Object.freeze({
      token: stored.accessToken,
      tokenType: 'Bearer',
      expiration: new Date(stored.expiresAt),
      session: stored.name,
    });
    this.#given.set(key, token);
    return token;
  }

  #isCurrent(given: AccessToken): boolean {
    return this.#sessions
      .signedIn()
      .some((session) => session.accessToken === given.token && session.name === given.session);
  }

  async #getSession(
    scopes: readonly string[],
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<vscode.AuthenticationSession | undefined> {
    try {
      return await this.#caller.authentication.getSession(PROVIDER_ID, scopes, options);
    } catch (error) {
      throw this.#asAwsSsoError(error);
    }
  }

  /** The editor hands errors over as their text alone. */
  #asAwsSsoError(error: unknown): AwsSsoError {
    const text = messageOf(error);
    if (error instanceof Error && error.name === 'Canceled') {
      return cancelled();
    }
    if (text.startsWith('User did not consent')) {
      return new AwsSsoError('ConsentDenied', l10n.t('The use of the AWS session was not allowed.'));
    }
    return this.#provider.failureOf(text) ?? new AwsSsoError('Service', text);
  }
}

/**
 * The editor queues requests behind a sign-in that goes on, for as long as that takes. Who asked for silence did not
 * ask for that.
 */
async function withinPatience<Result>(asked: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), SILENT_PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, patience]);
  } finally {
    clearTimeout(timer);
  }
}

function checkName({ session }: SessionOptions): string | undefined {
  if (session !== undefined && (typeof session !== 'string' || session === '')) {
    throw new AwsSsoError('InvalidRequest', l10n.t('The option “{0}” must be a name.', 'session'));
  }
  return session;
}

function checkScopes({ scopes = [ACCOUNT_ACCESS_SCOPE] }: TokenOptions): readonly string[] {
  const list: unknown = scopes;
  if (!Array.isArray(list) || !list.every((scope) => typeof scope === 'string' && OAUTH_SCOPE.test(scope))) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('The option “{0}” must be a list of OAuth scopes.', 'scopes'),
    );
  }
  return scopes;
}
