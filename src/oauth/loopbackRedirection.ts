import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { redirectError } from '../aws/services/redirectError.ts';
import { AwsSsoError, isAwsSsoError, messageOf } from '../base/errors.ts';
import type { ServiceFailure } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import { sleep } from '../base/sleep.ts';
import { type Callback, CallbackServer } from '../http/loopback/CallbackServer.ts';
import type { CallbackPage } from '../http/loopback/callbackPage.ts';
import { newProofKey } from './pkce.ts';

/** The only path that AWS is known to accept, with the address rather than a name for it. */
const PATH = '/oauth/callback';

/** What is registered: without a port, because the service compares all but that (RFC 8252 section 7.3). */
export const REDIRECT_URI = `http://127.0.0.1${PATH}`;

/** How long the browser is waited for, in milliseconds. The AWS CLI waits as long. */
export const BROWSER_TIMEOUT_MS = 600_000;

/** How a person is led to the page. */
export interface BrowserPrompt {
  /**
   * Opens the page where they approve, in a browser of this very machine; called once for each. That the person has
   * declined is no failure: they may open it themselves. Rejects when the editor cannot do it.
   */
  openBrowser(address: string): Promise<void>;
  /** Says that the browser has come back, and the rest is between the editor and the service. */
  cameBack(): void;
}

/** What the page needs to be told, so that its answer can be trusted. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  /** Comes back with the answer (RFC 6749 section 10.12). */
  readonly state: string;
  /** RFC 7636 section 4.2. */
  readonly codeChallenge: string;
}

export interface LoopbackOptions {
  readonly service: ServiceFailure['service'];
  /** What people read on the page that the browser ends with. */
  readonly name: string;
  /** The address of the page where they approve. */
  readonly address: (request: AuthorizationRequest) => string;
  readonly prompt: BrowserPrompt;
  /** Ends the waiting for the browser, and not what follows: a code that has come is used. */
  readonly waiting: AbortSignal;
  /** Ends everything. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** What is to be exchanged, once. */
export interface AuthorizationCode {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/**
 * Gets an authorization code from the browser, as a native application does (RFC 6749 section 4.1, RFC 7636, RFC 8252):
 * listens on loopback, opens the browser, and waits until it comes back; then has it exchanged.
 *
 * @returns undefined when no port could be had or no browser opened, so that nobody can come back.
 * @throws AwsSsoError `AccessDenied` when the person denied; `Expired` when nobody came back in time, or when the answer
 * to the exchange was lost; whatever the exchange throws; the reason of either signal when aborted.
 */
export async function authorizeByLoopback<Result>(
  { service, name, address, prompt, waiting, signal, log }: LoopbackOptions,
  exchange: (code: AuthorizationCode) => Promise<Result>,
): Promise<Result | undefined> {
  const state = randomUUID();
  const { verifier, challenge } = newProofKey();
  const page = (callback: Callback): CallbackPage => lastPage(callback, name, service);
  const server = new CallbackServer(PATH, state, page, log);
  const over = new AbortController();
  const patience = AbortSignal.any([waiting, signal, over.signal]);
  try {
    // Before the browser opens, which may come back at once.
    const redirectUri = await server.listen().catch(noted(log, 'No port could be had for the browser'));
    patience.throwIfAborted();
    if (redirectUri === undefined) {
      return undefined;
    }
    const callback = await Promise.race([
      server.callback,
      timeout(patience),
      failure(prompt.openBrowser(address({ redirectUri, state, codeChallenge: challenge }))).then(
        noted(log, 'The browser was not opened'),
      ),
    ]);
    if (!callback) {
      return undefined;
    }
    if ('error' in callback) {
      throw redirectError(callback, service);
    }
    prompt.cameBack();
    return await exchange({ code: callback.code, redirectUri, codeVerifier: verifier }).catch(explainLoss);
  } finally {
    over.abort();
    server.close();
  }
}

/** A code that may have reached the service is never sent again (RFC 6749 section 4.1.2): that could end the session. */
export function explainLoss(error: unknown): never {
  if (isAwsSsoError(error) && error.network?.maybeSent && error.network.kind !== 'foreign') {
    throw new AwsSsoError('Expired', l10n.t('The connection dropped during sign-in. Sign in again.'), {
      network: error.network,
      cause: error,
    });
  }
  throw error;
}

/** Rejects when nobody has come back in time. */
async function timeout(signal: AbortSignal): Promise<never> {
  await sleep(BROWSER_TIMEOUT_MS, signal);
  throw new AwsSsoError('Expired', l10n.t('The sign-in timed out in the browser. Sign in again.'));
}

/** Resolves with what the promise rejects with, and never otherwise. */
function failure(promise: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve) => void promise.catch(resolve));
}

/** Tells the log of a failure that has a way around it. */
function noted(log: Log, what: string): (error: unknown) => undefined {
  return (error) => void log.warn(`${what}: ${messageOf(error)}`);
}

/** What the browser shows in the end. The exchange, which follows, is told of in the editor. */
function lastPage(callback: Callback, name: string, service: ServiceFailure['service']): CallbackPage {
  return 'code' in callback
    ? {
        outcome: 'good',
        heading: l10n.t('You can close this page'),
        paragraphs: [l10n.t('Return to VS Code to finish signing in to {0}.', name)],
      }
    : {
        outcome: 'bad',
        heading: l10n.t('Couldn’t sign in to {0}', name),
        paragraphs: [
          redirectError(callback, service).message,
          l10n.t('You can close this page and try again in VS Code.'),
        ],
      };
}
