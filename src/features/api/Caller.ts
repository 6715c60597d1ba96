import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { AwsSsoError, isAwsSsoError, messageOf } from '../../base/errors.ts';
import { within } from '../../base/within.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { ProviderFailures } from '../accounts/ProviderFailures.ts';
import { Refusals } from './Refusals.ts';

/** What a caller asks the editor for. */
export interface Request {
  readonly providerId: string;
  readonly scopes: readonly string[];
  /** Where it is known. Without it the editor has the person choose, even from one. */
  readonly account: vscode.AuthenticationSessionAccountInformation | undefined;
  readonly silent: boolean;
  /** What it is about, for the person who is asked. */
  readonly detail?: string;
}

/**
 * The editor queues requests behind a sign-in that goes on, for as long as that takes. Who asked for silence did not
 * ask for that.
 */
const SILENT_PATIENCE_MS = 2_000;

/** How many silent questions of its own caller, one after the other, a question outlasts. */
const JOINED_AT_MOST = 10;

/** An extension that calls, known by the `vscode` namespace it owns: the editor names it when it asks for consent. */
export class Caller {
  readonly #vscode: Pick<typeof vscode, 'authentication'>;
  readonly #failures: ProviderFailures;
  readonly #refusals = new Refusals();

  constructor(caller: Pick<typeof vscode, 'authentication'>, failures: ProviderFailures) {
    this.#vscode = caller;
    this.#failures = failures;
  }

  /**
   * What the editor hands to the caller; undefined only for a silent one. While a refusal holds, nobody is asked: who
   * may have it by now gets it, and others are refused again.
   *
   * @throws AwsSsoError `ConsentDenied`, `Cancelled`, or what the provider threw.
   */
  async getSession(request: Request): Promise<vscode.AuthenticationSession | undefined> {
    if (request.silent) {
      return this.#silently(request);
    }
    const { scopes, detail } = request;
    const refusal = this.#refusals.of(scopes);
    if (refusal) {
      const session = await this.#silently(request);
      if (!session) {
        throw refusal;
      }
      this.#refusals.forget(scopes);
      return session;
    }
    try {
      // VS Code 1.96 takes any object for true.
      const createIfNone = (detail === undefined ? true : { detail }) as true;
      const session = await this.#ask(request, { createIfNone });
      this.#refusals.forget(scopes);
      return session;
    } catch (error) {
      if (isAwsSsoError(error)) {
        this.#refusals.add(scopes, error);
      }
      throw error;
    }
  }

  /**
   * Whom the session that the editor hands out proves to be behind it, as `ownerOf` tells. That the caller's namespace
   * returned something is no proof: it may be of the caller's own making. And a token may have been renewed while the
   * person took their time to agree, so the editor is asked for it once more.
   *
   * @returns undefined when nothing was handed out, or when it is nobody's.
   */
  async prove<Owner>(
    request: Request,
    ownerOf: (session: vscode.AuthenticationSession) => Owner | undefined,
  ): Promise<Owner | undefined> {
    const first = await this.getSession(request);
    const owner = first && ownerOf(first);
    if (!first || owner) {
      return owner;
    }
    const second = await this.getSession({ ...request, silent: true });
    return second && ownerOf(second);
  }

  async #silently(request: Request): Promise<vscode.AuthenticationSession | undefined> {
    return (await within(SILENT_PATIENCE_MS, this.#ask(request, { silent: true })))?.value;
  }

  async #ask(
    { providerId, scopes, account }: Request,
    options: vscode.AuthenticationGetSessionOptions,
  ): Promise<vscode.AuthenticationSession | undefined> {
    try {
      // VS Code 1.96 has a question join another one that the caller asks for the same scopes, silent or not. Nothing is
      // then the answer to a silent one, which is over.
      for (let left = JOINED_AT_MOST; left > 0; left--) {
        const session = await this.#vscode.authentication.getSession(providerId, scopes, {
          ...options,
          ...(account ? { account } : {}),
        });
        if (session || options.silent) {
          return session;
        }
      }
      return undefined;
    } catch (error) {
      if (options.silent) {
        // Said to the question that it has joined: on its own it would not have failed.
        return undefined;
      }
      throw asAwsSsoError(error, this.#failures);
    }
  }
}

/** What the editor's rejection says: it hands errors over as their text alone. */
export function asAwsSsoError(error: unknown, failures: ProviderFailures): AwsSsoError {
  const text = messageOf(error);
  if (error instanceof Error && error.name === 'Canceled') {
    return cancelled();
  }
  if (text.startsWith('User did not consent')) {
    return refused();
  }
  return failures.of(text) ?? new AwsSsoError('Service', text);
}

/** Undefined when the session has ended meanwhile. */
export async function unlessEnded<Value>(asking: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (isAwsSsoError(error, 'NotSignedIn')) {
      return undefined;
    }
    throw error;
  }
}

/** Undefined for who asked for silence. @throws AwsSsoError `NotSignedIn` for others. */
export function nobody(silent: boolean): undefined {
  if (!silent) {
    throw new AwsSsoError(
      'NotSignedIn',
      l10n.t('Nobody is signed in to this session any more. Sign in again.'),
    );
  }
}

function refused(): AwsSsoError {
  return new AwsSsoError(
    'ConsentDenied',
    l10n.t('The sign-in, or the use of the AWS session, was not allowed.'),
  );
}
