import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { AwsSsoError, isAwsSsoError, isPassing } from '../../base/errors.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import type { SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import type { CallingExtension, SessionRequest } from './CallingExtension.ts';

export interface Wanted {
  /** The session's name; the only one signed in, if left out. */
  readonly session?: string | undefined;
  readonly silent: boolean;
  /** Another secret than the last. */
  readonly forceRefresh?: boolean;
}

/** A kind of secret that callers are handed out: how it is asked for, recognized and renewed. */
export interface SecretKind<Asked extends Wanted, Given> {
  readonly providerId: string;
  /** In their one order. */
  readonly scopes: (wanted: Asked) => readonly string[];
  /** The sessions that it can come from. */
  readonly serving: (wanted: Asked) => readonly SignedInSession[];
  readonly accountOf: (
    session: SignedInSession,
    wanted: Asked,
  ) => vscode.AuthenticationSessionAccountInformation;
  /** For the person: the editor's own question names the provider only. */
  readonly detail: (
    wanted: Asked,
    account: vscode.AuthenticationSessionAccountInformation | undefined,
  ) => string | undefined;
  /** Makes sure that the session can give it. @throws AwsSsoError */
  readonly prepare: (session: SignedInSession, wanted: Asked) => Promise<unknown>;
  /** What the editor has handed out, if that is the secret which the provider hands out now. */
  readonly recognize: (session: vscode.AuthenticationSession, wanted: Asked) => Given | undefined;
  /** The same, if it is still good; without waiting. */
  readonly current: (given: Given) => Given | undefined;
  /** Renews it: into another than the last, where that is wanted. @returns whether it is another now. @throws AwsSsoError */
  readonly renew: (given: Given, wanted: Asked, last: Given | undefined) => Promise<boolean>;
}

interface Asking<Asked extends Wanted, Given> {
  readonly caller: CallingExtension;
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'named'>;
  readonly kind: SecretKind<Asked, Given>;
}

/** The secrets of one kind that one caller was handed out, by the scopes that it asked for. */
export class HandedOut<Asked extends Wanted, Given> {
  readonly #caller: CallingExtension;
  readonly #sessions: Pick<IdentityCenterSessions, 'load' | 'named'>;
  readonly #kind: SecretKind<Asked, Given>;
  readonly #given = new Map<string, Given>();
  readonly #asking = new Map<string, Promise<Given | undefined>>();

  constructor({ caller, sessions, kind }: Asking<Asked, Given>) {
    this.#caller = caller;
    this.#sessions = sessions;
    this.#kind = kind;
  }

  /** What was handed out before, if it is still good, and no other is wanted. */
  given(wanted: Asked): Given | undefined {
    const given = wanted.forceRefresh ? undefined : this.#given.get(keyOf(this.#kind.scopes(wanted)));
    return given && this.#kind.current(given);
  }

  /**
   * What was handed out before, as above; else what the editor hands out now. Who asks for the same at the same time gets the
   * same. Undefined only when `silent`.
   *
   * @throws AwsSsoError as `getAccessToken` and `getRoleCredentials` of the API say.
   */
  async get(wanted: Asked): Promise<Given | undefined> {
    const before = this.given(wanted);
    if (before) {
      return before;
    }
    const key = keyOf(this.#kind.scopes(wanted));
    const question = JSON.stringify([key, wanted.silent, wanted.forceRefresh]);
    const asking = this.#asking.get(question) ?? this.#ask(wanted, this.#given.get(key));
    this.#asking.set(question, asking);
    try {
      const given = await asking;
      if (given) {
        this.#given.set(key, given);
      }
      return given;
    } finally {
      this.#asking.delete(question);
    }
  }

  async #ask(wanted: Asked, last: Given | undefined): Promise<Given | undefined> {
    const kind = this.#kind;
    await this.#sessions.load();
    if (wanted.session !== undefined) {
      // Before anybody is asked anything.
      this.#sessions.named(wanted.session);
    }
    await this.#prepare(wanted);
    const [candidate, ...others] = kind.serving(wanted);
    if (wanted.silent && !candidate) {
      return undefined;
    }
    const account = candidate && others.length === 0 ? kind.accountOf(candidate, wanted) : undefined;
    const detail = kind.detail(wanted, account);
    const request: SessionRequest = {
      providerId: kind.providerId,
      scopes: kind.scopes(wanted),
      account,
      silent: wanted.silent,
      ...(detail === undefined ? {} : { detail }),
    };
    const recognize = (shown: vscode.AuthenticationSession): Given | undefined =>
      kind.recognize(shown, wanted);
    const proven = await this.#caller.prove(request, recognize);
    if (proven && !wanted.forceRefresh && kind.current(proven.known)) {
      return proven.known;
    }
    // Not before the editor has agreed: who may not use the session must not wear it out.
    const isAnother = proven && (await unlessEnded(kind.renew(proven.known, wanted, last)));
    if (isAnother === false) {
      return proven?.known;
    }
    // Another secret goes through the editor, too.
    const again =
      isAnother &&
      (await this.#caller.prove({ ...request, account: proven?.account, silent: true }, recognize));
    return again ? again.known : notSignedIn(wanted.silent);
  }

  /**
   * Looks whether the only session that can be meant gives what is wanted, before anybody is asked anything: to sign in would be
   * no help where AWS cannot be reached. Anything else is for those to know who may use it.
   *
   * @throws AwsSsoError `Network`, `Throttled`, `Service`
   */
  async #prepare(wanted: Asked): Promise<void> {
    const [only, ...others] = this.#kind.serving(wanted);
    if (only && others.length === 0) {
      try {
        await this.#kind.prepare(only, wanted);
      } catch (error) {
        if (isPassing(error)) {
          throw error;
        }
      }
    }
  }
}

/** Undefined when the session has ended meanwhile. */
async function unlessEnded<Value>(asking: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (isAwsSsoError(error, 'NotSignedIn')) {
      return undefined;
    }
    throw error;
  }
}

/** Nothing for who asked for silence. @throws AwsSsoError `NotSignedIn` for others. */
function notSignedIn(silent: boolean): undefined {
  if (!silent) {
    throw new AwsSsoError(
      'NotSignedIn',
      l10n.t('You’re no longer signed in to this session. Sign in again.'),
    );
  }
}

/** One alone is its own key, as most are asked for. It cannot be taken for a list: no scope has a quotation mark in it. */
function keyOf(scopes: readonly string[]): string {
  const [only] = scopes;
  return only !== undefined && scopes.length === 1 ? only : JSON.stringify(scopes);
}
