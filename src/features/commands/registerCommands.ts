import * as vscode from 'vscode';
import { COMMAND_IDS } from '../ui/commandIds.ts';
import { registerEach } from '../ui/registerEach.ts';
import type { Commands } from './commands.ts';

/** Registers the commands. What they do is loaded with the first of them. */
export function registerCommands(commands: () => Commands, log: vscode.LogOutputChannel): vscode.Disposable {
  const registrations = COMMAND_IDS.map(([id, name]) => [
    id,
    () => vscode.commands.registerCommand(id, async (argument?: never) => commands()[name](argument)),
  ]);
  return registerEach(log, {
    ...(Object.fromEntries(registrations) as Record<string, () => vscode.Disposable>),
    'awsSso.showLog': () => vscode.commands.registerCommand('awsSso.showLog', () => log.show()),
  });
}
