import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A server that resets its connections when it closes, and can listen at the same port again. */
export class Listening {
  readonly #server: Server;
  readonly #host: string;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #connections = 0;

  constructor(server: Server, host = '127.0.0.1') {
    this.#server = server;
    this.#host = host;
    server.on('connection', (socket: Socket) => {
      this.#connections++;
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  get port(): number {
    return this.#port;
  }

  /** How many were ever opened. */
  get connections(): number {
    return this.#connections;
  }

  async open(): Promise<this> {
    this.#server.listen(this.#port, this.#host);
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.reset();
    await closed;
  }

  /** Breaks connections off (RFC 9293 section 3.5.3): all, or the one that comes from a port. */
  reset(from?: number): void {
    for (const socket of this.#sockets) {
      if (from === undefined || socket.remotePort === from) socket.resetAndDestroy();
    }
  }
}
