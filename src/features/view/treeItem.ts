import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { shown } from '../../base/shown.ts';
import { userOfArn } from '../../aws/endpoints/consoleArn.ts';
import { portalAddress } from '../../aws/endpoints/startUrl.ts';
import { consoleLabel } from '../../sessions/kinds/console.ts';
import type { SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { timeUntilExpiry as tokenTimeLeft } from '../../sessions/engine/tokenLifetime.ts';
import type { AccountTree } from './AccountTree.ts';
import type {
  AccountNode,
  ConsoleNode,
  EmptyNode,
  FailureNode,
  RoleNode,
  RootNode,
  SessionNode,
  TreeNode,
} from './nodes.ts';
import { accountOf, emptySentence, failureLabel, isRenewed } from './rowTexts.ts';
import { spelled } from '../signIn/waiting/signInStatus.ts';
import { innerCommand } from '../ui/commandIds.ts';
import { isSameRole, type TerminalRole } from '../terminals/terminalMemory.ts';
import { timeLeft } from '../ui/timeLeft.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
const MINUTE_MS = 60_000;
/** Of a role, by why it stands where it does. */
const ICONS = { pinned: 'pinned', recent: 'history', listed: 'key' } as const;
/** The longest sentence of a row, in characters. */
const MAX_LABEL = 300;

/**
 * What the ids of rows begin with. Whoever names a row by its id in the argument of a command, has the editor put our own node
 * in its place: no task or extension may be able to.
 */
const UNGUESSABLE = randomUUID();

/** How the editor shows a node. Tooltips are made when somebody looks at one. */
export function treeItem(tree: AccountTree, node: TreeNode, inTerminals?: TerminalRole): vscode.TreeItem {
  const item = drawn(tree, node, inTerminals);
  item.id = `${UNGUESSABLE} ${node.id}`;
  item.label = shown(item.label as string, MAX_LABEL);
  item.description = shown((item.description as string | undefined) ?? '');
  return item;
}

function drawn(tree: AccountTree, node: TreeNode, inTerminals?: TerminalRole): vscode.TreeItem {
  switch (node.kind) {
    case 'session':
      return tree.waiting(node) ? waitingItem(tree, node, node.session) : sessionItem(tree, node);
    case 'console':
      return tree.waiting(node) ? waitingItem(tree, node, userOfArn(node.session)) : consoleItem(tree, node);
    case 'waiting':
      return waitingItem(tree, node, node.name);
    case 'account':
      return accountItem(tree, node);
    case 'role':
      return roleItem(tree, node, inTerminals);
    case 'empty':
      return emptyItem(node);
    case 'failure':
      return failureItem(node);
  }
}

function sessionItem(tree: AccountTree, node: SessionNode): vscode.TreeItem {
  const { config, signedIn } = tree.session(node);
  const item = new vscode.TreeItem(node.session, tree.isExpandable(node) ? openness(tree, node) : None);
  const state = signedIn ? stateOf(signedIn) : l10n.t('not signed in');
  const address = config ? portalAddress(config.startUrl) : '';
  const spoken = signedIn
    ? l10n.t('Session {0}, {1}, {2}', node.session, address, state)
    : l10n.t('Session {0}, {1}, not signed in. Press Enter to sign in.', node.session, address);
  return Object.assign(item, {
    description: state,
    iconPath: new vscode.ThemeIcon(signedIn ? 'account' : 'sign-in'),
    contextValue: `session.${signedIn ? 'signedIn' : 'signedOut'}${tree.isRemovable(node) ? '.removable' : ''}`,
    accessibilityInformation: { label: spoken },
    ...(signedIn ? {} : { command: signIn(node) }),
  });
}

/** The code, and the way back to it. */
function waitingItem(tree: AccountTree, node: RootNode, name: string): vscode.TreeItem {
  const isExpandable = node.kind === 'session' && tree.isExpandable(node);
  const { code, sentence = '' } = tree.waiting(node)?.view() ?? {};
  const item = new vscode.TreeItem(name, isExpandable ? openness(tree, node) : None);
  return Object.assign(item, {
    description: code ?? l10n.t('signing in…'),
    iconPath: new vscode.ThemeIcon('loading~spin'),
    contextValue: 'waiting',
    accessibilityInformation: { label: code === undefined ? sentence : `${sentence} ${spelled(code)}` },
    command: { command: innerCommand('showSignIn'), title: l10n.t('Show Sign-In'), arguments: [node] },
  });
}

function consoleItem(tree: AccountTree, node: ConsoleNode): vscode.TreeItem {
  const isSignedIn = tree.isConsoleSignedIn(node);
  const label = consoleLabel({ arn: node.session });
  const title = l10n.t('Sign in with AWS Console Credentials');
  return Object.assign(new vscode.TreeItem(userOfArn(node.session), None), {
    description: isSignedIn ? l10n.t('console credentials') : l10n.t('not signed in'),
    iconPath: new vscode.ThemeIcon(isSignedIn ? 'account' : 'sign-in'),
    contextValue: isSignedIn ? 'console.signedIn' : 'console.signedOut',
    accessibilityInformation: {
      label: isSignedIn
        ? l10n.t('Console session {0}, signed in', label)
        : l10n.t('Console session {0}, not signed in. Press Enter to sign in.', label),
    },
    ...(isSignedIn ? {} : { command: { command: 'awsSso.signInWithConsole', title, arguments: [node] } }),
  });
}

function signIn(node: SessionNode): vscode.Command {
  return { command: 'awsSso.signIn', title: l10n.t('Sign in with SSO'), arguments: [node] };
}

/** The time left only where signing in again is what comes after it. In minutes: it is looked at once a minute. */
function stateOf(session: SignedInSession): string {
  if (isRenewed(session)) {
    return l10n.t('signed in');
  }
  const ms = tokenTimeLeft(session);
  return ms >= MINUTE_MS
    ? l10n.t('signed in, {0}', timeLeft(ms))
    : l10n.t('signed in, less than a minute left');
}

function accountItem(tree: AccountTree, node: AccountNode): vscode.TreeItem {
  const { accountName, accountId, emailAddress } = node;
  const spoken = [accountName, accountId, emailAddress].filter((text) => text !== undefined);
  return Object.assign(new vscode.TreeItem(accountName ?? accountId, openness(tree, node)), {
    // One without a name is known by its address, if anything.
    description: accountName === undefined ? (emailAddress ?? '') : accountId,
    iconPath: new vscode.ThemeIcon('cloud'),
    contextValue: 'account',
    accessibilityInformation: { label: l10n.t('Account {0}', spoken.join(', ')) },
  });
}

function roleItem(tree: AccountTree, node: RoleNode, inTerminals: TerminalRole | undefined): vscode.TreeItem {
  const { accountId, roleName, favourite } = node;
  const isInTerminals =
    inTerminals !== undefined && isSameRole(inTerminals, { session: node.sessionId, accountId, roleName });
  const names = [roleName, accountOf(node)] as const;
  const isPinned = tree.isPinned(node);
  const described = [
    favourite ? (node.accountName ?? accountId) : '',
    isInTerminals ? l10n.t('in terminals') : '',
  ];
  return Object.assign(new vscode.TreeItem(roleName, None), {
    description: described
      .filter(Boolean)
      .map((text) => shown(text))
      .join(' · '),
    iconPath: new vscode.ThemeIcon(isInTerminals ? 'check' : ICONS[favourite ?? 'listed']),
    contextValue: `role${isInTerminals ? '.inTerminals' : ''}${isPinned ? '.pinned' : ''}`,
    accessibilityInformation: {
      label: isInTerminals
        ? l10n.t('Role {0} in {1}, used in terminals', ...names)
        : favourite === 'pinned'
          ? l10n.t('Pinned role {0} in {1}. Press Enter to use it in terminals.', ...names)
          : l10n.t('Role {0} in {1}. Press Enter to use it in terminals.', ...names),
    },
    command: {
      command: innerCommand('pressRole'),
      title: l10n.t('Use Role in Terminals…'),
      arguments: [node],
    },
  });
}

function emptyItem(node: EmptyNode): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(emptySentence(node), None), {
    iconPath: new vscode.ThemeIcon('info'),
  });
}

function failureItem(node: FailureNode): vscode.TreeItem {
  const label = failureLabel(node);
  const title = l10n.t('Try Again');
  return Object.assign(new vscode.TreeItem(label, None), {
    iconPath: new vscode.ThemeIcon('warning'),
    contextValue: 'failure',
    command: { command: innerCommand('retryList'), title, arguments: [node] },
    accessibilityInformation: { label: l10n.t('{0}. {1} Press Enter to try again.', label, node.sentence) },
  });
}

function openness(tree: AccountTree, node: TreeNode): vscode.TreeItemCollapsibleState {
  return tree.isExpanded(node) ? Expanded : Collapsed;
}
