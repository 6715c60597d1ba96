import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

/** The floor: a request that is written as it is to a socket that is kept, and an answer that is read by its length. */
export class RawSocket {
  readonly #socket: TLSSocket;
  #received = '';
  #answered: ((body: string) => void) | undefined;

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.setNoDelay();
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#read(text));
  }

  static async connect(url: string): Promise<RawSocket> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), servername: hostname });
    await once(socket, 'secureConnect');
    return new RawSocket(socket);
  }

  async createToken(body: string): Promise<unknown> {
    const answer = new Promise<string>((resolve) => (this.#answered = resolve));
    this.#socket.write(
      `POST /token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    return JSON.parse(await answer);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const head = this.#received.indexOf('\r\n\r\n');
    const length = Number(/content-length: *(\d+)/i.exec(this.#received)?.[1] ?? 0);
    if (head >= 0 && this.#received.length >= head + 4 + length) {
      const body = this.#received.slice(head + 4);
      this.#received = '';
      this.#answered?.(body);
    }
  }
}
