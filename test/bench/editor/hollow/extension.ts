import * as vscode from 'vscode';
import { COMMAND_IDS } from '../../../../src/features/ui/commandIds.ts';

interface Contributions {
  readonly authentication: readonly { readonly id: string; readonly label: string }[];
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
}

/** Registers as much as this extension does, and does nothing for it. */
export function activate({ extension, subscriptions }: vscode.ExtensionContext): void {
  const { name, contributes } = extension.packageJSON as { name: string; contributes: Contributions };
  const nothing = new vscode.EventEmitter<never>().event;
  subscriptions.push(
    vscode.window.createOutputChannel(name, { log: true }),
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
    ...['showLog', ...COMMAND_IDS.map(([id]) => id)].map((id) =>
      vscode.commands.registerCommand(`${name}.${id}`, () => undefined),
    ),
    ...Object.values(contributes.views)
      .flat()
      .map(({ id }) =>
        vscode.window.createTreeView(id, {
          treeDataProvider: { getChildren: () => [], getTreeItem: () => new vscode.TreeItem('') },
        }),
      ),
    vscode.debug.registerDebugConfigurationProvider('*', {}),
  );
}
