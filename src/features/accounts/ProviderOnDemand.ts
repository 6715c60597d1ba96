import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';

/** Tells the editor of changes of the sessions. */
export type ProviderChangeEmitter =
  vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>;

type Provider = Pick<vscode.AuthenticationProvider, 'getSessions' | 'createSession' | 'removeSession'>;

/** What the editor knows of a provider from the start. The rest is loaded when somebody asks for it. */
export class ProviderOnDemand implements vscode.AuthenticationProvider {
  readonly #provider: () => Provider;
  readonly #log: Log;
  readonly changed: ProviderChangeEmitter = new vscode.EventEmitter();
  readonly onDidChangeSessions = this.changed.event;

  constructor(provider: () => Provider, log: Log) {
    this.#provider = provider;
    this.#log = log;
  }

  /** Never throws. */
  async getSessions(
    ...request: Parameters<Provider['getSessions']>
  ): Promise<vscode.AuthenticationSession[]> {
    try {
      return await this.#provider().getSessions(...request);
    } catch (error) {
      this.#log.error(messageOf(error));
      return [];
    }
  }

  async createSession(
    ...request: Parameters<Provider['createSession']>
  ): Promise<vscode.AuthenticationSession> {
    return this.#provider().createSession(...request);
  }

  async removeSession(id: string): Promise<void> {
    await this.#provider().removeSession(id);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
