import type * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { asEditorError } from './asEditorError.ts';

/** Tells the editor of changes of the sessions. */
export type ProviderChangeEmitter =
  vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>;

export type Provider = Omit<vscode.AuthenticationProvider, 'onDidChangeSessions'>;

/** What the editor holds of a provider from the start: the provider itself is loaded when somebody asks for it. */
export function providerOnDemand(
  provider: () => Provider,
  { event }: ProviderChangeEmitter,
  log: Log,
): vscode.AuthenticationProvider {
  return {
    onDidChangeSessions: event,
    /** Never throws. */
    async getSessions(scopes, options) {
      try {
        return await provider().getSessions(scopes, options);
      } catch (error) {
        log.error(messageOf(error));
        return [];
      }
    },
    async createSession(scopes, options) {
      try {
        return await provider().createSession(scopes, options);
      } catch (error) {
        throw asEditorError(error);
      }
    },
    async removeSession(id) {
      await provider().removeSession(id);
    },
  };
}
