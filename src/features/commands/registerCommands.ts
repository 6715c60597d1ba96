import * as vscode from 'vscode';
import { COMMAND_IDS } from '../ui/commandIds.ts';
import type { Commands } from './commands.ts';

/** Registers the commands. What they do is loaded with the first of them. */
export function registerCommands(commands: () => Commands, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    ...COMMAND_IDS.map(([id, name]) =>
      vscode.commands.registerCommand(id, async (argument?: never) => commands()[name](argument)),
    ),
    vscode.commands.registerCommand('awsSso.showLog', () => log.show()),
  );
}
