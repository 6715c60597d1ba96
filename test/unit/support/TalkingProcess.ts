import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Another process that runs a script of this directory, says words, and is told things. */
export class TalkingProcess {
  readonly child: ChildProcess;
  readonly words: string[] = [];
  readonly exited: Promise<unknown>;

  constructor(script: string, ...args: string[]) {
    this.child = fork(path.join(import.meta.dirname, script), args);
    this.child.setMaxListeners(0);
    this.child.on('message', (word) => this.words.push(word as string));
    this.exited = once(this.child, 'exit');
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  tell(what: object): void {
    this.child.send(what);
  }

  /** Resolves once the word was said. */
  async says(word: string): Promise<void> {
    while (!this.words.includes(word)) {
      await once(this.child, 'message');
    }
  }

  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGKILL');
      await this.exited;
    }
  }
}
