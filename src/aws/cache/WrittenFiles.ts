import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { writeFileAtomically } from '../config/writeFileAtomically.ts';
import { deleteFile } from './deleteFile.ts';

const Note = v.object({ file: v.string(), digests: v.array(v.string()) });

/**
 * Remembers which files were written, and with what, in a directory that the windows of this editor share: a small file for
 * each, with its path and the SHA-256 of its content, which holds no secret.
 *
 * What cannot be written or deleted rejects with the error of the file system.
 */
export class WrittenFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** To be called before it is written, so that a writer that is killed leaves none behind that nobody knows of. */
  async remember(file: string, text: string): Promise<void> {
    // Until it is there, the one before is.
    const [last] = (await this.#note(this.#noteOf(file)))?.digests ?? [];
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const digests = [digestOf(text), ...(last === undefined ? [] : [last])];
    await writeFileAtomically(this.#noteOf(file), JSON.stringify({ file, digests }));
  }

  /** Whether the file is there as it was written, and nobody else has changed it. */
  async isUnchanged(file: string): Promise<boolean> {
    const note = await this.#note(this.#noteOf(file));
    const text = note && (await readFile(file, 'utf8').catch(() => undefined));
    return text !== undefined && note?.digests.includes(digestOf(text)) === true;
  }

  /** Deletes those of the directory that nobody else has changed, and forgets them all. */
  async withdraw(directory: string): Promise<void> {
    const names = await readdir(this.#directory).catch(() => []);
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const own = path.join(this.#directory, name);
      const file = (await this.#note(own))?.file;
      if (file !== undefined && path.dirname(file) === directory) {
        if (await this.isUnchanged(file)) {
          await deleteFile(file);
        }
        await rm(own, { force: true });
      }
    }
  }

  async #note(own: string): Promise<v.InferOutput<typeof Note> | undefined> {
    try {
      return v.parse(Note, JSON.parse(await readFile(own, 'utf8')));
    } catch {
      return undefined;
    }
  }

  #noteOf(file: string): string {
    return path.join(this.#directory, `${digestOf(file)}.json`);
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
