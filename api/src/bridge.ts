import type * as vscode from 'vscode';
import { answered, misfit } from './answered.ts';
import { fail, NAME, nothing } from './fail.ts';
import { fromJson, toJson } from './json.ts';
import type { Options } from './Options.ts';
import { wantedBy } from './wanted.ts';

/** What the extension answers, or whoever has taken its command. */
interface Answer {
  /** JSON without secrets. Absent or null for nothing. */
  readonly value?: Record<string, unknown> | null;
  /** What the caller is to ask its own editor for, so that the editor asks for consent in the caller's name. */
  readonly ask?: {
    readonly providerId: string;
    readonly scopes: readonly string[];
    readonly options?: {
      readonly silent?: boolean;
      readonly account?: vscode.AuthenticationSessionAccountInformation;
    };
  };
  /** What went wrong; or, besides something to ask for, what it is when there is nothing to be had. */
  readonly error?: { readonly code?: string; readonly message?: string };
}

/** That the editor gave something: who knows its digest has the person's consent. */
interface Proof {
  readonly providerId: string;
  readonly id: string;
  readonly account: vscode.AuthenticationSessionAccountInformation;
  /** SHA-256. The secret itself stays here: a command does not know who answers it. */
  readonly digest: string;
}

/** Calls a method of the API in the extension. Undefined, or null, for nothing. */
export type Call = (method: string, options?: Options) => Promise<unknown>;

/** More than the accounts of the largest organization, in characters. */
const LONGEST_ANSWER = 1e7;

/** Of what another side made, nothing but JSON. */
function plain(answer: unknown): Answer {
  const text = toJson(answer ?? {});
  return text.length > LONGEST_ANSWER ? misfit() : (fromJson(text) as Answer);
}

/**
 * Calls by way of the extension's command, with a proof of what the caller's own editor gave. The last one for the same
 * secret is kept, in memory only: as long as it is good, the editor is not asked anew.
 */
export function bridgeOf(caller: typeof vscode): Call {
  const given = new Map<string, [Proof, string]>();
  /** By which the extension knows whom the person has just refused. */
  const who = Math.random();

  return async function call(method: string, options?: Options, rounds = 3): Promise<unknown> {
    const { silent, forceRefresh, ...wanted } = options ?? {};
    const own = wantedBy(method, wanted);
    const key = toJson(own);
    const [proof, held] = given.get(key) ?? [];
    const { value, error, ask } = await caller.commands
      .executeCommand('_awsSso.api', { version: 1, who, method, options, proof })
      .then(plain)
      .then(null, (why: Error) => fail(`${NAME}: ${why.message}`));
    const refuse = (): unknown => error && fail(String(error.message), error.code);
    if (!ask) {
      refuse();
      return value && answered(method, wanted, value, held);
    }
    const { providerId, scopes, detail } = own ?? misfit();
    if (toJson([ask.providerId, ask.scopes]) !== toJson([providerId, scopes])) {
      misfit();
    }
    const { account, silent: isLeftAlone } = ask.options ?? {};
    if (!rounds) {
      nothing();
    }
    const session = await Promise.race([
      caller.authentication
        .getSession(providerId, scopes, {
          ...(silent || isLeftAlone
            ? { silent: true }
            : { createIfNone: (detail ? { detail } : true) as true }),
          ...(account ? { account: { id: String(account.id), label: String(account.label) } } : {}),
        })
        .then(null, async ({ name, message }: Error) => {
          // The extension knows what the editor means, and answers with an error. In silence there is none: it was said to
          // another question, which VS Code 1.96 has this one join.
          if (!silent) {
            await call('explain', { scopes, name, message });
            fail(message);
          }
        }),
      // Who asked for silence does not wait while the editor waits for a person.
      new Promise<void>((resolve) => silent && setTimeout(resolve, 2_000)),
    ]);
    if (session) {
      const { accessToken, id, account } = session;
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken));
      given.set(key, [{ providerId, id, account, digest: String(new Uint8Array(digest)) }, accessToken]);
    } else {
      refuse();
      if (silent) {
        return undefined;
      }
    }
    // Whoever has to replace a proof gets a newer token than the last: once is enough.
    return call(method, { ...wanted, silent, forceRefresh: forceRefresh && !proof }, rounds - 1);
  };
}
