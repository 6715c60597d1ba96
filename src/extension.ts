import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AwsSsoExports } from '../api/src/index.ts';
import { messageOf } from './base/errors.ts';
import { within } from './base/within.ts';
import { CONSOLE_PROVIDER_ID, PROVIDER_ID, ROLE_PROVIDER_ID } from './features/accounts/providerIds.ts';
import { ProviderOnDemand } from './features/accounts/ProviderOnDemand.ts';
import { registerCommands } from './features/commands/registerCommands.ts';
import { registerLaunches } from './features/launches/registerLaunches.ts';
import { registerView } from './features/view/registerView.ts';
import { TERMINAL_MEMORY } from './features/terminals/terminalMemoryKey.ts';
import type * as rootModule from './root.ts';

/** What is about to be run waits for no longer, in milliseconds. */
const RESTORE_PATIENCE_MS = 1_000;

/**
 * Tells the editor what there is, and reads the rest when somebody asks for it. Asks nobody, and waits for nothing but a role
 * that is to be used again: the task that this extension is activated by gets it only if it is there by then.
 */
export function activate(context: vscode.ExtensionContext): AwsSsoExports | Promise<AwsSsoExports> {
  const log = vscode.window.createOutputChannel('AWS SSO', { log: true });
  let loaded: rootModule.Root | undefined;
  const root = (): rootModule.Root => {
    if (!loaded) {
      // Not `import`, since `getAPI` answers at once.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      loaded = (require('./root.ts') as typeof rootModule).root(context, log, {
        onChange: (change) => provider.onChange(change),
        onRoleChange: (change) => roleProvider.onChange(change),
        onConsoleChange: (change) => consoleProvider.onChange(change),
      });
      context.subscriptions.push(loaded);
    }
    return loaded;
  };
  const onDemand = async (): ReturnType<rootModule.Root['onDemand']> => root().onDemand();
  const provider = new ProviderOnDemand(() => Promise.resolve(root().provider), log);
  const roleProvider = new ProviderOnDemand(() => Promise.resolve(root().roleProvider), log);
  const consoleProvider = new ProviderOnDemand(async () => (await onDemand()).consoleProvider, log);
  const register = (id: string, label: string, registered: ProviderOnDemand): vscode.Disposable =>
    vscode.authentication.registerAuthenticationProvider(id, label, registered, {
      supportsMultipleAccounts: true,
    });
  const isRoleUsed = (): boolean => context.workspaceState.get(TERMINAL_MEMORY) !== undefined;
  context.subscriptions.push(
    log,
    provider,
    roleProvider,
    consoleProvider,
    register(PROVIDER_ID, l10n.t('AWS IAM Identity Center'), provider),
    register(ROLE_PROVIDER_ID, l10n.t('AWS Role Credentials'), roleProvider),
    register(CONSOLE_PROVIDER_ID, l10n.t('AWS Sign-In'), consoleProvider),
    registerCommands(async () => (await onDemand()).commands, log),
    registerView(async () => (await onDemand()).view),
    registerLaunches(isRoleUsed, async (launch) => (await onDemand()).giveVariables(launch), log),
  );
  const exports: AwsSsoExports = Object.freeze({
    getAPI: (...request: Parameters<AwsSsoExports['getAPI']>) => root().exports.getAPI(...request),
  });
  if (!isRoleUsed()) {
    return exports;
  }
  const restored = onDemand()
    .then(({ terminals }) => terminals.restore())
    .catch((error: unknown) => log.error(`Terminals get no role: ${messageOf(error)}`));
  return within(RESTORE_PATIENCE_MS, restored).then(() => exports);
}
