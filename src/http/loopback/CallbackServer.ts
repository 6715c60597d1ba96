import type { IncomingMessage, ServerResponse } from 'node:http';
import * as l10n from '@vscode/l10n';
import type { Log } from '../../base/Log.ts';
import { sameSecret } from '../../base/sameSecret.ts';
import { type CallbackPage, callbackPage, PAGE_HEADERS } from './callbackPage.ts';
import { LoopbackServer, type LoopbackServerOptions } from './LoopbackServer.ts';

/** What the browser brings back: a code (RFC 6749 section 4.1.2), or an error in its place (4.1.2.1). */
export type Callback = { readonly code: string } | { readonly error: string; readonly description?: string };

const OPTIONS: LoopbackServerOptions = {
  requestMs: 5_000,
  lookMs: 1_000,
  // Whoever was answered is not heard again.
  idleMs: 5_000,
  // Cookies know no ports, so those of everything else on this machine may come along.
  maxHeaderBytes: 65_536,
  maxConnections: 100,
};

interface Refusal {
  readonly status: number;
  /** For the log, which hears nothing of what was sent. */
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly page?: CallbackPage;
}

/**
 * The loopback listener that the browser is sent back to, once (RFC 8252 section 7.3).
 *
 * Every web page can send a browser here, and every program of this machine can ask. So only what has the state counts,
 * and whatever else comes is refused and changes nothing.
 */
export class CallbackServer {
  readonly #path: string;
  readonly #state: string;
  readonly #page: (callback: Callback) => CallbackPage;
  readonly #log: Log;
  readonly #server: LoopbackServer;
  readonly #callback: Promise<Callback>;
  #resolve: (callback: Callback) => void = () => undefined;
  #isUsed = false;

  /**
   * @param path the one that the browser is sent to, without a query.
   * @param state what proves that the browser comes from the page that it was sent to.
   * @param page what it shows then.
   */
  constructor(path: string, state: string, page: (callback: Callback) => CallbackPage, log: Log) {
    this.#path = path;
    this.#state = state;
    this.#page = page;
    this.#log = log;
    this.#callback = new Promise((resolve) => (this.#resolve = resolve));
    this.#server = new LoopbackServer(OPTIONS, (request, response) => this.#respond(request, response));
  }

  /**
   * Listens on 127.0.0.1, on a port that is free.
   *
   * @returns the address to send the browser to.
   * @throws when no port can be had.
   */
  async listen(): Promise<string> {
    await this.#server.listen();
    return this.#server.uri(this.#path);
  }

  /** Resolves with the first that has the state, as soon as the browser has its page. Never rejects. */
  get callback(): Promise<Callback> {
    return this.#callback;
  }

  /** Stops listening, and ends every connection at once. */
  close(): void {
    this.#server.close();
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    const callback = this.#read(request);
    if ('status' in callback) {
      const { status, reason, headers, page } = callback;
      this.#log.warn(`A request to the listener for the browser was refused: ${status}, ${reason}.`);
      send(response, status, page, headers);
      return;
    }
    this.#isUsed = true;
    // A browser that has gone away has brought the code all the same.
    response.once('close', () => this.#resolve(callback));
    send(response, 200, this.#page(callback));
  }

  #read(request: IncomingMessage): Callback | Refusal {
    const { method, url = '' } = request;
    const [path, ...rest] = url.split('?');
    if (!this.#server.isFor(request)) {
      return { status: 403, reason: 'for another host' };
    }
    if (path !== this.#path) {
      return { status: 404, reason: 'another path' };
    }
    if (method !== 'GET') {
      return { status: 405, reason: 'not a GET', headers: { Allow: 'GET' } };
    }
    const query = new URLSearchParams(rest.join('?'));
    if (!sameSecret(this.#state, parameter(query, 'state'))) {
      return { status: 400, reason: 'not the state of this sign-in', page: strayPage() };
    }
    if (this.#isUsed) {
      return { status: 410, reason: 'the second of its kind', page: strayPage() };
    }
    const code = parameter(query, 'code');
    const error = parameter(query, 'error');
    if ((code === undefined) === (error === undefined)) {
      return { status: 400, reason: 'neither a code nor an error, or both', page: strayPage() };
    }
    const description = parameter(query, 'error_description');
    return code !== undefined
      ? { code }
      : { error: error!, ...(description === undefined ? {} : { description }) };
  }
}

/** For who comes with the answer to another sign-in, or a second time. */
function strayPage(): CallbackPage {
  return {
    outcome: 'bad',
    heading: l10n.t('This sign-in is no longer active'),
    paragraphs: [
      l10n.t('It has ended, or VS Code didn’t start it.'),
      l10n.t('You can close this page. To sign in, start in VS Code.'),
    ],
  };
}

function send(
  response: ServerResponse,
  status: number,
  page?: CallbackPage,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = page ? callbackPage(page) : '';
  response.writeHead(status, {
    ...(page && PAGE_HEADERS),
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...headers,
  });
  response.end(text);
}

/** One that may be there once (RFC 6749 section 3.1). An empty one counts as absent (likewise). */
function parameter(query: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = query.getAll(name);
  return value && more.length === 0 ? value : undefined;
}
