import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AccountDirectory } from '../../sessions/portal/AccountDirectory.ts';
import type { RoleCredentialsCache } from '../../sessions/portal/RoleCredentialsCache.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import type { WaitingSignIns } from '../signIn/waiting/WaitingSignIns.ts';
import { AccountTree, type AccountTreeOptions } from './AccountTree.ts';
import type { TreeNode } from './nodes.ts';
import type { PublicSessions } from '../accounts/PublicSessions.ts';
import type { FavouriteRoles } from '../roles/FavouriteRoles.ts';
import type { TerminalRole } from '../terminals/terminalMemory.ts';
import { RowPresses } from './RowPresses.ts';
import { tooltip } from './tooltip.ts';
import { treeItem } from './treeItem.ts';
import { editorUi } from '../ui/editorUi.ts';
import { VIEW_ID } from './viewId.ts';

const MINUTE_MS = 60_000;
const COPIED_MS = 3_000;

/** Tells the editor of nodes to draw anew; undefined stands for all. */
export type ViewChanges = vscode.EventEmitter<TreeNode[] | undefined>;

export interface AccountViewOptions extends Pick<AccountTreeOptions, 'consoles' | 'isInSettings'> {
  readonly favourites: FavouriteRoles;
  readonly sessions: IdentityCenterSessions;
  readonly waiting: WaitingSignIns;
  readonly publicSessions: PublicSessions;
  readonly directory: AccountDirectory;
  readonly roles: RoleCredentialsCache;
  /** Select a role for new terminals. */
  readonly terminalRole: () => TerminalRole | undefined;
}

/** What is in the view “Accounts”, and what its own commands do. */
export class AccountView {
  readonly #options: AccountViewOptions;
  readonly #tree: AccountTree;
  readonly #presses = new RowPresses(
    () => vscode.workspace.getConfiguration('workbench.list').get('openMode') === 'doubleClick',
  );
  readonly #subscriptions: vscode.Disposable[] = [];
  #treeView: vscode.TreeView<TreeNode> | undefined;
  #changes: ViewChanges | undefined;
  #clock: NodeJS.Timeout | undefined;
  #isFiltered = false;

  constructor(options: AccountViewOptions) {
    this.#options = options;
    this.#tree = new AccountTree({
      ...options,
      onChange: (change) => {
        this.#changes?.fire(change && [...change]);
        this.#watch();
      },
    });
  }

  /** Follows what the person does in the view. Only the first call counts. */
  attach(treeView: vscode.TreeView<TreeNode>, changes: ViewChanges): void {
    if (this.#treeView) {
      return;
    }
    this.#treeView = treeView;
    // The window may have one from before the extensions were started anew.
    void vscode.commands.executeCommand('setContext', 'awsSso.isFiltered', false);
    this.#changes = changes;
    this.#subscriptions.push(
      this.#options.publicSessions.onDidChange(() => this.update()),
      this.#options.waiting.onDidChange(() => this.redraw()),
      treeView.onDidCollapseElement(({ element }) => this.#tree.collapsed(element)),
      treeView.onDidExpandElement(({ element }) => this.#tree.expanded(element)),
      treeView.onDidChangeVisibility(({ visible }) => {
        if (visible) {
          this.#tree.tick();
        }
        this.#watch();
      }),
    );
    this.#watch();
  }

  async children(node?: TreeNode): Promise<TreeNode[]> {
    return [...(await this.#tree.children(node))];
  }

  item(node: TreeNode): vscode.TreeItem {
    return treeItem(this.#tree, node, this.#options.terminalRole());
  }

  withTooltip(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    item.tooltip = tooltip(this.#tree, this.#options.roles, node);
    return item;
  }

  /** Shows what it shows as it is now. Asks nobody. */
  redraw(): void {
    this.#changes?.fire(undefined);
  }

  /** The sessions have changed, or which of them are signed in. */
  update(): void {
    this.#tree.update();
  }

  /** Opens a session that was just signed in to, in the view if that's in sight; it takes no focus. */
  open(sessionId: string): void {
    const node = this.#tree.open(sessionId);
    if (node && this.#treeView?.visible) {
      // It may have been signed out of meanwhile, which is no reason to complain.
      this.#treeView
        .reveal(node, { expand: true, select: false, focus: false })
        .then(undefined, () => undefined);
    }
  }

  /** Lists everything in sight again. */
  refresh(): void {
    this.#tree.refresh();
  }

  /**
   * Whether a person has pressed this in the view. By its identity: a copy of a node proves nothing. While the view is hidden, a
   * node comes from somebody who asked the editor for the one that has the focus.
   */
  owns(argument: unknown): argument is TreeNode {
    return this.#treeView?.visible === true && this.#tree.owns(argument);
  }

  /** Lists again what could not be listed. Does nothing for an argument that is no node of the view. */
  retry(node: unknown): void {
    if (this.owns(node) && node.kind === 'failure') {
      this.#tree.retry(node);
    }
  }

  /**
   * Asks for a part of a name, an id or an address, and shows the accounts that match while the person types. The editor's
   * own filter would go on showing every account whose roles have not been listed.
   */
  async filter(): Promise<void> {
    const before = this.#tree.filter;
    const answer = await editorUi.input({
      title: l10n.t('Filter Accounts'),
      canGoBack: false,
      prompt: l10n.t('Enter part of the name, account ID, or email address'),
      placeholder: 'dev',
      value: before,
      problemOf: () => undefined,
      onType: (text) => this.#show(text),
    });
    this.#show(typeof answer === 'string' ? answer : before);
    await vscode.commands.executeCommand(`${VIEW_ID}.focus`);
  }

  clearFilter(): void {
    this.#show('');
  }

  /** Does nothing for an argument that is no node of the view. */
  async copyAccountId(node: unknown): Promise<void> {
    if (this.owns(node) && node.kind === 'account') {
      await vscode.env.clipboard.writeText(node.accountId);
      vscode.window.setStatusBarMessage(l10n.t('Copied the account ID {0}.', node.accountId), COPIED_MS);
    }
  }

  /** Has a role stand above the accounts of its session, or no more. Does nothing for an argument that is no node of the view. */
  async pin(node: unknown, isWanted = true): Promise<void> {
    if (this.owns(node) && node.kind === 'role') {
      const { favourites } = this.#options;
      const { sessionId, session, accountId, accountName, roleName } = node;
      const role = { session: sessionId, sessionName: session, accountId, accountName, roleName };
      await (isWanted ? favourites.pin(role) : favourites.unpin(role));
    }
  }

  /** Takes that Enter was pressed in the view, and has VS Code do with the row what it does by itself. */
  async enter(): Promise<void> {
    this.#presses.entered();
    await vscode.commands.executeCommand('list.select');
  }

  /** Takes that the command of a role's row was run. @returns whether the role is to be used; false for what is no node of the view. */
  isMeant(node: unknown): boolean {
    return this.owns(node) && node.kind === 'role' && this.#presses.isMeant(node);
  }

  dispose(): void {
    clearInterval(this.#clock);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #show(filter: string): void {
    this.#tree.filter = filter;
    const isFiltered = this.#tree.filter !== '';
    if (this.#treeView) {
      this.#treeView.message = isFiltered ? l10n.t('Accounts matching “{0}”', this.#tree.filter) : '';
    }
    if (isFiltered !== this.#isFiltered) {
      this.#isFiltered = isFiltered;
      void vscode.commands.executeCommand('setContext', 'awsSso.isFiltered', isFiltered);
    }
  }

  /** The time left is shown to the minute, while there is some and somebody looks. */
  #watch(): void {
    const isWorthIt = this.#treeView?.visible === true && this.#options.sessions.signedIn().length > 0;
    if (!isWorthIt) {
      clearInterval(this.#clock);
      this.#clock = undefined;
    } else {
      this.#clock ??= setInterval(() => this.#tree.tick(), MINUTE_MS);
    }
  }
}
