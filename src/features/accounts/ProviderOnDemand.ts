import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';

type Provider = Pick<vscode.AuthenticationProvider, 'getSessions' | 'createSession' | 'removeSession'>;

/** What the editor knows of a provider from the start. The rest is loaded when somebody asks for it. */
export class ProviderOnDemand implements vscode.AuthenticationProvider {
  readonly #provider: () => Promise<Provider>;
  readonly #log: Log;
  readonly #changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;

  constructor(provider: () => Promise<Provider>, log: Log) {
    this.#provider = provider;
    this.#log = log;
  }

  onChange(change: vscode.AuthenticationProviderAuthenticationSessionsChangeEvent): void {
    this.#changed.fire(change);
  }

  /** Never throws. */
  async getSessions(
    ...request: Parameters<Provider['getSessions']>
  ): Promise<vscode.AuthenticationSession[]> {
    try {
      return await (await this.#provider()).getSessions(...request);
    } catch (error) {
      this.#log.error(messageOf(error));
      return [];
    }
  }

  async createSession(
    ...request: Parameters<Provider['createSession']>
  ): Promise<vscode.AuthenticationSession> {
    return (await this.#provider()).createSession(...request);
  }

  async removeSession(id: string): Promise<void> {
    await (await this.#provider()).removeSession(id);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
