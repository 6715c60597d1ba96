import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { addEmptyProfile } from '../aws/addProfile.ts';
import { awsConfigFile } from '../aws/awsConfigSessions.ts';
import { editFile } from '../aws/editFile.ts';
import { inHome } from '../aws/homeDirectory.ts';
import { EMPTY_PROFILE, type PreferredSources } from '../aws/preferredSources.ts';
import { sessionId } from '../sessions/SsoSession.ts';
import { askRole, type RoleArgument, type RoleParts } from './askRole.ts';
import { cancelled } from './cancellation.ts';
import { progressAfterAWhile } from './progressAfterAWhile.ts';
import { addRecentRole, isSameRole, recentRoles, type TerminalRole } from './terminalMemory.ts';
import type { TerminalRoles, TerminalState } from './TerminalRoles.ts';
import { accountOf, hintSentence, stateSentence } from './terminalSentences.ts';

export interface TerminalCommandParts extends RoleParts {
  readonly terminals: TerminalRoles;
  readonly globalState: vscode.Memento;
  readonly env: () => Readonly<Record<string, string | undefined>>;
}

/** Each throws AwsSsoError as `askRole` and `TerminalRoles.use`. */
export interface TerminalCommands {
  readonly useRoleInTerminals: (argument?: RoleArgument) => Promise<void>;
  readonly clearTerminalRole: () => Promise<void>;
}

export function terminalCommands(parts: TerminalCommandParts): TerminalCommands {
  const clearTerminalRole = async (): Promise<void> => {
    const { state } = parts.terminals;
    await parts.terminals.clear();
    void vscode.window.showInformationMessage(
      state
        ? l10n.t(
            'Terminals do not use the role {0} any more, those that are open included.',
            state.role.roleName,
          )
        : l10n.t('Terminals use no role.'),
    );
  };
  return {
    clearTerminalRole,
    useRoleInTerminals: async (argument) => {
      const wanted = argument ?? (await askRecent(parts));
      await (wanted === 'stop' ? clearTerminalRole() : use(parts, wanted));
    },
  };
}

const title = (): string => l10n.t('Use Role in Terminals');

async function use(parts: TerminalCommandParts, argument: RoleArgument): Promise<void> {
  const { terminals, directory, globalState } = parts;
  const { session, accountId, roleName, ...asked } = await askRole(parts, title(), argument);
  const id = sessionId(session);
  const accountName =
    asked.accountName ??
    (await directory.accountName(id, accountId)) ??
    recentRoles(globalState).find((recent) => recent.accountId === accountId)?.accountName;
  const role: TerminalRole = { session: id, sessionName: session.name, accountId, accountName, roleName };
  const isExpiringChosen = await mustExpire(parts);
  const state = await progressAfterAWhile(
    l10n.t('Getting credentials of {0}', roleName),
    terminals.use(role, isExpiringChosen),
  );
  await addRecentRole(globalState, role);
  void tell(state);
}

async function tell(state: TerminalState): Promise<void> {
  const openTerminal = l10n.t('Open Terminal');
  const sentences = [stateSentence(state), hintSentence(state)].filter(Boolean).join(' ');
  if ((await vscode.window.showInformationMessage(sentences, openTerminal)) === openTerminal) {
    // This one can do without the variables that are in the way.
    const env = Object.fromEntries(state.preferred.map((name) => [name, null]));
    vscode.window.createTerminal({ env }).show();
  }
}

/** Those used before, the last one first, so that two keys switch between two of them. */
async function askRecent({ globalState, terminals }: TerminalCommandParts): Promise<RoleArgument | 'stop'> {
  const inUse = terminals.state?.role;
  const recent = recentRoles(globalState).filter((role) => !inUse || !isSameRole(role, inUse));
  if (!inUse && recent.length === 0) {
    return {};
  }
  const asItem = (role: TerminalRole): vscode.QuickPickItem & { chosen: RoleArgument } => ({
    label: role.roleName,
    description: accountOf(role),
    detail: role.sessionName,
    chosen: { session: role.sessionName, accountId: role.accountId, roleName: role.roleName },
  });
  const stop = {
    label: l10n.t('$(circle-slash) Stop Using {0}', inUse?.roleName ?? ''),
    chosen: 'stop' as const,
  };
  const choice = await vscode.window.showQuickPick(
    [
      ...recent.map(asItem),
      { label: '', kind: vscode.QuickPickItemKind.Separator, chosen: {} },
      { label: l10n.t('$(search) Another Role…'), chosen: {} },
      ...(inUse ? [stop] : []),
    ],
    {
      title: title(),
      placeHolder: inUse
        ? l10n.t('Terminals use {0} in {1}. Switch to:', inUse.roleName, accountOf(inUse))
        : l10n.t('The role that new terminals use'),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (!choice) {
    throw cancelled();
  }
  return choice.chosen;
}

/** Whether terminals get variables that expire although they could reach this editor. Asks the person, where it is open. */
async function mustExpire({ terminals, env }: TerminalCommandParts): Promise<boolean> {
  const obstacle = await terminals.obstacle();
  if (obstacle?.why !== 'profile') {
    return false;
  }
  if (terminals.isExpiringChosen) {
    return true;
  }
  const file = awsConfigFile(env());
  const add = {
    label: l10n.t('$(sync) Live credentials, by an empty profile in your AWS config file'),
    detail: l10n.t('Adds [profile {0}] to {1}.', EMPTY_PROFILE, inHome(file, env())),
    isExpiring: false,
  };
  const expire = {
    label: l10n.t('$(clock) Variables that expire'),
    detail: l10n.t('Changes no file. When they have expired, terminals are to be opened anew.'),
    isExpiring: true,
  };
  const choice = await vscode.window.showQuickPick([add, expire], {
    title: title(),
    placeHolder: obstacleSentence(obstacle.sources),
    ignoreFocusOut: true,
  });
  if (!choice) {
    throw cancelled();
  }
  if (!choice.isExpiring) {
    const comment = l10n.t(
      'Without credentials, so that the AWS CLI and the AWS SDKs in terminals ask the editor for those of a role.',
    );
    await editFile(file, (text) => addEmptyProfile(text, EMPTY_PROFILE, comment));
  }
  return choice.isExpiring;
}

function obstacleSentence({ profileVariables, profile = '' }: PreferredSources): string {
  const [variable] = profileVariables;
  return variable === undefined
    ? l10n.t('The AWS CLI and the SDKs would use your default profile, not the role. Use instead:')
    : l10n.t('{0} is “{1}” in terminals, which comes before the role. Use instead:', variable, profile);
}
