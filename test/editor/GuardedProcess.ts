import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { nodeBinary } from './nodeBinary.ts';

export interface GuardedProcessOptions {
  env: Record<string, string>;
  cwd?: string;
  /** Removed after the last process is gone, even when this process was killed. */
  folderToRemove?: string;
  onOutput?: (text: string) => void;
}

/** A command whose whole process group ends with `stop()`, or with this process, however that ends. */
export class GuardedProcess {
  readonly exited: Promise<number>;
  readonly #guard: ChildProcess;
  #output = '';
  #running = true;

  constructor(command: string, args: readonly string[], options: GuardedProcessOptions) {
    const guard = path.join(import.meta.dirname, 'processGuard.mjs');
    this.#guard = spawn(nodeBinary(), [guard, options.folderToRemove ?? '', command, ...args], {
      env: options.env,
      cwd: options.cwd,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // Ending a guard that has just ended by itself is no error.
    this.#guard.stdin?.on('error', () => undefined);
    for (const stream of [this.#guard.stdout, this.#guard.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-200_000);
        options.onOutput?.(text);
      });
    this.exited = once(this.#guard, 'close').then(([code]) => {
      this.#running = false;
      return typeof code === 'number' ? code : 1;
    });
    this.exited.catch(() => undefined);
  }

  get output(): string {
    return this.#output;
  }

  get running(): boolean {
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#guard.stdin?.end();
    await this.exited;
  }
}
