import * as vscode from 'vscode';
import { homeDirectory } from '../../aws/config/homeDirectory.ts';

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
 * extension was installed there as well.
 */
export function hasLocalTerminals({
  extensionKind,
}: Pick<vscode.Extension<unknown>, 'extensionKind'>): boolean {
  return vscode.env.remoteName === undefined || extensionKind === vscode.ExtensionKind.Workspace;
}
