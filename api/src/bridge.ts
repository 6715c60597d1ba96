import type * as vscode from 'vscode';
import { fail, NAME } from './fail.ts';
import { toJson } from './json.ts';
import type { AwsSsoErrorCode, RoleOptions, TokenOptions } from './types.ts';

/** Those of all methods, as callers may give them. */
export type Options = {
  readonly [Name in keyof (TokenOptions & RoleOptions)]?: (TokenOptions & RoleOptions)[Name] | undefined;
} & Partial<Pick<Error, 'name' | 'message'>>;

/** What the extension answers: one of these. */
interface Answer {
  /** JSON. Absent or null for nothing. */
  readonly value?: unknown;
  readonly error?: { readonly code: AwsSsoErrorCode; readonly message: string };
  /** What the caller is to ask its own editor for, so that the editor asks for consent in the caller's name. */
  readonly ask?: {
    readonly providerId: string;
    readonly scopes: readonly string[];
    readonly options: vscode.AuthenticationGetSessionOptions;
  };
}

/** What the editor gave: who has it has the person's consent. */
interface Proof {
  readonly providerId: string;
  readonly id: string;
  readonly accessToken: string;
  readonly account: vscode.AuthenticationSessionAccountInformation;
}

/** Calls a method of the API in the extension. Undefined, or null, for nothing. */
export type Call = (method: string, options?: Options) => Promise<unknown>;

/**
 * Calls by way of the extension's command, with what the caller's own editor gives as a proof of consent. The last proof
 * for the same options is kept, in memory only: as long as it is good, the editor is not asked anew.
 */
export function bridgeOf(caller: typeof vscode): Call {
  const proofs = new Map<string, Proof>();
  /** By which the extension knows whom the person has just refused. */
  const who = Math.random();

  return async function call(method: string, options: Options = {}, rounds = 3): Promise<unknown> {
    const { silent, forceRefresh, ...wanted } = options;
    const key = toJson(wanted);
    const proof = proofs.get(key);
    const { value, error, ask } =
      (await caller.commands
        .executeCommand<Answer | undefined>('_awsSso.api', {
          version: 1,
          who,
          method,
          options,
          proof,
        })
        .then(null, (why: Error) => fail(`${NAME} does not answer: ${why.message}`))) ?? {};
    if (error) {
      fail(error.message, error.code);
    }
    if (!ask) {
      return value;
    }
    const { providerId } = ask;
    // Who has taken the extension's place gets no secrets of others.
    if (!(rounds && providerId.startsWith('aws-'))) {
      fail(`${NAME} asks too much.`);
    }
    const session = await Promise.race([
      caller.authentication
        .getSession(providerId, ask.scopes, ask.options)
        // The extension knows what the editor means, and answers with an error.
        .then(
          null,
          ({ name, message }: Error) =>
            call('explain', { name, message, scopes: ask.scopes }) as Promise<never>,
        ),
      // Who asked for silence does not wait while the editor waits for a person.
      new Promise<void>((resolve) => silent && setTimeout(resolve, 2_000)),
    ]);
    if (!session) {
      return undefined;
    }
    proofs.set(key, { ...session, providerId });
    // Whoever has to replace a proof gets a newer token than the last: once is enough.
    return call(method, { ...wanted, silent, forceRefresh: forceRefresh && !proof }, rounds - 1);
  };
}
