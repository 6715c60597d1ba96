import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import type { ConsoleAuthenticationProvider } from './ConsoleAuthenticationProvider.ts';

export const CONSOLE_PROVIDER_ID = 'aws-signin';

/** What the editor knows of AWS Sign-In from the start. The rest is loaded when somebody asks for it. */
export class ConsoleProviderOnDemand implements vscode.AuthenticationProvider {
  readonly #provider: () => Promise<ConsoleAuthenticationProvider>;
  readonly #log: Log;
  readonly #changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.#changed.event;

  constructor(provider: () => Promise<ConsoleAuthenticationProvider>, log: Log) {
    this.#provider = provider;
    this.#log = log;
  }

  onChange(change: vscode.AuthenticationProviderAuthenticationSessionsChangeEvent): void {
    this.#changed.fire(change);
  }

  /** Never throws. */
  async getSessions(
    ...request: Parameters<ConsoleAuthenticationProvider['getSessions']>
  ): Promise<vscode.AuthenticationSession[]> {
    try {
      return await (await this.#provider()).getSessions(...request);
    } catch (error) {
      this.#log.error(messageOf(error));
      return [];
    }
  }

  async createSession(
    ...request: Parameters<ConsoleAuthenticationProvider['createSession']>
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
