import { access, constants, mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeFileAtomically } from '../../../aws/config/writeFileAtomically.ts';
import { messageOf } from '../../../base/errors.ts';
import type { Log } from '../../../base/Log.ts';
import { defaultShell, defaultShellArguments } from '../shells/inheritedEnvironment.ts';
import { terminalName } from '../shells/roleTerminal.ts';
import type { OwnAccess } from './OwnTerminals.ts';
import { ownShell, scriptName, type Shell, SHELL_SCRIPT } from './ownShell.ts';

export interface OwnShellOptions {
  /** Whether the terminals of this window run on the machine of this process. */
  readonly isLocal: boolean;
  /** The global storage of this extension. */
  readonly storage: string;
  readonly log: Log;
}

/** Has VS Code open a terminal that has a role of its own, named after it. */
export async function ownTerminalOptions(
  { terminal, variables, removed }: OwnAccess,
  { isLocal, storage, log }: OwnShellOptions,
): Promise<vscode.TerminalOptions> {
  const used = defaultShell();
  const shell = isLocal ? { file: used.file ?? '', args: defaultShellArguments(used) } : undefined;
  const script = shell && process.platform !== 'win32' ? await writeScript(shell, storage, log) : undefined;
  const { env, ...start } = ownShell(terminal.id, variables, { shell, script, platform: process.platform });
  return {
    ...start,
    name: terminalName(terminal.role),
    env: { ...env, ...Object.fromEntries(removed.map((name) => [name, null])) },
    iconPath: new vscode.ThemeIcon('key'),
  };
}

/** @returns undefined where no script can be run there. */
async function writeScript(shell: Shell, storage: string, log: Log): Promise<string | undefined> {
  const script = path.join(storage, 'shells', scriptName(shell));
  try {
    await mkdir(path.dirname(script), { recursive: true, mode: 0o700 });
    await writeFileAtomically(script, SHELL_SCRIPT, { mode: 0o700 });
    await access(script, constants.X_OK);
    return script;
  } catch (error) {
    log.info(`Terminals with a role of their own have no shell integration: ${messageOf(error)}`);
    return undefined;
  }
}
