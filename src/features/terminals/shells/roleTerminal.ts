import type { TerminalOptions } from 'vscode';
import { shown } from '../../../base/shown.ts';
import type { TerminalRole } from '../terminalMemory.ts';
import type { TerminalState } from '../terminalState.ts';
import { NO_SOURCES, refusedVariables } from '../terminalVariables.ts';

/**
 * A terminal of our own for the role in use, named after it. What is in its variables counts only where the editor adds nothing
 * to them: in one that is restored after a restart, which has to get no other credentials.
 */
export function roleTerminal(state: TerminalState): Pick<TerminalOptions, 'cwd' | 'env' | 'name'> {
  const { role, why, preferred, folder } = state;
  const guard = why === undefined ? {} : refusedVariables(NO_SOURCES);
  // This one can do without the variables that are in the way.
  const removed = Object.fromEntries(preferred.map((name) => [name, null]));
  return { name: terminalName(role), env: { ...guard, ...removed }, ...(folder && { cwd: folder.uri }) };
}

/** The name of a tab, after role and account. */
export function terminalName(role: TerminalRole): string {
  return `${shown(role.roleName)} · ${shown(role.accountName ?? role.accountId)}`;
}
