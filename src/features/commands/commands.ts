import type { Log } from '../../base/Log.ts';
import type { Answer } from '../api/bridgeMessages.ts';
import type { RoleCommands } from '../roles/roleCommands.ts';
import { readConsoleArgument, readRoleArgument, type RoleArgument } from '../roles/roleArgument.ts';
import type { SignInCommands } from '../signIn/signInCommands.ts';
import type { RoleTerminalCommands } from '../terminals/own/roleTerminalCommands.ts';
import type { TerminalCommands } from '../terminals/ui/terminalCommands.ts';
import type { CommandId } from '../ui/commandIds.ts';
import { openExtensionSettings } from '../ui/openExtensionSettings.ts';
import type { Ui } from '../ui/Ui.ts';
import type { AccountView } from '../view/AccountView.ts';
import { type Command, showingFailures } from './showFailure.ts';

export interface CommandOptions {
  readonly signInCommands: SignInCommands;
  readonly roleCommands: RoleCommands & TerminalCommands & RoleTerminalCommands;
  readonly view: Pick<
    AccountView,
    'owns' | 'filter' | 'clearFilter' | 'refresh' | 'retry' | 'copyAccountId' | 'enter' | 'isMeant' | 'pin'
  >;
  readonly stopServing: (argument: unknown) => Promise<void>;
  readonly diagnose: () => Promise<void>;
  readonly copyReport: () => Promise<void>;
  readonly api: (question: unknown) => Promise<Answer>;
  readonly ui: Pick<Ui, 'show' | 'run'>;
  readonly log: Log;
}

export type Commands = Readonly<Record<CommandId, Command>>;

/**
 * The commands of all features. None of them rejects: the editor would show a second, modal, message. Anybody can call them with
 * anything, so each argument is a proposal unless it is a node of our own view.
 */
export function commands(options: CommandOptions): Commands {
  const { signInCommands, roleCommands, view, stopServing, diagnose, copyReport, api, ui } = options;
  const shown = showingFailures(options);
  const forRole = (run: (wanted: RoleArgument) => Promise<unknown>, read = readRoleArgument): Command =>
    shown(async (argument) => run(read(argument, (node) => view.owns(node))));
  const useRoleInTerminals = forRole(roleCommands.useRoleInTerminals);

  return {
    ...(Object.fromEntries(
      Object.entries(signInCommands).map(([name, run]) => [name, shown(run)]),
    ) as unknown as SignInCommands),
    openConsole: forRole(roleCommands.openConsole, readConsoleArgument),
    copyCredentials: forRole(roleCommands.copyCredentials),
    addProfile: forRole(roleCommands.addProfile),
    addAllProfiles: forRole(roleCommands.addAllProfiles),
    stopServing: shown((row) => stopServing(row)),
    useRoleInTerminals,
    openRoleTerminal: forRole(roleCommands.openRoleTerminal),
    clearTerminalRole: shown(() => roleCommands.clearTerminalRole()),
    // Whatever the view or a caller passes isn't meant for these.
    changeTerminalRegion: shown(() => roleCommands.changeTerminalRegion()),
    diagnose: shown(() => diagnose()),
    copyReport: shown(() => copyReport()),
    openSettings: shown(() => openExtensionSettings(ui)),
    filterAccounts: shown(() => view.filter()),
    clearFilter: shown(() => Promise.resolve(view.clearFilter())),
    refreshAccounts: shown(() => Promise.resolve(view.refresh())),
    retryList: shown((node) => Promise.resolve(view.retry(node))),
    copyAccountId: shown((node) => view.copyAccountId(node)),
    useRole: shown(() => view.enter()),
    pressRole: async (node) => (view.isMeant(node) ? useRoleInTerminals(node) : undefined),
    pinRole: shown((node) => view.pin(node)),
    unpinRole: shown((node) => view.pin(node, false)),
    api,
  };
}
