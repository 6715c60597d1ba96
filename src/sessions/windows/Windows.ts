import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '../../base/Log.ts';
import { messageOf } from '../../base/errors.ts';
import type { OtherWindows } from './OtherWindows.ts';

/** How long a window is waited for, in milliseconds. */
const ANSWER_MS = 1000;

/** How long a connection may be idle before the window that was asked drops it, in milliseconds. */
const IDLE_MS = 5000;

/** The longest message, in bytes. */
const MAX_LENGTH = 1024 * 1024;

/** The longest path of a socket, in bytes. macOS ends at 104, and Linux a little later. */
const MAX_SOCKET_PATH = 100;

const NEWLINE = '\n'.charCodeAt(0);

/**
 * The windows of this editor, each its own process, which find each other in a directory of their own.
 *
 * Each listens on a local socket and keeps a file that says where. Only the same user reaches either, and what they
 * say to each other, one line of JSON each way, is never on a disk.
 */
export class Windows implements OtherWindows {
  readonly #directory: string;
  readonly #answer: (message: unknown) => Promise<unknown>;
  readonly #log: Log;
  readonly #name = randomBytes(16).toString('hex');
  readonly #connections = new Set<Socket>();
  #listening: Promise<void> | undefined;
  #server: Server | undefined;
  #address = '';
  #disposed = false;

  /** @param answer what this window replies to a message of another; rejecting means no reply. */
  constructor(directory: string, answer: (message: unknown) => Promise<unknown>, log: Log) {
    this.#directory = directory;
    this.#answer = answer;
    this.#log = log;
  }

  /** Begins to listen. Does not reject: where it cannot, this window is alone. */
  listen(): Promise<void> {
    this.#listening ??= this.#listen().catch((error: unknown) => {
      if (!this.#disposed) {
        this.dispose();
        this.#log.warn(`The other windows of this editor do not reach this one: ${messageOf(error)}`);
      }
    });
    return this.#listening;
  }

  async ask(message: unknown): Promise<unknown[]> {
    await this.listen();
    await this.#listenAgain();
    const asked = this.#others().map((name) => this.#askOne(name, message));
    return (await Promise.allSettled(asked)).flatMap((reply) =>
      reply.status === 'fulfilled' ? [reply.value] : [],
    );
  }

  /** What tells the others of this one may be gone: one that could not connect took it for dead, or somebody tidied up. */
  async #listenAgain(): Promise<void> {
    if (!this.#server?.listening) {
      return;
    }
    if (!isThere(this.#address)) {
      this.#server.close();
      await this.#listen().catch(() => undefined);
    } else if (!existsSync(this.#file(this.#name))) {
      attempt(() => this.#announce());
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#listening ??= Promise.resolve();
    this.#forget(this.#name, this.#address);
    this.#server?.close();
    this.#connections.forEach((socket) => socket.destroy());
  }

  async #listen(): Promise<void> {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    chmodSync(this.#directory, 0o700);
    this.#address = this.#newAddress();
    await this.#open(this.#address);
    if (process.platform !== 'win32') {
      chmodSync(this.#address, 0o600);
    }
    this.#announce();
  }

  #announce(): void {
    // A reader must find the whole address or none.
    const unfinished = `${this.#file(this.#name)}.new`;
    writeFileSync(unfinished, this.#address, { mode: 0o600 });
    renameSync(unfinished, this.#file(this.#name));
  }

  #newAddress(): string {
    if (process.platform === 'win32') {
      return `\\\\.\\pipe\\aws-sso-${this.#name}`;
    }
    const socket = `${this.#file(this.#name)}.sock`;
    return Buffer.byteLength(socket) <= MAX_SOCKET_PATH
      ? socket
      : path.join(mkdtempSync(path.join(tmpdir(), 'aws-sso-')), 'sock');
  }

  #open(address: string): Promise<void> {
    const server = createServer((socket) => void this.#reply(socket)).unref();
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
    socket.unref().setTimeout(IDLE_MS, () => socket.destroy());
    try {
      const answer = await this.#answer(JSON.parse(await readLine(socket)));
      socket.end(`${JSON.stringify(answer ?? null)}\n`);
    } catch {
      socket.destroy();
    }
  }

  #others(): string[] {
    try {
      return readdirSync(this.#directory).filter(
        (name) => /^[0-9a-f]{32}$/.test(name) && name !== this.#name,
      );
    } catch {
      return [];
    }
  }

  async #askOne(name: string, message: unknown): Promise<unknown> {
    const address = readFileSync(this.#file(name), 'utf8');
    if (!isOwn(address)) {
      this.#forget(name, '');
      throw new Error('The address leads to somebody else.');
    }
    const text = JSON.stringify(message);
    const socket = createConnection({ path: address }).unref();
    const timer = setTimeout(() => socket.destroy(), ANSWER_MS).unref();
    try {
      socket.write(`${text}\n`);
      return JSON.parse(await readLine(socket));
    } catch (error) {
      // One that is silent or confused may only be busy.
      if (['ECONNREFUSED', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) {
        this.#forget(name, address);
      }
      throw error;
    } finally {
      clearTimeout(timer);
      socket.destroy();
    }
  }

  #forget(name: string, address: string): void {
    attempt(() => unlinkSync(this.#file(name)));
    attempt(() => {
      if (lstatSync(address).isSocket()) {
        unlinkSync(address);
        if (path.dirname(address) !== this.#directory) {
          rmdirSync(path.dirname(address));
        }
      }
    });
  }

  #file(name: string): string {
    return path.join(this.#directory, name);
  }
}

/** On Windows, the name of a pipe is known only to who can read the file that holds it. */
function isThere(address: string): boolean {
  return process.platform === 'win32' || existsSync(address);
}

/**
 * Whether only this user can have put a socket there. A temporary directory may have been emptied since, and filled
 * again by somebody else.
 */
function isOwn(address: string): boolean {
  if (process.platform === 'win32') {
    return address.startsWith('\\\\.\\pipe\\aws-sso-');
  }
  try {
    const directory = lstatSync(path.dirname(address));
    return directory.isDirectory() && directory.uid === process.getuid?.() && (directory.mode & 0o077) === 0;
  } catch (error) {
    // It is gone, and to connect will say so.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** @throws what the socket fails with; or when it closes before the end of a line, or brings too long a line. */
function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer): void => {
      const end = chunk.indexOf(NEWLINE);
      chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
      length += chunk.length;
      if (length > MAX_LENGTH) {
        socket.destroy();
      } else if (end >= 0) {
        socket.off('data', take);
        resolve(Buffer.concat(chunks).toString());
      }
    };
    socket.on('data', take);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The connection closed early.')));
  });
}

/** Removes what may be gone already. */
function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // Then another removed it, or it is left behind, which harms nobody.
  }
}
