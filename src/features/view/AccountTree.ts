import { messageOf } from '../../base/errors.ts';
import { isBuilderId } from '../../sessions/kinds/builderId.ts';
import type { AccountDirectory } from '../../sessions/portal/AccountDirectory.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { type SessionConfig, sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import type { FavouriteRoles } from '../roles/FavouriteRoles.ts';
import type { WaitingSignIn, WaitingSignIns } from '../signIn/waiting/WaitingSignIns.ts';
import { ListedNodes } from './ListedNodes.ts';
import {
  type ConsoleNode,
  type FailureNode,
  favouriteNode,
  matches,
  type RoleNode,
  type RootNode,
  type SessionNode,
  type TreeNode,
} from './nodes.ts';
import { rootNodes } from './rootNodes.ts';

/** Nodes that may look or hold something else now; undefined stands for all. */
export type TreeChange = readonly TreeNode[] | undefined;

export interface AccountTreeOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'known' | 'find'>;
  readonly consoles: Pick<ConsoleSessions, 'load' | 'known' | 'find'>;
  /** The sign-ins that go on. */
  readonly waiting: Pick<WaitingSignIns, 'list' | 'of'>;
  readonly favourites: Pick<FavouriteRoles, 'of' | 'isPinned'>;
  /** Whether the user's settings have the session of that id. */
  readonly isInSettings: (id: string) => boolean;
  readonly directory: AccountDirectory;
  readonly onChange: (change: TreeChange) => void;
}

/**
 * The sessions, their accounts, and the roles in those. Each list is asked for when somebody looks at it, and then
 * stays what it is, so that drawing the tree anew asks nobody.
 */
export class AccountTree {
  readonly #options: AccountTreeOptions;
  readonly #configs = new Map<string, SessionConfig>();
  /** By their ids: the editor knows them by their identity. */
  readonly #nodes = new Map<string, RootNode>();
  readonly #listed: ListedNodes;
  /** Those that the person has opened and closed: what a filter has hidden comes back as it was. */
  readonly #expanded = new Map<string, boolean>();
  /** Every node that was ever handed out. */
  readonly #own = new WeakSet<object>();
  #filter = '';
  /** The sessions that were signed in when they were last looked at. */
  readonly #seenSignedIn = new Set<string>();

  constructor(options: AccountTreeOptions) {
    this.#options = options;
    this.#listed = new ListedNodes(options.directory);
  }

  /** Whether it is a node of this tree, itself and no other object like it: those can be made by anybody. */
  owns(argument: unknown): argument is TreeNode {
    return typeof argument === 'object' && argument !== null && this.#own.has(argument);
  }

  /** Never rejects: a failure is a node. */
  async children(node?: TreeNode): Promise<readonly TreeNode[]> {
    const nodes = await this.#children(node);
    nodes.forEach((child) => this.#own.add(child));
    return nodes;
  }

  #children(node?: TreeNode): Promise<readonly TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case 'session':
        return this.#accounts(node);
      case 'account':
        return this.#listed.of(node);
      default:
        return Promise.resolve([]);
    }
  }

  /** What the node's session is like now: its configuration, and the session itself if it is signed in. */
  session({ id }: SessionNode): { config: SessionConfig | undefined; signedIn: SignedInSession | undefined } {
    const signedIn = this.#options.sessions.find(id);
    if (signedIn) {
      this.#seenSignedIn.add(id);
    } else {
      this.#seenSignedIn.delete(id);
    }
    return { config: this.#configs.get(id), signedIn };
  }

  /** The sign-in to the node's session, if one goes on. */
  waiting({ sessionId: id }: RootNode): WaitingSignIn | undefined {
    return this.#options.waiting.of(id);
  }

  /** Whether the node's session can be removed from the user's settings. */
  isRemovable({ sessionId: id }: RootNode): boolean {
    return this.#options.isInSettings(id);
  }

  isPinned({ sessionId: session, accountId, roleName }: RoleNode): boolean {
    return this.#options.favourites.isPinned({ session, accountId, roleName });
  }

  /** Whether somebody is signed in to the node's session of the AWS console. */
  isConsoleSignedIn({ sessionId: id }: ConsoleNode): boolean {
    return this.#options.consoles.find(id) !== undefined;
  }

  /** Has the session be open when it's next drawn. @returns its node, if it was drawn before. */
  open(id: string): RootNode | undefined {
    this.#expanded.set(id, true);
    return this.#nodes.get(id);
  }

  /** Whether there can be accounts in it. */
  isExpandable(node: SessionNode): boolean {
    const { signedIn } = this.session(node);
    return signedIn !== undefined && !isBuilderId(signedIn);
  }

  /** Lists everything in sight again. */
  refresh(): void {
    this.#options.directory.clear();
    this.#options.onChange(undefined);
  }

  /** Shows only the accounts with all of these words in their names, ids and addresses. Asks nobody. */
  set filter(text: string) {
    if (text.trim() !== this.#filter) {
      this.#filter = text.trim();
      this.#options.onChange(undefined);
    }
  }

  get filter(): string {
    return this.#filter;
  }

  /** Asks again for what could not be had. */
  retry({ parent }: FailureNode): void {
    if (parent) {
      this.#listed.forget(parent.id);
    }
    this.#options.onChange(parent && [parent]);
  }

  isExpanded({ id }: TreeNode): boolean {
    return this.#expanded.get(id) === true;
  }

  collapsed(node: TreeNode): void {
    this.#expanded.set(node.id, false);
  }

  /** What was listed too long ago is listed again for somebody who opens it once more. */
  expanded(node: TreeNode): void {
    const isAgain = this.#expanded.get(node.id) === false;
    this.#expanded.set(node.id, true);
    if (isAgain && this.#listed.renew(node)) {
      this.#options.onChange([node]);
    }
  }

  /** The sessions have changed, or which of them are signed in. */
  update(): void {
    this.#listed.keepOnly((id) => this.#options.sessions.find(id) !== undefined);
    this.#options.onChange(undefined);
  }

  /** Time has passed, which those that are signed in show; and some may not be any more. */
  tick(): void {
    const shown = [...this.#nodes.values()].filter(({ id }) => this.#seenSignedIn.has(id));
    if (shown.length > 0) {
      this.#options.onChange(shown);
    }
  }

  async #roots(): Promise<readonly TreeNode[]> {
    const { sessions, consoles, waiting } = this.#options;
    try {
      await Promise.all([sessions.load(), consoles.load()]);
    } catch (error) {
      return [{ kind: 'failure', id: '!', sentence: messageOf(error) }];
    }
    const configs = sessions.known();
    this.#configs.clear();
    configs.forEach((config) => this.#configs.set(sessionId(config), config));
    const nodes = rootNodes(configs, consoles.known(), waiting.list()).map(
      (node) => this.#nodes.get(node.id) ?? node,
    );
    this.#nodes.clear();
    nodes.forEach((node) => this.#nodes.set(node.id, node));
    return nodes;
  }

  async #accounts(node: SessionNode): Promise<readonly TreeNode[]> {
    if (!this.isExpandable(node)) {
      return [];
    }
    const nodes = await this.#listed.of(node);
    const filter = this.#filter;
    const words = filter.toLowerCase().split(/\s+/);
    const matching = nodes.filter((child) => child.kind !== 'account' || matches(child, words));
    return matching.length > 0
      ? [...(filter === '' ? this.#favourites(node, nodes) : []), ...matching]
      : [{ kind: 'empty', id: `${node.id} -`, parent: node, filter }];
  }

  /** Of accounts that are listed. */
  #favourites(node: SessionNode, nodes: readonly TreeNode[]): readonly TreeNode[] {
    const favourites = this.#options.favourites.of(node.id);
    if (favourites.length === 0) {
      return [];
    }
    const listed = new Set(nodes.flatMap((child) => (child.kind === 'account' ? [child.accountId] : [])));
    return favourites
      .filter(({ role }) => listed.has(role.accountId))
      .map((favourite) => favouriteNode(node, favourite));
  }
}
