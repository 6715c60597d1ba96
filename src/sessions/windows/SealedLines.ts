import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { LineReader } from './LineReader.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_LENGTH = 32;
const NONCE_LENGTH = 32;
const IV_LENGTH = 12;
const TAG_LENGTH = 16;
const PURPOSE = 'aws-sso windows 1';
/** What each side seals first, which shows that it has the key. */
const PROOF = 'ready';

/** The other side has another key, or none. */
export class WrongKeyError extends Error {}

/**
 * Lines over a socket that only who has the key can read, write or repeat. Each side sends a random nonce first; the keys
 * of the connection, one for each direction, come from both (HKDF, RFC 5869), and each line is sealed by AES-GCM under
 * its number. So each side has proved that it has the key before it is told anything, and a program in between, such as
 * one that took the name of a pipe, learns nothing but lengths.
 */
export class SealedLines {
  readonly #socket: Socket;
  readonly #lines: LineReader;
  readonly #sendKey: Buffer;
  readonly #receiveKey: Buffer;
  #sent = 0;
  #received = 0;

  /**
   * Begins as the side that asks.
   *
   * @throws WrongKeyError when the other side can't prove that it has the key; Error when the connection fails.
   */
  static async ask(socket: Socket, key: Buffer): Promise<SealedLines> {
    const lines = new LineReader(socket);
    const own = randomBytes(NONCE_LENGTH);
    socket.write(`${own.toString('base64')}\n`);
    const others = nonceOf(await lines.next());
    const [asking, answering] = directionKeys(key, own, others);
    const sealed = new SealedLines(socket, lines, asking, answering);
    await sealed.#expectProof();
    sealed.send(PROOF);
    return sealed;
  }

  /** Begins as the side that answers. @throws as `ask`. */
  static async answer(socket: Socket, key: Buffer): Promise<SealedLines> {
    const lines = new LineReader(socket);
    const others = nonceOf(await lines.next());
    const own = randomBytes(NONCE_LENGTH);
    socket.write(`${own.toString('base64')}\n`);
    const [asking, answering] = directionKeys(key, others, own);
    const sealed = new SealedLines(socket, lines, answering, asking);
    sealed.send(PROOF);
    await sealed.#expectProof();
    return sealed;
  }

  private constructor(socket: Socket, lines: LineReader, sendKey: Buffer, receiveKey: Buffer) {
    this.#socket = socket;
    this.#lines = lines;
    this.#sendKey = sendKey;
    this.#receiveKey = receiveKey;
  }

  async #expectProof(): Promise<void> {
    if ((await this.receive()) !== PROOF) {
      throw new WrongKeyError();
    }
  }

  send(text: string): void {
    const cipher = createCipheriv(ALGORITHM, this.#sendKey, ivOf(this.#sent++));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    this.#socket.write(`${sealed.toString('base64')}\n`);
  }

  /** @throws WrongKeyError when the line was not sealed by the other side of this connection. */
  async receive(): Promise<string> {
    const sealed = Buffer.from(await this.#lines.next(), 'base64');
    const end = Math.max(0, sealed.length - TAG_LENGTH);
    try {
      const decipher = createDecipheriv(ALGORITHM, this.#receiveKey, ivOf(this.#received++), {
        authTagLength: TAG_LENGTH,
      });
      decipher.setAuthTag(sealed.subarray(end));
      return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]).toString();
    } catch {
      throw new WrongKeyError();
    }
  }
}

/** One for each direction, from the asking side first: a line can't be sent back to who wrote it. */
function directionKeys(key: Buffer, asking: Buffer, answering: Buffer): readonly [Buffer, Buffer] {
  const nonces = Buffer.concat([asking, answering]);
  const keys = Buffer.from(hkdfSync('sha256', key, nonces, PURPOSE, 2 * KEY_LENGTH));
  return [keys.subarray(0, KEY_LENGTH), keys.subarray(KEY_LENGTH)];
}

/** The number of the line: no two lines are sealed alike under one key. */
function ivOf(count: number): Buffer {
  const iv = Buffer.alloc(IV_LENGTH);
  iv.writeUInt32BE(count, IV_LENGTH - 4);
  return iv;
}

function nonceOf(line: string): Buffer {
  const nonce = Buffer.from(line, 'base64');
  if (nonce.length !== NONCE_LENGTH) {
    throw new WrongKeyError();
  }
  return nonce;
}
