import path from 'node:path';
import * as vscode from 'vscode';
import { onDidChangeSettings, sharesTokensWithAwsCli } from './settings.ts';
import { watchFile } from './watchFile.ts';

/** Sessions of one kind, and where the AWS CLI keeps its own of them. */
export interface SharedKind {
  readonly directory: string;
  readonly sessions: {
    load(): Promise<void>;
    /** Looks at the files again. */
    takeShared(): Promise<void>;
    /** Hands the sessions to the AWS CLI, or takes them back. */
    share(isOn: boolean): Promise<void>;
  };
}

/** Watches the caches of the AWS CLI as long as tokens are shared with it. */
export class AwsCliFiles {
  readonly #kinds: () => Promise<readonly SharedKind[]>;
  readonly #subscription: vscode.Disposable;
  #watcher: vscode.Disposable | undefined;

  constructor(kinds: () => Promise<readonly SharedKind[]>) {
    this.#kinds = kinds;
    this.#subscription = onDidChangeSettings(['shareTokensWithAwsCli'], () => void this.#change());
  }

  /** Begins to watch, if tokens are shared. */
  async update(): Promise<void> {
    this.#watcher?.dispose();
    this.#watcher = undefined;
    if (sharesTokensWithAwsCli()) {
      const watchers = (await this.#kinds()).map(({ directory, sessions }) =>
        watchFile(path.join(directory, '*.json'), () => void sessions.takeShared()),
      );
      this.#watcher = vscode.Disposable.from(...watchers);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#watcher?.dispose();
  }

  async #change(): Promise<void> {
    const isOn = sharesTokensWithAwsCli();
    await Promise.all(
      (await this.#kinds()).map(async ({ sessions }) => {
        await sessions.load();
        await sessions.share(isOn);
      }),
    );
    await this.update();
  }
}
