import { randomBytes } from 'node:crypto';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import * as v from 'valibot';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { sameSecret } from '../../base/sameSecret.ts';
import type { Answer, Question } from '../../helper/messages.ts';
import { LineReader } from '../../sessions/windows/LineReader.ts';
import { WindowFiles } from '../../sessions/windows/WindowFiles.ts';

/** How many helpers may wait at once: each is a program of this user. */
const MAX_CONNECTIONS = 1_000;

/** How long a connection may take to ask, in milliseconds. */
const ASK_MS = 5_000;

/** How long a question may be, in bytes. */
const QUESTION_LENGTHS = [4_096];

const QuestionSchema: v.GenericSchema<unknown, Question> = v.object({
  word: v.string(),
  session: v.string(),
  accountId: v.string(),
  roleName: v.string(),
  isWaiting: v.boolean(),
  parent: v.number(),
});

export interface HelperServerOptions {
  /** Of all windows, for this user alone. */
  readonly directory: string;
  /** Does not reject. The signal is aborted when nobody waits any more. */
  readonly answer: (question: Question, signal: AbortSignal) => Promise<Answer>;
  readonly log: Log;
}

/**
 * Listens for the helper, on a local socket that only the same user reaches. Apart from what windows say to each other: here,
 * any program of this user may ask, and gets nothing but credentials of roles that are served.
 *
 * The address is in a file for its owner alone, with two words: one that this window says first, so that nobody else who listens
 * there is believed, and one that whoever asks has to say, where a socket's permissions hold nobody off.
 */
export class HelperServer {
  readonly #options: HelperServerOptions;
  readonly #files: WindowFiles;
  readonly #connections = new Set<Socket>();
  readonly #ownWord = randomBytes(24).toString('base64url');
  readonly #theirWord = randomBytes(24).toString('base64url');
  #listening: Promise<void> | undefined;
  #server: Server | undefined;
  #address = '';
  #isDisposed = false;

  constructor(options: HelperServerOptions) {
    this.#options = options;
    this.#files = new WindowFiles(path.join(options.directory, 'windows'));
  }

  /** Begins to listen, once. Does not reject: where it can't, other windows may. */
  listen(): Promise<void> {
    this.#listening ??= this.#listen().catch((error: unknown) => {
      this.#options.log.warn(`Served profiles get nothing from this window: ${messageOf(error)}`);
    });
    return this.#listening;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#files.forgetOwn(this.#address);
    this.#server?.close();
    this.#connections.forEach((socket) => socket.destroy());
  }

  async #listen(): Promise<void> {
    const address = this.#files.newAddress();
    const server = createServer((socket) => void this.#serve(socket)).unref();
    server.maxConnections = MAX_CONNECTIONS;
    await new Promise<void>((resolve, reject) => {
      server.on('error', reject);
      server.listen({ path: address, backlog: MAX_CONNECTIONS }, resolve);
    });
    if (this.#isDisposed) {
      server.close();
      return;
    }
    this.#server = server;
    this.#address = address;
    this.#files.announce(address, this.#ownWord, this.#theirWord);
    this.#files.others().forEach((name) => this.#forgetIfGone(name));
  }

  /** A window that was killed has left its file, which each call of the helper would try in vain. */
  #forgetIfGone(name: string): void {
    try {
      const address = this.#files.addressOf(name);
      const socket = createConnection({ path: address }).unref();
      socket.on('connect', () => socket.destroy());
      socket.on('error', ({ code }: NodeJS.ErrnoException) => {
        if (code === 'ECONNREFUSED' || code === 'ENOENT') {
          this.#files.forget(name, address);
        }
      });
    } catch {
      // It has just gone by itself.
    }
  }

  async #serve(socket: Socket): Promise<void> {
    const leaving = new AbortController();
    this.#connections.add(socket);
    socket.on('close', () => {
      this.#connections.delete(socket);
      leaving.abort();
    });
    socket.on('error', () => socket.destroy());
    socket.unref().setTimeout(ASK_MS, () => socket.destroy());
    try {
      const lines = new LineReader(socket, QUESTION_LENGTHS);
      socket.write(`${this.#ownWord}\n`);
      const question = v.parse(QuestionSchema, JSON.parse(await lines.next()));
      if (!sameSecret(this.#theirWord, question.word)) {
        throw new Error('Whoever asks has not read the file.');
      }
      socket.setTimeout(0);
      const answer = await this.#options.answer(question, leaving.signal);
      socket.end(`${JSON.stringify(answer)}\n`);
    } catch {
      socket.destroy();
    }
  }
}
