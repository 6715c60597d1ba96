import path from 'node:path';
import type * as vscode from 'vscode';
import type { Sessions } from '../sessions/Sessions.ts';
import { onDidChangeSettings, sharesTokensWithAwsCli } from './settings.ts';
import { watchFile } from './watchFile.ts';

/** Watches the AWS CLI's token cache as long as tokens are shared with it. */
export class AwsCliFiles {
  readonly #sessions: Sessions;
  readonly #directory: () => Promise<string>;
  readonly #subscription: vscode.Disposable;
  #watcher: vscode.Disposable | undefined;

  constructor(sessions: Sessions, directory: () => Promise<string>) {
    this.#sessions = sessions;
    this.#directory = directory;
    this.#subscription = onDidChangeSettings(['shareTokensWithAwsCli'], () => void this.#change());
  }

  /** Begins to watch, if tokens are shared. */
  async update(): Promise<void> {
    this.#watcher?.dispose();
    this.#watcher = undefined;
    if (sharesTokensWithAwsCli()) {
      const files = path.join(await this.#directory(), '*.json');
      this.#watcher = watchFile(files, () => void this.#sessions.takeShared());
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#watcher?.dispose();
  }

  async #change(): Promise<void> {
    await this.#sessions.load();
    await this.#sessions.share(sharesTokensWithAwsCli());
    await this.update();
  }
}
