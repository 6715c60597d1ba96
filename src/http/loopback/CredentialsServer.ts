import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as l10n from '@vscode/l10n';
import type { Log } from '../../base/Log.ts';
import { type AwsSsoError, isAwsSsoError, messageOf } from '../../base/errors.ts';
import { sameSecret } from '../../base/sameSecret.ts';
import { within } from '../../base/within.ts';
import { LoopbackServer, type LoopbackServerOptions } from './LoopbackServer.ts';

/** What the container credentials protocol hands out (AWS SDKs and Tools Reference, container credential provider). */
export interface ContainerCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  /** ISO 8601, in UTC and with a `Z`: the AWS SDK for JavaScript takes no offset. */
  readonly Expiration: string;
  readonly AccountId?: string;
}

interface Answer {
  readonly status: number;
  /** For the log. Holds no secret. */
  readonly outcome: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** What the server goes by. All clients take both over plain HTTP. */
const NAMES = ['127.0.0.1', 'localhost'];

/** How long credentials are waited for, in milliseconds. Of all clients, the AWS SDK for JavaScript waits least: 1 s. */
const ANSWER_MS = 800;

const OPTIONS: LoopbackServerOptions = {
  // Real clients send a request in one piece.
  requestMs: 2_000,
  lookMs: 500,
  idleMs: 5_000,
  maxHeaderBytes: 8_192,
  maxConnections: 2_000,
};

/**
 * The loopback server from which the AWS CLI and the AWS SDKs in terminals fetch the credentials of a role, as often
 * as they need new ones.
 *
 * Whoever has the token for a path gets them there, and nobody else learns anything, not even which paths there are.
 * Browsers, which any web page can send here, are refused whatever they know.
 *
 * Clients differ in when they try again. botocore and the AWS SDK for JavaScript do so after every failure, three and
 * four times in all, a second apart; the SDKs for Java, Go and Rust only after a 5xx. So what may pass in a moment is a
 * 503, and what takes a person is a 403, whose sentence the SDK for JavaScript hands on, unlike that of any 5xx.
 */
export class CredentialsServer {
  readonly #credentials: (path: string) => Promise<ContainerCredentials | undefined>;
  readonly #log: Log;
  readonly #expired: (() => string) | undefined;
  readonly #server = new LoopbackServer(
    OPTIONS,
    (request, response) => void this.#respond(request, response),
  );
  #listening: Promise<number> | undefined;
  #secret = '';
  #disposed = false;

  /**
   * @param credentials gives those for a path such as `/role/…` at once or within the time that clients wait; undefined:
   *   there is no such path. Asked for every request. What comes too late for one should be there for the next, a second
   *   later.
   * @param expired says to a client without access what to do; that of a terminal, if left out.
   */
  constructor(
    credentials: (path: string) => Promise<ContainerCredentials | undefined>,
    log: Log,
    expired?: () => string,
  ) {
    this.#credentials = credentials;
    this.#log = log;
    this.#expired = expired;
  }

  /**
   * Listens on 127.0.0.1, on that port if it is free, else on any. Once it listens, further calls change nothing.
   *
   * Terminals that were told of a port which by now is another program's send their secret there. So a caller who does
   * not get the port that it had should begin anew with another secret.
   *
   * @param secret what the tokens are made of, which clients send as Authorization: `tokenFor`.
   * @returns the port.
   */
  listen(secret: string, port = 0): Promise<number> {
    this.#listening ??= this.#listen(secret, port).catch((error: unknown) => {
      this.#listening = undefined;
      throw error;
    });
    return this.#listening;
  }

  /** The value of AWS_CONTAINER_CREDENTIALS_FULL_URI for a path, which is asked for as it is given here. */
  uri(path: string): string {
    return this.#server.uri(path);
  }

  dispose(): void {
    this.#disposed = true;
    this.#server.close();
  }

  #listen(secret: string, port: number): Promise<number> {
    this.#secret = secret;
    return this.#server.listen(port).catch((error: unknown) => {
      if (port === 0 || this.#disposed) {
        throw error;
      }
      this.#log.info(`Port ${port} cannot be had, so another is taken: ${messageOf(error)}`);
      return this.#server.listen();
    });
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const { status, outcome, headers, body } = this.#refusal(request) ?? (await this.#answer(url));
    this.#log[status === 200 ? 'debug' : 'warn'](`${method} ${url}: ${status} ${outcome}`.trimEnd());
    const text = body ? JSON.stringify(body) : '';
    response.writeHead(status, {
      ...(body && { 'Content-Type': 'application/json' }),
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
      // Nobody has a second try on the same connection, nor is a body read.
      ...(status !== 200 && { Connection: 'close' }),
      ...headers,
    });
    response.end(text);
  }

  /** Without the right token, the answer is the same for all methods and paths. */
  #refusal(request: IncomingMessage): Answer | undefined {
    const { method, headers, url = '' } = request;
    if (!this.#server.isFor(request, NAMES)) {
      return { status: 403, outcome: 'asked for another host' };
    }
    if (headers.origin !== undefined) {
      return { status: 403, outcome: 'asked by a web page' };
    }
    if (!this.#isToken(headers.authorization, url)) {
      const sentence =
        this.#expired?.() ?? l10n.t('This terminal’s access has expired. Open a new terminal.');
      return { ...failure(401, 'WrongSecret', sentence), headers: { 'WWW-Authenticate': 'Bearer' } };
    }
    if (method !== 'GET') {
      return { status: 405, outcome: 'only GET', headers: { Allow: 'GET' } };
    }
    if ((headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined) {
      return { status: 413, outcome: 'has a body' };
    }
    return undefined;
  }

  #isToken(authorization: string | undefined, path: string): boolean {
    return sameSecret(tokenFor(this.#secret, path), authorization);
  }

  async #answer(path: string): Promise<Answer> {
    try {
      const found = await within(ANSWER_MS, this.#credentials(path));
      if (!found) {
        return failure(503, 'NotReady', l10n.t('The credentials aren’t ready yet. Try again in a moment.'));
      }
      return found.value
        ? { status: 200, outcome: '', body: found.value }
        : failure(
            404,
            'NotFound',
            this.#expired?.() ?? l10n.t('There are no credentials at this address. Open a new terminal.'),
          );
    } catch (error) {
      if (isAwsSsoError(error)) {
        return failure(mayPass(error) ? 503 : 403, error.code, error.message);
      }
      const sentence = l10n.t('SSO Sign-in for AWS failed. See its log for details.');
      return { ...failure(500, 'Internal', sentence), outcome: `Internal: ${messageOf(error)}` };
    }
  }
}

/** Whether the same request may succeed a moment later. */
function mayPass({ code, service, network }: AwsSsoError): boolean {
  return service?.retryable ?? (code === 'Throttled' || (code === 'Network' && network?.kind !== 'foreign'));
}

/**
 * An answer that clients show to people. The AWS SDK for JavaScript reads the names in capitals, that for Java the others,
 * and botocore shows all of it.
 */
function failure(status: number, code: string, message: string): Answer {
  return {
    status,
    outcome: `${code}: ${message}`,
    body: { code, message, Code: code, Message: message },
  };
}

/** What a client sends as Authorization to be given what is at that path, and nothing else. */
export function tokenFor(secret: string, path: string): string {
  return createHmac('sha256', secret).update(path).digest('base64url');
}
