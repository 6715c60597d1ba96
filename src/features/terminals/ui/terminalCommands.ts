import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isConsoleArn } from '../../../aws/endpoints/consoleArn.ts';
import { AwsSsoError } from '../../../base/errors.ts';
import type { ConsoleSessions } from '../../../sessions/kinds/ConsoleSessions.ts';
import { sessionId } from '../../../sessions/kinds/identityCenter.ts';
import { askAboutProfile } from './askAboutProfile.ts';
import { askRegionOnce, changeRegion, type ChooseRegionOptions } from '../region/chooseRegion.ts';
import { askRecentRole } from '../../roles/askRecentRole.ts';
import { askRole, type ChosenRole, type RoleOptions } from '../../roles/askRole.ts';
import { isOpen, type RoleArgument } from '../../roles/roleArgument.ts';
import { progressAfterAWhile } from '../../ui/progressAfterAWhile.ts';
import { roleTerminal } from '../shells/roleTerminal.ts';
import {
  addRecentRole,
  isConsoleRole,
  isSameRole,
  recentRoles,
  type TerminalRole,
} from '../terminalMemory.ts';
import type { TerminalRoles } from '../TerminalRoles.ts';
import type { TerminalState } from '../terminalState.ts';
import { endSentence, hintSentence, stateSentence } from '../terminalSentences.ts';
import type { TerminalCredentials } from '../TerminalServer.ts';
import { consoleRole } from '../terminalSources.ts';

export interface TerminalCommandOptions extends RoleOptions {
  readonly sessions: RoleOptions['sessions'] & ChooseRegionOptions['sessions'];
  readonly roles: Pick<TerminalCredentials, 'get'>;
  readonly terminals: TerminalRoles;
  readonly consoles: ConsoleSessions;
  readonly globalState: vscode.Memento;
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
    const { state } = parts.terminals;
    await parts.terminals.clear();
    void vscode.window.showInformationMessage(state ? endSentence(state) : l10n.t('Terminals use no role.'));
  };
  return {
    clearTerminalRole,
    changeTerminalRegion: () => changeRegion(parts),
    useRoleInTerminals: async (argument) => {
      const title = l10n.t('Use Role in Terminals');
      const wanted = isOpen(argument) ? ((await askRecentRole(parts, title)) ?? argument) : argument;
      if (wanted === 'stop') {
        await clearTerminalRole();
      } else {
        const { isChosen, chain, ...role } = isTerminalRole(wanted)
          ? { ...wanted, isChosen: true, chain: undefined }
          : await chooseRole(parts, title, wanted);
        const inUse = parts.terminals.state?.role;
        if (!isChosen || !inUse || !isSameRole(role, inUse)) {
          await parts.agreed.confirm(parts.ui, { use: 'terminals', role: { ...role, chain }, isChosen });
        }
        await use(parts, title, role);
      }
    },
  };
}

/** The role of the argument, asked for as far as that leaves it open; or the console session that it names. */
async function chooseRole(
  parts: TerminalCommandOptions,
  title: string,
  argument: RoleArgument,
): Promise<TerminalRole & Pick<ChosenRole, 'isChosen' | 'chain'>> {
  const { consoles, globalState } = parts;
  if (argument.session !== undefined && isConsoleArn(argument.session)) {
    await consoles.load();
    const found = consoles.signedIn().find(({ arn }) => arn === argument.session);
    if (!found) {
      throw new AwsSsoError('NotSignedIn', l10n.t('“{0}” is not signed in.', argument.session));
    }
    return { ...consoleRole(found), isChosen: false };
  }
  const { session, accountId, roleName, chain, isChosen, ...asked } = await askRole(parts, title, argument);
  const accountName =
    asked.accountName ??
    recentRoles(globalState).find((recent) => recent.accountId === accountId)?.accountName;
  return {
    session: sessionId(session),
    sessionName: session.name,
    accountId,
    accountName,
    roleName,
    ...(chain && { profile: chain.profile, chain }),
    isChosen,
  };
}

async function use(parts: TerminalCommandOptions, title: string, role: TerminalRole): Promise<void> {
  const { roles, terminals, globalState } = parts;
  // Nothing more is asked for, or changed, for a role that gives no credentials.
  await progressAfterAWhile(l10n.t('Getting credentials of {0}', role.roleName), roles.get(role));
  const isExpiringChosen = await askAboutProfile(parts, title);
  await askRegionOnce(parts, title, role);
  const state = await terminals.use(role, isExpiringChosen);
  if (!isConsoleRole(role)) {
    // Console sessions are all in the list anyway.
    await addRecentRole(globalState, role);
  }
  void tell(state);
}

async function tell(state: TerminalState): Promise<void> {
  const openTerminal = l10n.t('Open Terminal');
  const sentences = [stateSentence(state), hintSentence(state)].filter(Boolean).join(' ');
  if ((await vscode.window.showInformationMessage(sentences, openTerminal)) === openTerminal) {
    vscode.window.createTerminal(roleTerminal(state)).show();
  }
}

/** Whether it is one of our own list, whole. */
function isTerminalRole(wanted: RoleArgument | TerminalRole): wanted is TerminalRole {
  return 'sessionName' in wanted;
}
