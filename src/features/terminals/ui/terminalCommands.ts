import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ConsoleSessions } from '../../../sessions/kinds/ConsoleSessions.ts';
import { askAboutProfile } from './askAboutProfile.ts';
import { askRegionOnce, changeRegion, type ChooseRegionOptions } from '../region/chooseRegion.ts';
import type { RoleOptions } from '../../roles/askRole.ts';
import type { RoleArgument } from '../../roles/roleArgument.ts';
import { progressAfterAWhile } from '../../ui/progressAfterAWhile.ts';
import { orBack } from '../../roles/orBack.ts';
import type { Picked } from '../../roles/pickOne.ts';
import { cancelled } from '../../ui/cancellation.ts';
import { BACK, type Question } from '../../ui/Ui.ts';
import type { RecentRoleUse } from '../../roles/askRecentRole.ts';
import { roleTerminal } from '../shells/roleTerminal.ts';
import type { TerminalRole } from '../terminalMemory.ts';
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
      const chosen = await chooseWithAccess(parts, title, argument, 'window');
      await (chosen === 'stop' ? clearTerminalRole() : use(parts, chosen));
    },
  };
}

async function use(parts: TerminalCommandOptions, { role, isExpiringChosen }: RoleWithAccess): Promise<void> {
  const state = await parts.terminals.use(role, isExpiringChosen);
  await parts.favourites.used(role);
  void tell(state);
}

export interface RoleWithAccess {
  readonly role: TerminalRole;
  /** Whether terminals get variables that expire, by the person's choice. */
  readonly isExpiringChosen: boolean;
}

/**
 * Asks for a role, and what else has to be decided before terminals get it. Each question leads back to the one before.
 *
 * @returns `stop` for none, where the person chose that for the window.
 * @throws AwsSsoError as `chooseTerminalRole`.
 */
export async function chooseWithAccess(
  parts: TerminalCommandOptions,
  title: string,
  argument: RoleArgument,
  use: RecentRoleUse,
): Promise<RoleWithAccess | 'stop'> {
  const chosen = await orBack(
    async (): Promise<Picked<TerminalRole | 'stop'>> => {
      const picked = await chooseTerminalRole(parts, title, argument, use);
      return picked === 'stop' ? { value: picked, wasAsked: true } : picked;
    },
    async (role, canGoBack) => {
      if (role === 'stop') {
        return role;
      }
      const isExpiringChosen = await askBeforeUse(parts, { title, canGoBack }, role);
      return isExpiringChosen === BACK ? BACK : { role, isExpiringChosen };
    },
  );
  if (chosen === BACK) {
    throw cancelled();
  }
  return chosen;
}

async function askBeforeUse(
  parts: TerminalCommandOptions,
  { title, canGoBack }: Pick<Question, 'title' | 'canGoBack'>,
  role: TerminalRole,
): Promise<boolean | typeof BACK> {
  // Nothing more is asked for, or changed, for a role that gives no credentials.
  await progressAfterAWhile(l10n.t('Getting credentials of {0}', role.roleName), parts.roles.get(role));
  return orBack(
    () => askAboutProfile(parts, { title, canGoBack }),
    async (isExpiringChosen, wasAsked) => {
      const answer = await askRegionOnce(parts, { title, canGoBack: canGoBack || wasAsked }, role);
      return answer ?? isExpiringChosen;
    },
  );
}

async function tell(state: TerminalState): Promise<void> {
  const openTerminal = l10n.t('Open Terminal');
  const sentences = [stateSentence(state), hintSentence(state)].filter(Boolean).join(' ');
  if ((await vscode.window.showInformationMessage(sentences, openTerminal)) === openTerminal) {
    vscode.window.createTerminal(roleTerminal(state)).show();
  }
}
