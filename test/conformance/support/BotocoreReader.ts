import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Botocore } from './installedClients.ts';

export type ReadSettings = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** What a client makes of an AWS config file and a credentials file, or the name of the error. */
export type ReadFiles =
  | { readonly error: string }
  | Readonly<Record<'profiles' | 'sso_sessions' | 'services', Readonly<Record<string, ReadSettings>>>>;

/** One process that reads many files, since Python takes its time to start. */
export class BotocoreReader {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;

  constructor({ python, module }: Botocore) {
    const script = path.join(import.meta.dirname, '../readAwsFiles.py');
    this.#process = spawn(python, [script, module], {
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', PYTHONUTF8: '1' },
    });
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#process.stdout);
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** Reads `config` and `credentials` in that directory. */
  async read(directory: string): Promise<ReadFiles> {
    this.#process.stdin.write(`${directory}\n`);
    const answer: IteratorResult<string, unknown> = await this.#answers.next();
    if (answer.done) {
      throw new Error('botocore has ended.');
    }
    return JSON.parse(answer.value) as ReadFiles;
  }

  close(): void {
    this.#lines.close();
    this.#process.kill();
  }
}
