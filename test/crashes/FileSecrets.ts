import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SecretStore } from '../../src/sessions/store/SecretStore.ts';

/** A secret store that outlives the process: a file for each secret. As in an editor, each is written wholly or not at all. */
export class FileSecrets implements SecretStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  async get(key: string): Promise<string | undefined> {
    await nextTurn();
    try {
      return readFileSync(this.#fileOf(key), 'utf8');
    } catch {
      return undefined;
    }
  }

  async store(key: string, value: string): Promise<void> {
    await nextTurn();
    const file = this.#fileOf(key);
    writeFileSync(`${file}.new`, value);
    renameSync(`${file}.new`, file);
    await nextTurn();
  }

  async delete(key: string): Promise<void> {
    await nextTurn();
    rmSync(this.#fileOf(key), { force: true });
  }

  /** Everything that is stored, in one text. */
  text(): string {
    return readdirSync(this.#directory)
      .map((name) => readFileSync(path.join(this.#directory, name), 'utf8'))
      .join('\n');
  }

  #fileOf(key: string): string {
    return path.join(this.#directory, encodeURIComponent(key));
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
