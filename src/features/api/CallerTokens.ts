import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { AccessToken } from '../../../api/src/index.ts';
import { sameSecret } from '../../base/sameSecret.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import type { WantedToken } from './apiOptions.ts';
import { type Caller, nobody, unlessEnded } from './Caller.ts';
import { Grants } from './Grants.ts';
import { PROVIDER_ID } from '../accounts/providerIds.ts';
import { accountOf, scopesFor } from '../accounts/SsoAuthenticationProvider.ts';

export interface GivenToken {
  /** The session's id. */
  readonly id: string;
  readonly token: AccessToken;
}

/** The access tokens that one caller was given (API operation CreateToken). */
export class CallerTokens {
  readonly #caller: Caller;
  readonly #sessions: IdentityCenterSessions;
  readonly #grants = new Grants<GivenToken>();

  constructor(caller: Caller, sessions: IdentityCenterSessions) {
    this.#caller = caller;
    this.#sessions = sessions;
  }

  /** The token given before, if it is still the session's, and no other is wanted. */
  given({ session, scopes, forceRefresh }: WantedToken): GivenToken | undefined {
    const given = forceRefresh ? undefined : this.#grants.given(scopesFor(session, scopes));
    return given && this.#sessions.current(given.id)?.accessToken === given.token.token ? given : undefined;
  }

  /**
   * The token given before, as above; else one that the editor hands out. Undefined only when `silent`.
   *
   * @throws AwsSsoError as `getAccessToken` of the API says.
   */
  async get(wanted: WantedToken): Promise<GivenToken | undefined> {
    const scopes = scopesFor(wanted.session, wanted.scopes);
    return (
      this.given(wanted) ??
      this.#grants.ask(scopes, [wanted.silent, wanted.forceRefresh], () =>
        this.#ask(wanted, scopes, this.#grants.given(scopes)),
      )
    );
  }

  async #ask(
    { session: name, scopes: wanted, silent, forceRefresh }: WantedToken,
    scopes: readonly string[],
    given: GivenToken | undefined,
  ): Promise<GivenToken | undefined> {
    await this.#sessions.load();
    if (name !== undefined) {
      // Before anybody is asked anything.
      this.#sessions.named(name);
    }
    const serving = (): readonly SignedInSession[] => this.#sessions.serving(name, wanted);
    const [only, ...others] = serving();
    if (only && others.length === 0) {
      await this.#fresh(sessionId(only));
    }
    const [candidate, ...rest] = serving();
    if (silent && !candidate) {
      return undefined;
    }
    const account = candidate && rest.length === 0 ? accountOf(candidate) : undefined;
    const request = {
      ...{ providerId: PROVIDER_ID, scopes, account, silent },
      ...(account ? { detail: l10n.t('The session {0}', account.label) } : {}),
    };
    const held = (shown: vscode.AuthenticationSession): SignedInSession | undefined => this.#held(shown);
    const proven = await this.#caller.prove(request, held);
    // Not before the editor has agreed: who may not use the session must not wear it out.
    const renewed = (id: string): Promise<SignedInSession | undefined> =>
      forceRefresh ? this.#renewed(id, given) : this.#fresh(id);
    const good = proven && (await renewed(sessionId(proven)));
    // Another secret goes through the editor, too.
    const handedOut =
      good?.accessToken === proven?.accessToken
        ? good
        : good && (await this.#caller.prove({ ...request, account: accountOf(good), silent: true }, held));
    return handedOut ? { id: sessionId(handedOut), token: asAccessToken(handedOut) } : nobody(silent);
  }

  /** The session, if that is its token. */
  #held({ id, accessToken }: vscode.AuthenticationSession): SignedInSession | undefined {
    const held = this.#sessions.find(id);
    return held && sameSecret(held.accessToken, accessToken) ? held : undefined;
  }

  /**
   * The session with a token that is good, or undefined when it has ended.
   *
   * @throws AwsSsoError `Network`, `Throttled`, `Service` when it goes on, but no token can be had: to sign in would be
   * no help.
   */
  #fresh(id: string): Promise<SignedInSession | undefined> {
    return unlessEnded(this.#sessions.fresh(id));
  }

  /** The same, with another token than the caller's last. For whoever was given an older one that is no refresh. */
  #renewed(id: string, given: GivenToken | undefined): Promise<SignedInSession | undefined> {
    const held = this.#sessions.find(id)?.accessToken ?? '';
    return unlessEnded(this.#sessions.renew(id, given?.id === id ? given.token.token : held));
  }
}

function asAccessToken({ accessToken, expiresAt, name }: SignedInSession): AccessToken {
  return Object.freeze({
    token: accessToken,
    tokenType: 'Bearer',
    expiration: new Date(expiresAt),
    session: name,
  });
}
