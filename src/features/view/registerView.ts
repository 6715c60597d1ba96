import * as vscode from 'vscode';
import type { TreeNode } from './nodes.ts';
import type { AccountView, ViewChanges } from './AccountView.ts';
import { VIEW_ID } from './viewId.ts';

/** Registers the view. What is in it is loaded when somebody first looks at it. */
export function registerView(load: () => AccountView): vscode.Disposable {
  const changes: ViewChanges = new vscode.EventEmitter();
  const view = (): AccountView => {
    const loaded = load();
    loaded.attach(treeView, changes);
    return loaded;
  };
  const treeView: vscode.TreeView<TreeNode> = vscode.window.createTreeView<TreeNode>(VIEW_ID, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: (node) => view().children(node),
      // Only sessions are revealed, and they're in nothing.
      getParent: () => undefined,
      getTreeItem: (node) => view().item(node),
      resolveTreeItem: (item, node) => view().withTooltip(item, node),
    },
  });
  return vscode.Disposable.from(treeView, changes);
}
