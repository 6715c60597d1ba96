import type { TerminalOptions } from 'vscode';
import { shown } from '../../../base/shown.ts';
import { accountOf } from '../terminalSentences.ts';
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
  const account = role.accountName ?? accountOf(role);
  return {
    name: `${shown(role.roleName)} · ${shown(account)}`,
    env: { ...guard, ...removed },
    ...(folder && { cwd: folder.uri }),
  };
}
