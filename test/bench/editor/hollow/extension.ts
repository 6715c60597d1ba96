import * as vscode from 'vscode';

interface Contributions {
  readonly authentication: readonly { readonly id: string; readonly label: string }[];
  readonly commands: readonly { readonly command: string }[];
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
}

/** Registers whatever the manifest names, and does nothing for it. */
export function activate({ extension, secrets, subscriptions }: vscode.ExtensionContext): void {
  const { contributes } = extension.packageJSON as { contributes: Contributions };
  const nothing = new vscode.EventEmitter<never>().event;
  subscriptions.push(
    ...contributes.authentication.map(({ id, label }) =>
      vscode.authentication.registerAuthenticationProvider(
        id,
        label,
        {
          onDidChangeSessions: nothing,
          getSessions: () => Promise.resolve([]),
          createSession: () => Promise.reject(new Error('Nobody can sign in here.')),
          removeSession: () => Promise.resolve(),
        },
        { supportsMultipleAccounts: true },
      ),
    ),
    ...contributes.commands.map(({ command }) => vscode.commands.registerCommand(command, () => undefined)),
    ...Object.values(contributes.views)
      .flat()
      .map(({ id }) =>
        vscode.window.createTreeView(id, {
          treeDataProvider: { getChildren: () => [], getTreeItem: () => new vscode.TreeItem('') },
        }),
      ),
    vscode.debug.registerDebugConfigurationProvider('*', {}),
    vscode.workspace.onDidChangeConfiguration(() => undefined),
    secrets.onDidChange(() => undefined),
  );
}
