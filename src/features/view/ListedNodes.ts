import type { Account, Role } from '../../aws/services/SsoPortal.ts';
import { messageOf } from '../../base/errors.ts';
import type { AccountDirectory } from '../../sessions/portal/AccountDirectory.ts';
import { type AccountNode, nodeOf, sessionIdOf, type SessionNode, type TreeNode } from './nodes.ts';

interface Kept {
  readonly generation: number;
  /** What the directory gave: another one means that it has listed again. */
  readonly listing: Promise<readonly unknown[]>;
  readonly nodes: Promise<readonly TreeNode[]>;
}

/** What sessions and accounts were last seen to hold. Each list is asked for once, and then stays what it is until it's forgotten. */
export class ListedNodes {
  readonly #directory: AccountDirectory;
  readonly #kept = new Map<string, Kept>();

  constructor(directory: AccountDirectory) {
    this.#directory = directory;
  }

  /** Never rejects: a failure is a node. */
  of(node: SessionNode | AccountNode): Promise<readonly TreeNode[]> {
    const { generation } = this.#directory;
    const kept = this.#kept.get(node.id);
    if (kept?.generation === generation) {
      return kept.nodes;
    }
    const listing = this.#list(node);
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

  forget(id: string): void {
    this.#kept.delete(id);
  }

  /** Forgets what the sessions hold that are not signed in. */
  keepOnly(isSignedIn: (sessionId: string) => boolean): void {
    for (const id of this.#kept.keys()) {
      if (!isSignedIn(sessionIdOf({ id }))) {
        this.#kept.delete(id);
      }
    }
  }

  /** Lists again what was listed too long ago. @returns whether it was. */
  renew(node: TreeNode): boolean {
    const kept = this.#kept.get(node.id);
    if (!kept || (node.kind !== 'session' && node.kind !== 'account')) {
      return false;
    }
    this.#kept.delete(node.id);
    void this.of(node);
    if (this.#kept.get(node.id)?.listing !== kept.listing) {
      return true;
    }
    this.#kept.set(node.id, kept);
    return false;
  }

  #list(node: SessionNode | AccountNode): Promise<readonly (Account | Role)[]> {
    return node.kind === 'session'
      ? this.#directory.accounts(node.id)
      : this.#directory.roles(node.sessionId, node.accountId);
  }
}
