import path from 'node:path';
import * as vscode from 'vscode';
import { onDidChangeSettings, sharesTokensWithAwsCli } from './settings.ts';
import { watchFile } from './watchFile.ts';

/** Sessions of one kind, and the cache in which the AWS CLI keeps its own of them. */
export interface SharedKind {
  readonly cache: { readonly directory: string };
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
  readonly #kinds: readonly SharedKind[];
  readonly #subscription: vscode.Disposable;
  #watcher: vscode.Disposable | undefined;

  constructor(kinds: readonly SharedKind[]) {
    this.#kinds = kinds;
    this.#subscription = onDidChangeSettings(['shareTokensWithAwsCli'], () => void this.#change());
  }

  /** Begins to watch, if tokens are shared. */
  update(): void {
    this.#watcher?.dispose();
    this.#watcher = undefined;
    if (sharesTokensWithAwsCli()) {
      const watchers = this.#kinds.map(({ cache, sessions }) =>
        watchFile(path.join(cache.directory, '*.json'), () => void sessions.takeShared()),
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
      this.#kinds.map(async ({ sessions }) => {
        await sessions.load();
        await sessions.share(isOn);
      }),
    );
    this.update();
  }
}
