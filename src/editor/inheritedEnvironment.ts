import * as vscode from 'vscode';

const SETTING: Partial<Record<NodeJS.Platform, string>> = { darwin: 'osx', win32: 'windows' };

/** What the terminals of this machine start with, as far as the editor knows: their shell may set more. */
export function inheritedEnvironment(): Readonly<Record<string, string | undefined>> {
  const set = vscode.workspace
    .getConfiguration('terminal.integrated.env')
    .get<Readonly<Record<string, string | null>>>(SETTING[process.platform] ?? 'linux', {});
  const entries = Object.entries(set).map(([name, value]) => [name, value ?? undefined]);
  return { ...process.env, ...(Object.fromEntries(entries) as Record<string, string | undefined>) };
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
