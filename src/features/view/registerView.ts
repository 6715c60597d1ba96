import * as vscode from 'vscode';
import type { TreeNode } from './AccountTree.ts';
import type { AccountView, ViewChanges } from './AccountView.ts';
import { VIEW_ID } from './viewId.ts';

/** Registers the view. What is in it is loaded when somebody first looks at it. */
export function registerView(load: () => Promise<AccountView>): vscode.Disposable {
  const changes: ViewChanges = new vscode.EventEmitter();
  const view = async (): Promise<AccountView> => {
    const loaded = await load();
    loaded.attach(treeView, changes);
    return loaded;
  };
  const treeView: vscode.TreeView<TreeNode> = vscode.window.createTreeView<TreeNode>(VIEW_ID, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: async (node) => (await view()).children(node),
      getTreeItem: async (node) => (await view()).item(node),
      resolveTreeItem: async (item, node) => (await view()).withTooltip(item, node),
    },
  });
  return vscode.Disposable.from(treeView, changes);
}
