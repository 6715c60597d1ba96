import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import type { RoleArgument } from './askRole.ts';
import { cancelled } from '../ui/cancellation.ts';
import { isConsoleRole, isSameRole, recentRoles, type TerminalRole } from '../terminals/terminalMemory.ts';
import type { TerminalRoles } from '../terminals/TerminalRoles.ts';
import { accountOf } from '../terminals/terminalSentences.ts';
import { consoleRole } from '../terminals/terminalSources.ts';

/**
 * Asks for a role among those used before, the last one first, so that two keys switch between two of them. Nothing is asked
 * where there was none.
 *
 * @returns an empty argument for another role; a console session as the role that it is; `stop` for none.
 * @throws AwsSsoError `Cancelled`.
 */
export async function askRecentRole(
  {
    terminals,
    consoles,
    globalState,
  }: {
    readonly terminals: Pick<TerminalRoles, 'state'>;
    readonly consoles: Pick<ConsoleSessions, 'load' | 'signedIn'>;
    readonly globalState: vscode.Memento;
  },
  title: string,
): Promise<RoleArgument | TerminalRole | 'stop'> {
  await consoles.load();
  const { role: inUse, problem } = terminals.state ?? {};
  const recent = recentRoles(globalState).filter((role) => !inUse || !isSameRole(role, inUse));
  const fromConsole = consoles
    .signedIn()
    .map(consoleRole)
    .filter((role) => !inUse || !isSameRole(role, inUse));
  if (!inUse && recent.length === 0 && fromConsole.length === 0) {
    return {};
  }
  const asItem = (role: TerminalRole): Item => ({
    label: role.roleName,
    description: accountOf(role),
    detail: role.sessionName,
    chosen: role,
  });
  const items: Item[] = [
    ...(inUse && problem !== undefined
      ? [
          {
            label: l10n.t('$(refresh) Try {0} Again', inUse.roleName),
            description: accountOf(inUse),
            detail: messageOf(problem),
            chosen: inUse,
          },
        ]
      : []),
    ...recent.map(asItem),
    ...(fromConsole.length > 0
      ? [
          {
            label: l10n.t('AWS console'),
            kind: vscode.QuickPickItemKind.Separator,
            chosen: 'another' as const,
          },
        ]
      : []),
    ...fromConsole.map((role) => ({
      label: l10n.t('AWS Console credentials: {0}', role.roleName),
      description: role.accountId,
      chosen: role,
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator, chosen: 'another' },
    { label: l10n.t('$(search) Another Role…'), alwaysShow: true, chosen: 'another' },
    ...(inUse
      ? [{ label: l10n.t('$(circle-slash) Stop Using {0}', inUse.roleName), chosen: 'stop' as const }]
      : []),
  ];
  const choice = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: inUse
      ? l10n.t('Terminals use {0} in {1}. Switch to:', inUse.roleName, accountOf(inUse))
      : l10n.t('The role that new terminals use'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!choice) {
    throw cancelled();
  }
  const { chosen } = choice;
  if (chosen === 'another') {
    return {};
  }
  if (chosen === 'stop' || isConsoleRole(chosen)) {
    return chosen;
  }
  const { session, sessionName, accountId, roleName } = chosen;
  return { session: sessionName, sessionId: session, accountId, roleName };
}

interface Item extends vscode.QuickPickItem {
  readonly chosen: TerminalRole | 'another' | 'stop';
}
