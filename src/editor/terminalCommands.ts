import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RoleCredentials } from '../sessions/RoleCredentials.ts';
import { sessionId } from '../sessions/SsoSession.ts';
import { askAboutProfile } from './askAboutProfile.ts';
import { askRecentRole } from './askRecentRole.ts';
import { askRole, type RoleArgument, type RoleParts } from './askRole.ts';
import { progressAfterAWhile } from './progressAfterAWhile.ts';
import { addRecentRole, recentRoles, type TerminalRole } from './terminalMemory.ts';
import type { TerminalRoles, TerminalState } from './TerminalRoles.ts';
import { endSentence, hintSentence, stateSentence } from './terminalSentences.ts';

export interface TerminalCommandParts extends RoleParts {
  readonly roles: Pick<RoleCredentials, 'get'>;
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
    void vscode.window.showInformationMessage(state ? endSentence(state) : l10n.t('Terminals use no role.'));
  };
  return {
    clearTerminalRole,
    useRoleInTerminals: async (argument) => {
      const title = l10n.t('Use Role in Terminals');
      const wanted = argument ?? (await askRecentRole(parts, title));
      await (wanted === 'stop' ? clearTerminalRole() : use(parts, title, wanted));
    },
  };
}

async function use(parts: TerminalCommandParts, title: string, argument: RoleArgument): Promise<void> {
  const { roles, terminals, directory, globalState } = parts;
  const { session, accountId, roleName, ...asked } = await askRole(parts, title, argument);
  const id = sessionId(session);
  const accountName =
    asked.accountName ??
    (await directory.accountName(id, accountId)) ??
    recentRoles(globalState).find((recent) => recent.accountId === accountId)?.accountName;
  const role: TerminalRole = { session: id, sessionName: session.name, accountId, accountName, roleName };
  // Nothing more is asked for, or changed, for a role that gives no credentials.
  await progressAfterAWhile(l10n.t('Getting credentials of {0}', roleName), roles.get(role));
  const isExpiringChosen = await askAboutProfile(parts, title);
  const state = await terminals.use(role, isExpiringChosen);
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
