import * as l10n from '@vscode/l10n';
import { shown } from '../../base/shown.ts';
import { consoleLabel } from '../../sessions/kinds/console.ts';
import type { RoleCredentialsCache } from '../../sessions/portal/RoleCredentialsCache.ts';
import { timeLeft } from '../ui/timeLeft.ts';
import type { AccountTree } from './AccountTree.ts';
import type { SessionNode, TreeNode } from './nodes.ts';
import { accountOf, emptySentence, failureLabel, isRenewed } from './rowTexts.ts';

/** The longest sentence, in characters. */
const MAX_SENTENCE = 300;

/** What there is to say besides. */
export function tooltip(tree: AccountTree, roles: RoleCredentialsCache, node: TreeNode): string {
  switch (node.kind) {
    case 'session':
      return sessionTooltip(tree, node);
    case 'console':
      return lines(consoleLabel({ arn: node.session }), tree.waiting(node)?.view().sentence);
    case 'waiting':
      return lines(tree.waiting(node)?.view().sentence);
    case 'account':
      return lines(node.accountName, node.accountId, node.emailAddress);
    case 'role': {
      const { accountId, roleName } = node;
      const credentials = roles.cached({ session: node.sessionId, accountId, roleName });
      const left = credentials && timeLeft(credentials.expiration - Date.now());
      const known = left && l10n.t('Its credentials have {0}.', left);
      const how = l10n.t('Double-click to use it in terminals.');
      return lines(l10n.t('Role {0} in {1}', roleName, accountOf(node)), known, how);
    }
    case 'empty':
      return emptySentence(node);
    case 'failure':
      return lines(failureLabel(node), node.sentence, l10n.t('Select to try again.'));
  }
}

function sessionTooltip(tree: AccountTree, node: SessionNode): string {
  const { config, signedIn } = tree.session(node);
  // An own domain leads to another address, and often to another region.
  const page = signedIn?.portal === undefined ? [] : [signedIn.portal];
  const portal = config ? [config.startUrl, ...page, (signedIn ?? config).region] : [];
  const waiting = tree.waiting(node);
  if (waiting) {
    return lines(waiting.view().sentence, ...portal);
  }
  if (!signedIn) {
    return lines(...portal, l10n.t('Not signed in. Select to sign in.'));
  }
  const until = new Date(signedIn.expiresAt).toLocaleTimeString([], { timeStyle: 'short' });
  const end = isRenewed(signedIn)
    ? l10n.t('Signed in. The token is refreshed automatically until the session ends.')
    : l10n.t('Signed in until {0}. Then sign in again.', until);
  return lines(...portal, end);
}

function lines(...texts: (string | undefined)[]): string {
  return texts.flatMap((text) => (text ? [shown(text, MAX_SENTENCE)] : [])).join('\n');
}
