import { createConnection, createServer, type Server, type Socket } from 'node:net';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import { messageOf } from '../../base/errors.ts';
import type { OtherWindows } from './OtherWindows.ts';
import { SealedLines, WrongKeyError } from './SealedLines.ts';
import { isThere, WindowFiles } from './WindowFiles.ts';
import type { WindowKey } from './WindowKey.ts';

/** How long a window is waited for, in milliseconds. */
const ANSWER_MS = 1000;

/** How long a connection may be idle before the window that was asked drops it, in milliseconds. */
const IDLE_MS = 5000;

/** How many connections may be open at once. */
const MAX_CONNECTIONS = 256;

interface WindowsOptions {
  /** A directory that the windows of this editor share, and nobody else does. */
  readonly directory: string;
  readonly key: Pick<WindowKey, 'get' | 'reread'>;
  /** Replies to a message of another window; rejecting means no reply. */
  readonly answer: (message: unknown) => Promise<unknown>;
  readonly log: Log;
  readonly idleMs?: number;
}

/**
 * The windows of this editor, each its own process, which find each other in a directory of their own.
 *
 * Each listens on a local socket that only the same user reaches. Two that talk prove to each other that they have the key
 * of the secret store before either says anything. What they say, a message and its answer, is never on a disk.
 */
export class Windows implements OtherWindows {
  readonly #options: WindowsOptions;
  readonly #files: WindowFiles;
  readonly #connections = new Set<Socket>();
  #listening: Promise<void> | undefined;
  #again: Promise<void> | undefined;
  #server: Server | undefined;
  #address = '';
  #isDisposed = false;

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#files = new WindowFiles(options.directory);
  }

  /** Begins to listen. Does not reject: where it cannot, this window is alone. */
  listen(): Promise<void> {
    this.#listening ??= this.#listen().catch((error: unknown) => {
      if (!this.#isDisposed) {
        this.dispose();
        this.#options.log.warn(`The other windows of this editor do not reach this one: ${messageOf(error)}`);
      }
    });
    return this.#listening;
  }

  async ask(message: unknown): Promise<unknown[]> {
    await this.listen();
    await this.#listenAgain();
    const others = this.#files.others();
    // A window that is alone need not wait for its key; nor any longer than for the others.
    const found = others.length > 0 ? await within(ANSWER_MS, this.#options.key.get()) : undefined;
    const key = found?.value;
    if (!key) {
      return [];
    }
    const text = JSON.stringify(message);
    const asked = others.map((name) => this.#askOne(name, text, key));
    return (await Promise.allSettled(asked)).flatMap((reply) =>
      reply.status === 'fulfilled' ? [reply.value] : [],
    );
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listening ??= Promise.resolve();
    this.#files.forgetOwn(this.#address);
    this.#server?.close();
    this.#connections.forEach((socket) => socket.destroy());
  }

  async #listen(): Promise<void> {
    // Made by the first window, so that the next finds it.
    void this.#options.key.get();
    this.#address = this.#files.newAddress();
    await this.#open(this.#address);
    this.#files.announce(this.#address);
  }

  /** What tells the others of this one may be gone: one that could not connect took it for dead, or somebody tidied up. */
  #listenAgain(): Promise<void> {
    this.#again ??= this.#announceAgain().finally(() => (this.#again = undefined));
    return this.#again;
  }

  async #announceAgain(): Promise<void> {
    if (!this.#server?.listening) {
      return;
    }
    try {
      if (!isThere(this.#address)) {
        this.#server.close();
        await this.#listen();
      } else if (!this.#files.isAnnounced()) {
        this.#files.announce(this.#address);
      }
    } catch {
      // This window still reaches the others.
    }
  }

  #open(address: string): Promise<void> {
    const server = createServer((socket) => {
      // Whoever has been connected longest without the key gives way: nobody can keep the windows out.
      const [oldest] = this.#connections;
      if (this.#connections.size >= MAX_CONNECTIONS) {
        oldest?.destroy();
      }
      void this.#reply(socket);
    }).unref();
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.on('error', reject);
      server.on('close', () => reject(new Error('The server was closed.')));
      server.listen(address, resolve);
    });
  }

  async #reply(socket: Socket): Promise<void> {
    this.#connections.add(socket);
    socket.on('close', () => this.#connections.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.unref().setTimeout(this.#options.idleMs ?? IDLE_MS, () => socket.destroy());
    try {
      const lines = await SealedLines.answer(socket, await this.#knownKey()).catch((error: unknown) => {
        // The other may have made a key in the same moment, and its key may be the one that is stored.
        void this.#options.key.reread();
        throw error;
      });
      const answer = await this.#options.answer(JSON.parse(await lines.receive()));
      lines.send(JSON.stringify(answer ?? null));
      socket.end();
    } catch {
      socket.destroy();
    }
  }

  async #knownKey(): Promise<Buffer> {
    const key = await this.#options.key.get();
    if (!key) {
      throw new Error('There is no key.');
    }
    return key;
  }

  async #askOne(name: string, text: string, key: Buffer): Promise<unknown> {
    const address = this.#files.addressOf(name);
    try {
      return await converse(address, text, key);
    } catch (error) {
      if (error instanceof WrongKeyError) {
        const stored = await this.#options.key.reread();
        if (stored && !stored.equals(key)) {
          return await converse(address, text, stored);
        }
      }
      // One that is silent or confused may only be busy.
      if (['ECONNREFUSED', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) {
        this.#files.forget(name, address);
      }
      throw error;
    }
  }
}

/** Sends a message and gives the answer. @throws WrongKeyError; Error when none comes in time. */
async function converse(address: string, text: string, key: Buffer): Promise<unknown> {
  const socket = createConnection({ path: address }).unref();
  const timer = setTimeout(() => socket.destroy(), ANSWER_MS).unref();
  try {
    const lines = await SealedLines.ask(socket, key);
    lines.send(text);
    return JSON.parse(await lines.receive());
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
