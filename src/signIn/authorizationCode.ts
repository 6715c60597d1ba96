import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { redirectError } from '../aws/redirectError.ts';
import type { Client, CreateTokenAnswer, SsoOidc } from '../aws/SsoOidc.ts';
import { AwsSsoError, isAwsSsoError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import { sleep } from '../base/sleep.ts';
import { type Callback, CallbackServer } from '../http/CallbackServer.ts';
import type { CallbackPage } from '../http/callbackPage.ts';
import { newProofKey } from './pkce.ts';

/** The only path that AWS is known to accept, with the address rather than a name for it. */
const PATH = '/oauth/callback';

/** What is registered: without a port, because the service compares all but that (RFC 8252 section 7.3). */
export const REDIRECT_URI = `http://127.0.0.1${PATH}`;

/** How long the browser is waited for, in milliseconds. The AWS CLI waits as long. */
const PATIENCE_MS = 600_000;

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

/** What an authorization by code needs besides the service. */
export interface BrowserSignIn {
  /** What people read on the page that the browser ends with. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly prompt: BrowserPrompt;
  /** Ends the waiting for the browser, and not what follows: a code that has come is used. */
  readonly waiting: AbortSignal;
  /** Ends everything. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Signs in by the authorization code grant with PKCE (RFC 6749 section 4.1, RFC 7636), as a native application does (RFC
 * 8252): listens on loopback, opens the browser, and exchanges the code that it comes back with, once.
 *
 * @returns undefined when no port could be had or no browser opened, so that nobody can come back.
 * @throws AwsSsoError `AccessDenied` when the person denied; `Expired` when nobody came back in time, or when the answer
 * to the exchange was lost; the service's own errors; the reason of either signal when aborted.
 */
export async function authorizeInBrowser(
  oidc: SsoOidc,
  client: Client,
  { name, scopes, prompt, waiting, signal, log }: BrowserSignIn,
): Promise<CreateTokenAnswer | undefined> {
  const state = randomUUID();
  const { verifier, challenge } = newProofKey();
  const server = new CallbackServer(PATH, state, (callback) => lastPage(callback, name), log);
  const over = new AbortController();
  const patience = AbortSignal.any([waiting, signal, over.signal]);
  try {
    // Before the browser opens, which may come back at once.
    const redirectUri = await server.listen().catch(noted(log, 'No port could be had for the browser'));
    patience.throwIfAborted();
    if (redirectUri === undefined) {
      return undefined;
    }
    const { clientId } = client;
    const request = { clientId, redirectUri, state, codeChallenge: challenge, scopes };
    const callback = await Promise.race([
      server.callback,
      lapse(patience),
      failure(prompt.openBrowser(oidc.authorizationAddress(request))).then(
        noted(log, 'The browser was not opened'),
      ),
    ]);
    if (!callback) {
      return undefined;
    }
    if ('error' in callback) {
      throw redirectError(callback);
    }
    prompt.cameBack();
    const grant = { grantType: 'authorization_code', code: callback.code, redirectUri } as const;
    return await oidc.createToken(client, { ...grant, codeVerifier: verifier }, signal).catch(explainLoss);
  } finally {
    over.abort();
    server.close();
  }
}

/** Rejects when nobody has come back in time. */
async function lapse(signal: AbortSignal): Promise<never> {
  await sleep(PATIENCE_MS, signal);
  throw new AwsSsoError(
    'Expired',
    l10n.t('The sign-in was not finished in the browser in time. Sign in again.'),
  );
}

/** Resolves with what the promise rejects with, and never otherwise. */
function failure(promise: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve) => void promise.catch(resolve));
}

/** Tells the log of a failure that has a way around it. */
function noted(log: Log, what: string): (error: unknown) => undefined {
  return (error) => void log.warn(`${what}: ${messageOf(error)}`);
}

/** A code that may have reached the service is never sent again (RFC 6749 section 4.1.2): that could end the session. */
function explainLoss(error: unknown): never {
  if (isAwsSsoError(error) && error.network?.maybeSent && !error.network.foreignAnswer) {
    throw new AwsSsoError(
      'Expired',
      l10n.t('The answer of AWS was lost on the way, and an approval works only once. Sign in again.'),
      { network: error.network, cause: error },
    );
  }
  throw error;
}

/** What the browser shows in the end. The exchange, which follows, is told of in the editor. */
function lastPage(callback: Callback, name: string): CallbackPage {
  return 'code' in callback
    ? {
        outcome: 'good',
        heading: l10n.t('You can close this page'),
        paragraphs: [l10n.t('Go back to the editor, which finishes signing in to {0}.', name)],
      }
    : {
        outcome: 'bad',
        heading: l10n.t('Not signed in to {0}', name),
        paragraphs: [
          redirectError(callback).message,
          l10n.t('You can close this page. The editor offers to try again.'),
        ],
      };
}
