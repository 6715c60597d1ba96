import type { Socket } from 'node:net';

/** The longest line, in bytes; and the most that is kept of lines that nobody has read yet. */
const MAX_LENGTH = 2 * 1024 * 1024;

/** How long the first lines may be, by which the other side proves what it is: a stranger fills no memory. */
const FIRST_LENGTHS: readonly number[] = [100, 100];

const NEWLINE = '\n'.charCodeAt(0);

/** Reads a socket line by line, one at a time. */
export class LineReader {
  readonly #socket: Socket;
  readonly #firstLengths: readonly number[];
  #chunks: Buffer[] = [];
  #length = 0;
  #read = 0;
  #lines: string[] = [];
  /** Their bytes, with those that end them. */
  #unread = 0;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(socket: Socket, firstLengths = FIRST_LENGTHS) {
    this.#socket = socket;
    this.#firstLengths = firstLengths;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The connection closed early.')));
  }

  /** @throws what the socket fails with; or when it closes before the end of the line, or brings too long a line. */
  async next(): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) {
        this.#unread -= Buffer.byteLength(line) + 1;
        return line;
      }
      if (this.#failure) {
        throw this.#failure;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      this.#keep(rest.subarray(0, end));
      if (this.#isTooMuch()) {
        return;
      }
      const line = Buffer.concat(this.#chunks).toString();
      this.#lines.push(line);
      this.#unread += Buffer.byteLength(line) + 1;
      this.#chunks = [];
      this.#length = 0;
      this.#read += 1;
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
    if (!this.#isTooMuch()) {
      this.#wake();
    }
  }

  #keep(part: Buffer): void {
    this.#chunks.push(part);
    this.#length += part.length;
  }

  #isTooMuch(): boolean {
    if (this.#length <= (this.#firstLengths[this.#read] ?? MAX_LENGTH) && this.#unread <= MAX_LENGTH) {
      return false;
    }
    this.#socket.destroy();
    return true;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }
}
