import assert from 'node:assert/strict';
import type { AccountTree } from '../../../../src/features/view/AccountTree.ts';
import type { TreeNode } from '../../../../src/features/view/nodes.ts';
import type { RoleCredentialsCache } from '../../../../src/sessions/portal/RoleCredentialsCache.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { CORP } from '../../support/openSessions.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

const editor: Stub = {
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  ThemeIcon: class {
    readonly id: string;
    constructor(id: string) {
      this.id = id;
    }
  },
  TreeItem: class {
    readonly label: string;
    constructor(label: string) {
      this.label = label;
    }
  },
};
const { treeItem, tooltip } = await withStubbedEditor(
  editor,
  () => import('../../../../src/features/view/treeItem.ts'),
);

const HOSTILE = '$(verified) [Sign in](command:evil)\n\u202eApproved';
const SAFE = '$ (verified) (Sign in)(command:evil) Approved';
const ID = sessionId(CORP);
const SESSION: TreeNode = { kind: 'session', id: ID, session: HOSTILE, sessionId: ID };
const ACCOUNT: TreeNode = {
  kind: 'account',
  id: `${ID} 111122223333`,
  session: 'corp',
  sessionId: ID,
  accountId: '111122223333',
  accountName: HOSTILE,
  emailAddress: HOSTILE,
};
const ROLE: TreeNode = {
  kind: 'role',
  id: `${ID} 111122223333 Admin`,
  session: 'corp',
  sessionId: ID,
  accountId: '111122223333',
  roleName: HOSTILE,
};
const WAITING: TreeNode = { kind: 'waiting', id: 'waits', name: HOSTILE, sessionId: 'waits' };
const ARN = 'arn:aws:iam::111122223333:user/alice';
const CONSOLE: TreeNode = { kind: 'console', id: 'signed in', session: ARN, sessionId: 'signed in' };
const FAILURE: TreeNode = { kind: 'failure', id: '!', sentence: HOSTILE };
const NODES = [SESSION, ACCOUNT, ROLE, WAITING, FAILURE];

describe('treeItem', () => {
  useStubbedEditor(editor);
  const tree = {
    session: () => ({ config: { ...CORP, region: HOSTILE }, signedIn: undefined }),
    isExpandable: () => false,
    isExpanded: () => false,
    isRemovable: () => true,
    isConsoleSignedIn: ({ id }: { id: string }) => id === 'signed in',
    waiting: ({ id }: { id: string }) =>
      id === 'waits'
        ? { view: () => ({ sentence: 'ABCD-EFGH is your code.', code: 'ABCD-EFGH' }) }
        : undefined,
  } as unknown as AccountTree;
  const roles = { cached: () => undefined } as unknown as RoleCredentialsCache;

  for (const node of NODES) {
    it(`shows what others have chosen as one line, without icons or links: ${node.kind}`, () => {
      const item = treeItem(tree, node);
      assert.equal(item.label, SAFE);
      const spoken = item.accessibilityInformation?.label ?? '';
      for (const text of [String(item.description), spoken, ...tooltip(tree, roles, node).split('\n')]) {
        assert.doesNotMatch(text, /\]\(|\$\(|[\n\u202e]/);
      }
    });
  }

  it('has ids that nobody outside of this window can name', () => {
    const ids = NODES.map((node) => treeItem(tree, node).id ?? '');
    assert.equal(new Set(ids).size, NODES.length);
    ids.forEach((id, index) => {
      assert.equal(id, treeItem(tree, NODES[index]!).id);
      assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12} /);
    });
  });

  it('hands its very node to the command of a row, since a copy counts for nothing', () => {
    const signIn = treeItem(tree, SESSION).command!;
    assert.equal(signIn.command, 'awsSso.signIn');
    assert.equal(signIn.arguments?.[0], SESSION);
    assert.equal(treeItem(tree, FAILURE).command?.arguments?.[0], FAILURE);
  });

  it('shows a sign-in that waits: the code, spelled for the ear, and the way back to it', () => {
    for (const node of [
      WAITING,
      { ...SESSION, id: 'waits', sessionId: 'waits' },
      { ...CONSOLE, id: 'waits' },
    ]) {
      const item = treeItem(tree, node);
      assert.deepEqual(
        [item.description, (item.iconPath as { id: string }).id, item.contextValue],
        ['ABCD-EFGH', 'loading~spin', 'waiting'],
      );
      assert.match(item.accessibilityInformation?.label ?? '', /A B C D E F G H$/);
      assert.deepEqual([item.command?.command, item.command?.arguments], ['_awsSso.showSignIn', [node]]);
    }
  });

  it('shows a console session like any other, and how to sign in to it', () => {
    const signedIn = treeItem(tree, CONSOLE);
    assert.deepEqual([signedIn.label, signedIn.contextValue], ['alice', 'console.signedIn']);
    assert.equal(signedIn.command, undefined);
    const signedOut = treeItem(tree, { ...CONSOLE, id: 'other' });
    assert.equal(signedOut.description, 'not signed in');
    assert.equal(signedOut.command?.command, 'awsSso.signInWithConsole');
    assert.match(tooltip(tree, roles, CONSOLE), /^user\/alice \(111122223333\)$/);
  });

  it('says which sessions can be removed from the settings', () =>
    assert.equal(treeItem(tree, SESSION).contextValue, 'session.signedOut.removable'));

  it('says which role terminals use', () => {
    const used = { session: ID, sessionName: 'corp', accountId: '111122223333', roleName: 'Admin' };
    const node = { ...ROLE, roleName: 'Admin' };
    assert.equal(treeItem(tree, node, used).description, 'in terminals');
    assert.equal(treeItem(tree, node, used).contextValue, 'role.inTerminals');
    const icons = [used, undefined].map((one) => treeItem(tree, node, one).iconPath as { readonly id: string });
    assert.deepEqual(
      icons.map(({ id }) => id),
      ['check', 'key'],
    );
    assert.equal(treeItem(tree, node, { ...used, roleName: 'Other' }).contextValue, 'role');
  });
});
