import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The only address of this machine that no other one reaches (RFC 8252 sections 7.3 and 8.3). */
const HOST = '127.0.0.1';

export interface LoopbackServerOptions {
  /** How long a client may take to send a request, in milliseconds. */
  readonly requestMs: number;
  /** How often that is looked at, in milliseconds. */
  readonly lookMs: number;
  /** How long a connection may be idle between requests, in milliseconds. */
  readonly idleMs: number;
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
}

/**
 * An HTTP server on 127.0.0.1, which keeps no process alive.
 *
 * Every user and every program of this machine can connect, and hold as many connections as it likes. So there is always
 * room for one more: the one that has been without a request for longest makes it.
 */
export class LoopbackServer {
  readonly #options: LoopbackServerOptions;
  readonly #respond: (request: IncomingMessage, response: ServerResponse) => void;
  /** Those without a request, the one that has been so for longest first. */
  readonly #idle = new Set<Socket>();
  #server: Server | undefined;
  #connections = 0;
  #port = 0;
  #isClosed = false;

  constructor(
    options: LoopbackServerOptions,
    respond: (request: IncomingMessage, response: ServerResponse) => void,
  ) {
    this.#options = options;
    this.#respond = respond;
  }

  /** 0 until it listens. */
  get port(): number {
    return this.#port;
  }

  /**
   * @param port 0 for any that is free.
   * @returns the port.
   * @throws when it cannot be had; when the server is closed meanwhile.
   */
  async listen(port = 0): Promise<number> {
    const server = this.#create();
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen({ host: HOST, port, backlog: this.#options.maxConnections }, resolve);
    });
    if (this.#isClosed) {
      server.close();
      throw new Error('The server was closed.');
    }
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    return this.#port;
  }

  uri(path: string): string {
    return `http://${this.#authority(HOST)}${path}`;
  }

  /** Whether a request is for this server by one of its names: a web page of another site may lead here by its own. */
  isFor({ headers }: IncomingMessage, names: readonly string[] = [HOST]): boolean {
    return names.some((name) => headers.host === this.#authority(name));
  }

  /** Stops listening, and ends every connection at once. */
  close(): void {
    this.#isClosed = true;
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  #authority(name: string): string {
    return `${name}:${this.#port}`;
  }

  #create(): Server {
    const { maxHeaderBytes, requestMs, lookMs, idleMs } = this.#options;
    const options: ServerOptions = {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: lookMs,
      keepAliveTimeout: idleMs,
    };
    const server = createServer(options, (request, response) => {
      const { socket } = request;
      this.#idle.delete(socket);
      response.once('close', () => !socket.destroyed && this.#idle.add(socket));
      this.#respond(request, response);
    });
    return server.unref().on('connection', (socket: Socket) => this.#admit(socket.unref()));
  }

  #admit(socket: Socket): void {
    this.#connections++;
    this.#idle.add(socket);
    socket.once('close', () => {
      this.#connections--;
      this.#idle.delete(socket);
    });
    if (this.#connections > this.#options.maxConnections) {
      const [longest] = this.#idle;
      longest?.destroy();
    }
  }
}
