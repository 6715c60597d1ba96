import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ConsoleSessions } from '../../../sessions/kinds/ConsoleSessions.ts';
import { askAboutProfile } from './askAboutProfile.ts';
import { askRegionOnce, changeRegion, type ChooseRegionOptions } from '../region/chooseRegion.ts';
import type { RoleOptions } from '../../roles/askRole.ts';
import type { RoleArgument } from '../../roles/roleArgument.ts';
import { progressAfterAWhile } from '../../ui/progressAfterAWhile.ts';
import { roleTerminal } from '../shells/roleTerminal.ts';
import { addRecentRole, isConsoleRole, type TerminalRole } from '../terminalMemory.ts';
import { chooseTerminalRole, type ChooseTerminalRoleOptions } from './chooseTerminalRole.ts';
import type { TerminalRoles } from '../TerminalRoles.ts';
import type { TerminalState } from '../terminalState.ts';
import { endSentence, hintSentence, stateSentence } from '../terminalSentences.ts';
import type { TerminalCredentials } from '../TerminalServer.ts';
import type { FolderRoles } from '../workspace/FolderRoles.ts';

export interface TerminalCommandOptions extends ChooseTerminalRoleOptions {
  readonly sessions: RoleOptions['sessions'] & ChooseRegionOptions['sessions'];
  readonly roles: Pick<TerminalCredentials, 'get'>;
  readonly terminals: TerminalRoles;
  readonly consoles: ConsoleSessions;
  readonly folders: Pick<FolderRoles, 'all' | 'clear'>;
  /** The terminals that the status bar speaks of. */
  readonly shown: () => TerminalRoles;
  readonly onStopped: () => Promise<void>;
  readonly globalState: vscode.Memento;
  readonly workspaceState: vscode.Memento;
  readonly env: () => Readonly<Record<string, string | undefined>>;
}

/** Each throws AwsSsoError as `askRole`, `AgreedUses.confirm` and `TerminalRoles.use`. */
export interface TerminalCommands {
  readonly useRoleInTerminals: (argument: RoleArgument) => Promise<void>;
  readonly clearTerminalRole: () => Promise<void>;
  readonly changeTerminalRegion: () => Promise<void>;
}

export function terminalCommands(parts: TerminalCommandOptions): TerminalCommands {
  const clearTerminalRole = async (): Promise<void> => {
    const { terminals, folders } = parts;
    const { state } = [terminals, ...folders.all].find((one) => one.state) ?? terminals;
    await Promise.all([terminals.clear(), folders.clear()]);
    await parts.onStopped();
    void vscode.window.showInformationMessage(state ? endSentence(state) : l10n.t('Terminals use no role.'));
  };
  return {
    clearTerminalRole,
    changeTerminalRegion: () => changeRegion({ ...parts, terminals: parts.shown() }),
    useRoleInTerminals: async (argument) => {
      const title = l10n.t('Use Role in Terminals');
      const role = await chooseTerminalRole(parts, title, argument, 'window');
      await (role === 'stop' ? clearTerminalRole() : use(parts, title, role));
    },
  };
}

async function use(parts: TerminalCommandOptions, title: string, role: TerminalRole): Promise<void> {
  const isExpiringChosen = await askBeforeUse(parts, title, role);
  const state = await parts.terminals.use(role, isExpiringChosen);
  await rememberUse(parts, role);
  void tell(state);
}

/**
 * Asks what else has to be decided before terminals get the role.
 *
 * @returns whether they get variables that expire, by the person's choice.
 */
export async function askBeforeUse(
  parts: TerminalCommandOptions,
  title: string,
  role: TerminalRole,
): Promise<boolean> {
  // Nothing more is asked for, or changed, for a role that gives no credentials.
  await progressAfterAWhile(l10n.t('Getting credentials of {0}', role.roleName), parts.roles.get(role));
  const isExpiringChosen = await askAboutProfile(parts, title);
  await askRegionOnce(parts, title, role);
  return isExpiringChosen;
}

/** Console sessions are all in the list anyway. */
export async function rememberUse(
  { globalState }: Pick<TerminalCommandOptions, 'globalState'>,
  role: TerminalRole,
): Promise<void> {
  if (!isConsoleRole(role)) {
    await addRecentRole(globalState, role);
  }
}

async function tell(state: TerminalState): Promise<void> {
  const openTerminal = l10n.t('Open Terminal');
  const sentences = [stateSentence(state), hintSentence(state)].filter(Boolean).join(' ');
  if ((await vscode.window.showInformationMessage(sentences, openTerminal)) === openTerminal) {
    vscode.window.createTerminal(roleTerminal(state)).show();
  }
}
