import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../base/Log.ts';
import { registerEach } from '../ui/registerEach.ts';
import { CONSOLE_PROVIDER_ID, PROVIDER_ID, ROLE_PROVIDER_ID } from './providerIds.ts';
import { type Provider, type ProviderChangeEmitter, providerOnDemand } from './providerOnDemand.ts';

/** One for each authentication provider. */
export interface PerProvider<Value> {
  readonly sso: Value;
  readonly role: Value;
  readonly console: Value;
}

/** Registers the authentication providers, each of which is loaded when the editor first asks it for something. */
export function registerProviders(
  load: () => PerProvider<Provider>,
  changes: PerProvider<ProviderChangeEmitter>,
  log: Log,
): vscode.Disposable {
  const register = (id: string, label: string, kind: keyof PerProvider<Provider>): vscode.Disposable => {
    const provider = providerOnDemand(() => load()[kind], changes[kind], log);
    const registered = (): vscode.Disposable =>
      vscode.authentication.registerAuthenticationProvider(id, label, provider, {
        supportsMultipleAccounts: true,
      });
    return registerEach(log, { [id]: registered });
  };
  return vscode.Disposable.from(
    changes.sso,
    changes.role,
    changes.console,
    register(PROVIDER_ID, l10n.t('AWS IAM Identity Center'), 'sso'),
    register(ROLE_PROVIDER_ID, l10n.t('AWS Role Credentials'), 'role'),
    register(CONSOLE_PROVIDER_ID, l10n.t('AWS Sign-In'), 'console'),
  );
}
