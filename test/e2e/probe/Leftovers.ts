import * as vscode from 'vscode';
import type { Account, Kept } from './questions.ts';
import { Restartable } from './Restartable.ts';

/** Editors since 1.106 list the keys of secrets, which the types of the oldest do not know. */
interface ListedSecrets extends vscode.SecretStorage {
  keys(): Thenable<string[]>;
}

const PROVIDERS = ['aws-sso', 'aws-sso-role', 'aws-signin'];
const SETTINGS = ['awsSso.sessions', 'awsSso.endpoints'];

/** What tests leave behind in a window, and the host of its extensions: finds it, and clears it away. */
export class Leftovers implements vscode.Disposable {
  readonly #extension = new Restartable('sso-signin.aws-sso');
  readonly #consumer = new Restartable('sso-signin.aws-sso-consumer');
  readonly #accounts = new Map<string, Account>();
  readonly #listening: vscode.Disposable;

  constructor() {
    this.#listening = vscode.authentication.onDidChangeSessions(
      ({ provider }) => void this.#learn(provider.id),
    );
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** Every account that there has been in this host, since its consent outlives it. */
  async accounts(): Promise<Account[]> {
    if (this.#extension.context) for (const provider of PROVIDERS) await this.#learn(provider);
    return [...this.#accounts.values()];
  }

  async kept(): Promise<Kept> {
    const context = this.#extension.context;
    return {
      secrets: (await this.#secrets?.keys()) ?? [],
      globalState: [...(context?.globalState.keys() ?? [])],
      workspaceState: [...(context?.workspaceState.keys() ?? [])],
      editors: vscode.window.tabGroups.all.reduce((sum, { tabs }) => sum + tabs.length, 0),
      terminals: vscode.window.terminals.length,
      userSettings: Object.fromEntries(
        SETTINGS.map((name) => [
          name,
          vscode.workspace.getConfiguration().inspect(name)?.globalValue ?? null,
        ]),
      ),
    };
  }

  /** Closes what is open, and starts the extensions anew, with nothing kept. */
  async clear(): Promise<void> {
    const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);
    await run('workbench.action.closeQuickOpen');
    await run('workbench.action.terminal.killAll');
    while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0))
      await run('workbench.action.revertAndCloseActiveEditor');
    await this.#extension.restart(() => this.#empty());
    await this.#consumer.restart();
    this.#accounts.clear();
    await run('notifications.clearAll');
  }

  async #empty(): Promise<void> {
    const context = this.#extension.context;
    if (!context) return;
    for (const key of (await this.#secrets?.keys()) ?? []) await context.secrets.delete(key);
    for (const memento of [context.globalState, context.workspaceState])
      for (const key of memento.keys()) await memento.update(key, undefined);
    context.environmentVariableCollection.clear();
  }

  get #secrets(): ListedSecrets | undefined {
    return this.#extension.context?.secrets as ListedSecrets | undefined;
  }

  async #learn(provider: string): Promise<void> {
    for (const { label } of await vscode.authentication.getAccounts(provider))
      this.#accounts.set(`${provider} ${label}`, { provider, label });
  }
}
