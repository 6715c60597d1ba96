import path from 'node:path';
import * as vscode from 'vscode';
import type { TerminalShell } from './wslShell.ts';
import { homeDirectory } from '../../../aws/config/homeDirectory.ts';

const SETTING: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'windows' };

/** What the terminals of this machine start with, as far as the editor knows: their shell may set more. */
export function inheritedEnvironment(): Readonly<Record<string, string | undefined>> {
  const set = vscode.workspace
    .getConfiguration('terminal.integrated.env')
    .get<Readonly<Record<string, string | null>> | null>(SETTING[process.platform] ?? 'linux', null);
  const entries = Object.entries(set ?? {}).map(([name, value]) => [
    name,
    value === null ? undefined : resolved(value),
  ]);
  return { ...process.env, ...(Object.fromEntries(entries) as Record<string, string | undefined>) };
}

/** What settings add to the environment of terminals on another machine, of which neither the platform nor more is known. */
export function configuredEnvironment(): Readonly<Record<string, string | undefined>> {
  const settings = vscode.workspace.getConfiguration('terminal.integrated.env');
  const sets = ['linux', 'osx', 'windows'].map((platform) =>
    settings.get<Readonly<Record<string, string | null>> | null>(platform, null),
  );
  const entries = sets.flatMap((set) => Object.entries(set ?? {}));
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** The shell that new terminals start, as far as the editor says. */
export function defaultShell(): TerminalShell {
  const name = vscode.workspace
    .getConfiguration('terminal.integrated.defaultProfile')
    .get<string | null>(SETTING[process.platform] ?? 'linux', null);
  return { file: vscode.env.shell, ...(name !== null && { name }) };
}

/** The arguments of that shell, by its profile: the one of the setting, or the one that is named after the shell. */
export function defaultShellArguments({ name, file = '' }: TerminalShell): readonly string[] {
  const profiles = vscode.workspace
    .getConfiguration('terminal.integrated.profiles')
    .get<Readonly<Record<string, unknown>> | null>(SETTING[process.platform] ?? 'linux', null);
  const profile = profiles?.[name ?? path.parse(file).name] as { readonly args?: unknown } | null | undefined;
  return [profile?.args ?? []].flat().filter((argument) => typeof argument === 'string');
}

/** With what the editor puts in the place of its variables, of those that make sense in an environment. */
function resolved(value: string): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return value
    .replace(/\$\{env:([^}]+)\}/g, (_, name: string) => process.env[name] ?? '')
    .replaceAll('${workspaceFolder}', folder?.uri.fsPath ?? '')
    .replaceAll('${userHome}', homeDirectory(process.env));
}

/**
 * Whether the terminals of this window run on the machine of this extension. In a remote window they do where the
 * extension is installed there, unless the setting `remote.extensionKind` has it run locally.
 */
export function hasLocalTerminals({
  extensionKind,
}: Pick<vscode.Extension<unknown>, 'extensionKind'>): boolean {
  return vscode.env.remoteName === undefined || extensionKind === vscode.ExtensionKind.Workspace;
}
