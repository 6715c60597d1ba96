import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { announced, announcement } from './announcements.ts';

/** The longest path of a socket, in bytes. macOS ends at 104, and Linux a little later. */
const MAX_SOCKET_PATH = 100;

/** The directory in which the windows of one editor find each other: a file for each, which says where it listens. */
export class WindowFiles {
  readonly #directory: string;
  readonly #own = randomBytes(16).toString('hex');

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Makes the directory, for this user alone. @returns an address to listen at. */
  newAddress(): string {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    chmodSync(this.#directory, 0o700);
    if (process.platform === 'win32') {
      return `\\\\.\\pipe\\aws-sso-${this.#own}`;
    }
    const socket = `${this.#file(this.#own)}.sock`;
    return Buffer.byteLength(socket) <= MAX_SOCKET_PATH
      ? socket
      : path.join(mkdtempSync(path.join(tmpdir(), 'aws-sso-')), 'sock');
  }

  /** Says where this window listens, and what else there is to say. A reader finds all of it or nothing. */
  announce(address: string, ...more: readonly string[]): void {
    if (process.platform !== 'win32') {
      chmodSync(address, 0o600);
    }
    const unfinished = `${this.#file(this.#own)}.new`;
    writeFileSync(unfinished, [address, ...more].join('\n'), { mode: 0o600 });
    renameSync(unfinished, this.#file(this.#own));
  }

  /** Whether the others still find this window. One that could not connect may have taken it for dead. */
  isAnnounced(): boolean {
    return existsSync(this.#file(this.#own));
  }

  /** The other windows, by name. */
  others(): readonly string[] {
    return announced(this.#directory).filter((name) => name !== this.#own);
  }

  /** Where that window listens. @throws Error when it has gone, or somebody else may have put a socket there. */
  addressOf(name: string): string {
    const [address] = announcement(this.#file(name)) ?? [];
    if (address === undefined) {
      this.forget(name, '');
      throw new Error('The address leads to somebody else.');
    }
    return address;
  }

  forgetOwn(address: string): void {
    this.forget(this.#own, address);
  }

  /** Removes the file of that window, and its socket. */
  forget(name: string, address: string): void {
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

/** Whether the socket is there. On Windows, a pipe lives as long as its server. */
export function isThere(address: string): boolean {
  return process.platform === 'win32' || existsSync(address);
}

/** Removes what may be gone already. */
function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // Then another removed it, or it is left behind, which harms nobody.
  }
}
