import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { AwsSsoExports } from '../api/src/index.ts';
import { messageOf } from './base/errors.ts';
import { within } from './base/within.ts';
import type { ProviderChangeEmitter } from './features/accounts/providerOnDemand.ts';
import { type PerProvider, registerProviders } from './features/accounts/registerProviders.ts';
import { registerCommands } from './features/commands/registerCommands.ts';
import { registerLaunches } from './features/launches/registerLaunches.ts';
import { registerLinks } from './features/links/registerLinks.ts';
import { SERVED_FILE, SERVED_FOLDER } from './features/served/servedFolder.ts';
import { registerRoleProfile } from './features/terminals/own/registerRoleProfile.ts';
import { OWN_TERMINALS, TERMINAL_MEMORY } from './features/terminals/terminalMemoryKey.ts';
import { FOLDER_MEMORY } from './features/terminals/workspace/folderMemoryKey.ts';
import { registerWorkspaceRoles } from './features/terminals/workspace/registerWorkspaceRoles.ts';
import { registerEach } from './features/ui/registerEach.ts';
import { registerView } from './features/view/registerView.ts';
import type * as mainModule from './main.ts';

/** What is about to be run waits for no longer, in milliseconds. */
const RESTORE_PATIENCE_MS = 1_000;

/**
 * Tells the editor what there is, and reads the rest when somebody asks for it. Asks nobody, and waits for nothing but a role
 * that is to be used again: the task that this extension is activated by gets it only if it is there by then.
 */
export function activate(context: vscode.ExtensionContext): AwsSsoExports | Promise<AwsSsoExports> {
  const log = vscode.window.createOutputChannel('AWS SSO', { log: true });
  const changes: PerProvider<ProviderChangeEmitter> = {
    sso: new vscode.EventEmitter(),
    role: new vscode.EventEmitter(),
    console: new vscode.EventEmitter(),
  };
  let loaded: mainModule.Main | undefined;
  const main = (): mainModule.Main => {
    if (!loaded) {
      // Not `import`, since `getAPI` answers at once.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      loaded = (require('./main.ts') as typeof mainModule).main(context, log, changes);
      context.subscriptions.push(loaded);
    }
    return loaded;
  };
  const { workspaceState } = context;
  const isRoleUsed = (): boolean =>
    [TERMINAL_MEMORY, FOLDER_MEMORY].some((key) => workspaceState.get(key) !== undefined);
  context.subscriptions.push(
    log,
    registerProviders(() => main().providers, changes, log),
    registerCommands(() => main().commands, log),
    registerEach(log, {
      'the view': () => registerView(() => main().view),
      'the links': () => registerLinks(() => main().links),
      'the roles of launches': () =>
        registerLaunches(isRoleUsed, (...launch) => main().terminals.giveVariables(...launch), log),
      'the roles of workspaces': () =>
        registerWorkspaceRoles(workspaceState, () => main().terminals.propose()),
      'the terminal profile': () => registerRoleProfile(() => main().terminals.newRoleTerminal()),
    }),
  );
  const exports: AwsSsoExports = Object.freeze({
    getAPI: (...request: Parameters<AwsSsoExports['getAPI']>) => main().exports.getAPI(...request),
  });
  let isServing = false;
  // Again when the person comes to this window: it may be the last one, and profiles may have been added in another.
  const serve = (): void => {
    if (!isServing && existsSync(`${context.globalStorageUri.fsPath}/${SERVED_FOLDER}/${SERVED_FILE}`)) {
      isServing = true;
      // Nobody waits for it who starts the editor.
      setImmediate(() => {
        (async () => main().served.start())().catch((error: unknown) =>
          log.error(`Served profiles get nothing: ${messageOf(error)}`),
        );
      });
    }
  };
  serve();
  context.subscriptions.push(vscode.window.onDidChangeWindowState(serve));
  if (!isRoleUsed() && workspaceState.get(OWN_TERMINALS) === undefined) {
    return exports;
  }
  const restored = (async () => main().terminals.restore())().catch((error: unknown) =>
    log.error(`Terminals get no role: ${messageOf(error)}`),
  );
  return within(RESTORE_PATIENCE_MS, restored).then(() => exports);
}
