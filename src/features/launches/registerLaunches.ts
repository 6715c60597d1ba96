import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';

/**
 * Gives what is run or debugged to `give`, while a role is used. A start never fails for that reason; and nothing is loaded
 * where there is no role.
 */
export function registerLaunches(
  isRoleUsed: () => boolean,
  give: (
    launch: vscode.DebugConfiguration,
    folder: vscode.WorkspaceFolder | undefined,
  ) => Promise<vscode.DebugConfiguration>,
  log: Log,
): vscode.Disposable {
  return vscode.debug.registerDebugConfigurationProvider('*', {
    // The last to be asked: what other extensions put in is there by then.
    resolveDebugConfigurationWithSubstitutedVariables(folder, launch) {
      return isRoleUsed()
        ? give(launch, folder).catch((error: unknown) => {
            log.error(`“${launch.name}” does not get the role of the terminals: ${messageOf(error)}`);
            return launch;
          })
        : launch;
    },
  });
}
