import type { Account, Role } from '../../aws/services/SsoPortal.ts';
import type { FavouriteRole } from '../roles/FavouriteRoles.ts';

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

/** A session of the AWS console. */
export interface ConsoleNode extends Node {
  readonly kind: 'console';
  /** Its ARN. */
  readonly session: string;
  readonly sessionId: string;
}

/** A sign-in to something that has no other row yet. */
export interface WaitingNode extends Node {
  readonly kind: 'waiting';
  readonly name: string;
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
  readonly accountName?: string | undefined;
  readonly roleName: string;
  /** Why it stands above the accounts, where it does. */
  readonly favourite?: 'pinned' | 'recent';
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

export type TreeNode = RootNode | AccountNode | RoleNode | EmptyNode | FailureNode;

/** What isn't in another node. */
export type RootNode = SessionNode | ConsoleNode | WaitingNode;

/** Its session's id, by which it begins. */
export function sessionIdOf({ id }: { readonly id: string }): string {
  return id.split(' ')[0] ?? '';
}

/** Whether all of the words are in its name, id and address. */
export function matches(
  { accountName = '', accountId, emailAddress = '' }: AccountNode,
  words: string[],
): boolean {
  const text = `${accountName} ${accountId} ${emailAddress}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What stands for a role above the accounts of its session. */
export function favouriteNode(
  { id, session, sessionId }: SessionNode,
  { role, isPinned }: FavouriteRole,
): RoleNode {
  const { accountId, accountName, roleName } = role;
  return {
    ...{
      kind: 'role',
      id: `${id} * ${accountId} ${roleName}`,
      session,
      sessionId,
      accountId,
      accountName,
      roleName,
    },
    favourite: isPinned ? 'pinned' : 'recent',
  };
}

/** What stands for something that was listed. */
export function nodeOf(parent: SessionNode | AccountNode, item: Account | Role): TreeNode {
  const { session, sessionId } = parent;
  if ('roleName' in item) {
    const { roleName } = item;
    const { accountId, accountName } = parent as AccountNode;
    const id = `${parent.id} ${roleName}`;
    return { kind: 'role', id, session, sessionId, accountId, accountName, roleName };
  }
  return { kind: 'account', id: `${parent.id} ${item.accountId}`, session, sessionId, ...item };
}
