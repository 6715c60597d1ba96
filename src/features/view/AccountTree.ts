import type { Account, Role } from '../../aws/services/SsoPortal.ts';
import { messageOf } from '../../base/errors.ts';
import { isBuilderId } from '../../sessions/kinds/builderId.ts';
import type { AccountDirectory } from '../../sessions/portal/AccountDirectory.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { type SessionConfig, sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';

/** What all nodes have. */
interface Node {
  /** Unique in the tree, and the same for as long as what it stands for is. */
  readonly id: string;
}

/** The members are those of the arguments that the commands take. */
export interface SessionNode extends Node {
  readonly kind: 'session';
  /** The session's name. */
  readonly session: string;
  readonly sessionId: string;
}

export interface AccountNode extends Node {
  readonly kind: 'account';
  readonly session: string;
  readonly sessionId: string;
  readonly accountId: string;
  readonly accountName?: string | undefined;
  readonly emailAddress?: string | undefined;
}

export interface RoleNode extends Node {
  readonly kind: 'role';
  readonly session: string;
  readonly sessionId: string;
  readonly accountId: string;
  readonly roleName: string;
}

/** Stands where there is nothing to list. */
export interface EmptyNode extends Node {
  readonly kind: 'empty';
  readonly parent: SessionNode | AccountNode;
  /** What none of the accounts matches, where there are some. */
  readonly filter?: string;
}

/** Stands where a list could not be had. */
export interface FailureNode extends Node {
  readonly kind: 'failure';
  /** Absent where the sessions themselves could not be read. */
  readonly parent?: SessionNode | AccountNode | undefined;
  readonly sentence: string;
}

export type TreeNode = SessionNode | AccountNode | RoleNode | EmptyNode | FailureNode;

/** Nodes that may look or hold something else now; undefined stands for all. */
export type TreeChange = readonly TreeNode[] | undefined;

interface Kept {
  readonly generation: number;
  /** What the directory gave: another one means that it has listed again. */
  readonly listing: Promise<readonly unknown[]>;
  readonly nodes: Promise<readonly TreeNode[]>;
}

export interface AccountTreeWorld {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'known' | 'find'>;
  readonly directory: AccountDirectory;
  readonly onChange: (change: TreeChange) => void;
}

/**
 * The sessions, their accounts, and the roles in those. Each list is asked for when somebody looks at it, and then
 * stays what it is, so that drawing the tree anew asks nobody.
 */
export class AccountTree {
  readonly #world: AccountTreeWorld;
  readonly #configs = new Map<string, SessionConfig>();
  readonly #nodes = new Map<string, SessionNode>();
  readonly #kept = new Map<string, Kept>();
  /** Those that the person has opened and closed: what a filter has hidden comes back as it was. */
  readonly #expanded = new Map<string, boolean>();
  #filter = '';
  /** The sessions that were signed in when they were last looked at. */
  readonly #seenSignedIn = new Set<string>();

  constructor(world: AccountTreeWorld) {
    this.#world = world;
  }

  /** Never rejects: a failure is a node. */
  children(node?: TreeNode): Promise<readonly TreeNode[]> {
    const { directory } = this.#world;
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case 'session':
        return this.#accounts(node);
      case 'account':
        return this.#list(node, () => directory.roles(node.sessionId, node.accountId));
      default:
        return Promise.resolve([]);
    }
  }

  /** What the node's session is like now: its configuration, and the session itself if it is signed in. */
  session({ id }: SessionNode): { config: SessionConfig | undefined; signedIn: SignedInSession | undefined } {
    const signedIn = this.#world.sessions.find(id);
    if (signedIn) {
      this.#seenSignedIn.add(id);
    } else {
      this.#seenSignedIn.delete(id);
    }
    return { config: this.#configs.get(id), signedIn };
  }

  /** Whether there can be accounts in it. */
  isExpandable(node: SessionNode): boolean {
    const { signedIn } = this.session(node);
    return signedIn !== undefined && !isBuilderId(signedIn);
  }

  /** Lists everything in sight again. */
  refresh(): void {
    this.#world.directory.clear();
    this.#world.onChange(undefined);
  }

  /** Shows only the accounts with all of these words in their names, ids and addresses. Asks nobody. */
  set filter(text: string) {
    if (text.trim() !== this.#filter) {
      this.#filter = text.trim();
      this.#world.onChange(undefined);
    }
  }

  get filter(): string {
    return this.#filter;
  }

  /** Asks again for what could not be had. */
  retry({ parent }: FailureNode): void {
    if (parent) {
      this.#kept.delete(parent.id);
    }
    this.#world.onChange(parent && [parent]);
  }

  isExpanded({ id }: TreeNode): boolean {
    return this.#expanded.get(id) === true;
  }

  collapsed(node: TreeNode): void {
    this.#expanded.set(node.id, false);
  }

  /** What was listed too long ago is listed again for somebody who opens it once more. */
  expanded(node: TreeNode): void {
    const kept = this.#kept.get(node.id);
    const isAgain = this.#expanded.get(node.id) === false;
    this.#expanded.set(node.id, true);
    if (!isAgain || !kept) {
      return;
    }
    this.#kept.delete(node.id);
    void this.children(node);
    if (this.#kept.get(node.id)?.listing === kept.listing) {
      this.#kept.set(node.id, kept);
    } else {
      this.#world.onChange([node]);
    }
  }

  /** The sessions have changed, or which of them are signed in. */
  update(): void {
    for (const id of this.#kept.keys()) {
      if (!this.#world.sessions.find(sessionIdOf({ id }))) {
        this.#kept.delete(id);
      }
    }
    this.#world.onChange(undefined);
  }

  /** Time has passed, which those that are signed in show; and some may not be any more. */
  tick(): void {
    const shown = [...this.#nodes.values()].filter(({ id }) => this.#seenSignedIn.has(id));
    if (shown.length > 0) {
      this.#world.onChange(shown);
    }
  }

  async #roots(): Promise<readonly TreeNode[]> {
    try {
      await this.#world.sessions.load();
    } catch (error) {
      return [{ kind: 'failure', id: '!', sentence: messageOf(error) }];
    }
    const configs = this.#world.sessions.known().map((config) => [sessionId(config), config] as const);
    this.#configs.clear();
    const nodes = configs.map(([id, config]): SessionNode => {
      this.#configs.set(id, config);
      return this.#nodes.get(id) ?? { kind: 'session', id, session: config.name, sessionId: id };
    });
    // The editor knows them by their identity.
    this.#nodes.clear();
    nodes.forEach((node) => this.#nodes.set(node.id, node));
    return nodes;
  }

  async #accounts(node: SessionNode): Promise<readonly TreeNode[]> {
    if (!this.isExpandable(node)) {
      return [];
    }
    const nodes = await this.#list(node, () => this.#world.directory.accounts(node.id));
    const filter = this.#filter;
    const words = filter.toLowerCase().split(/\s+/);
    const matching = nodes.filter((child) => child.kind !== 'account' || matches(child, words));
    return matching.length > 0 ? matching : [{ kind: 'empty', id: `${node.id} -`, parent: node, filter }];
  }

  #list(
    node: SessionNode | AccountNode,
    list: () => Promise<readonly (Account | Role)[]>,
  ): Promise<readonly TreeNode[]> {
    const { generation } = this.#world.directory;
    const kept = this.#kept.get(node.id);
    if (kept?.generation === generation) {
      return kept.nodes;
    }
    const listing = list();
    const nodes = listing.then(
      (items): readonly TreeNode[] =>
        items.length > 0
          ? items.map((item) => nodeOf(node, item))
          : [{ kind: 'empty', id: `${node.id} -`, parent: node }],
      (error: unknown) => [
        { kind: 'failure', id: `${node.id} !`, parent: node, sentence: messageOf(error) } as const,
      ],
    );
    this.#kept.set(node.id, { generation, listing, nodes });
    return nodes;
  }
}

/** Its session's id, by which it begins. */
function sessionIdOf({ id }: Node): string {
  return id.split(' ')[0] ?? '';
}

function matches({ accountName = '', accountId, emailAddress = '' }: AccountNode, words: string[]): boolean {
  const text = `${accountName} ${accountId} ${emailAddress}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function nodeOf(parent: SessionNode | AccountNode, item: Account | Role): TreeNode {
  const { session, sessionId } = parent;
  if ('roleName' in item) {
    const { roleName } = item;
    const accountId = (parent as AccountNode).accountId;
    return { kind: 'role', id: `${parent.id} ${roleName}`, session, sessionId, accountId, roleName };
  }
  return { kind: 'account', id: `${parent.id} ${item.accountId}`, session, sessionId, ...item };
}
