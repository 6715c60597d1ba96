import type * as vscode from 'vscode';
import { isAwsSsoError } from '../../base/errors.ts';
import { within } from '../../base/within.ts';
import type { CreateSessionErrors } from '../accounts/CreateSessionErrors.ts';
import { asAwsSsoError } from './editorError.ts';
import { RefusalPauses } from './RefusalPauses.ts';

/** What a calling extension asks the editor for. */
export interface SessionRequest {
  readonly providerId: string;
  readonly scopes: readonly string[];
  /** Where it is known. Without it the editor has the person choose, even from one. */
  readonly account: vscode.AuthenticationSessionAccountInformation | undefined;
  readonly silent: boolean;
  /** What it is about, for the person who is asked. */
  readonly detail?: string;
}

/** What the editor has handed out, and of which account. */
export interface Proven<Known> {
  readonly known: Known;
  readonly account: vscode.AuthenticationSessionAccountInformation;
}

/**
 * The editor queues requests behind a sign-in that goes on, for as long as that takes. Who asked for silence did not
 * ask for that.
 */
const SILENT_PATIENCE_MS = 2_000;

/** How many silent questions of its own caller, one after the other, a question outlasts. */
const JOINED_AT_MOST = 10;

/** An extension that calls the API, known by the `vscode` namespace that it owns: the editor names it when it asks for consent. */
export class CallingExtension {
  readonly #vscode: Pick<typeof vscode, 'authentication'>;
  readonly #errors: CreateSessionErrors;
  readonly #refusals = new RefusalPauses();

  constructor(caller: Pick<typeof vscode, 'authentication'>, errors: CreateSessionErrors) {
    this.#vscode = caller;
    this.#errors = errors;
  }

  /**
   * What the editor hands to the caller; undefined only for a silent one. While a refusal holds, nobody is asked: who
   * may have it by now gets it, and others are refused again.
   *
   * @throws AwsSsoError `ConsentDenied`, `Cancelled`, or what the provider threw.
   */
  async getSession(request: SessionRequest): Promise<vscode.AuthenticationSession | undefined> {
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
   * Asks the editor, and recognizes what it has handed out. That the caller's namespace returned something is no proof of
   * consent: it may be of the caller's own making. A secret may have been renewed while the person took their time to agree,
   * so the editor is asked for it once more.
   *
   * @param recognize gives what the session is, if its secret is the one that the provider hands out now.
   * @returns undefined when nothing was handed out, or nothing that is recognized.
   */
  async prove<Known>(
    request: SessionRequest,
    recognize: (session: vscode.AuthenticationSession) => Known | undefined,
  ): Promise<Proven<Known> | undefined> {
    const first = await this.getSession(request);
    if (!first) {
      return undefined;
    }
    const { account } = first;
    const known = recognize(first);
    if (known) {
      return { known, account };
    }
    const second = await this.getSession({ ...request, account, silent: true });
    const found = second && recognize(second);
    return found && { known: found, account };
  }

  async #silently(request: SessionRequest): Promise<vscode.AuthenticationSession | undefined> {
    return (await within(SILENT_PATIENCE_MS, this.#ask(request, { silent: true })))?.value;
  }

  async #ask(
    { providerId, scopes, account }: SessionRequest,
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
      throw asAwsSsoError(error, this.#errors);
    }
  }
}
