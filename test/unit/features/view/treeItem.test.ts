import assert from 'node:assert/strict';
import { tooltip } from '../../../../src/features/view/tooltip.ts';
import type { AccountTree } from '../../../../src/features/view/AccountTree.ts';
import type { FailureNode, TreeNode } from '../../../../src/features/view/nodes.ts';
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
const { treeItem } = await withStubbedEditor(
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
  accountName: HOSTILE,
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
    isPinned: ({ id }: { id: string }) => id === 'pinned',
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
      assert.equal(item.label, node.kind === 'failure' ? 'Couldn’t read your sessions' : SAFE);
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
    const use = treeItem(tree, ROLE).command!;
    assert.equal(use.command, '_awsSso.pressRole');
    assert.equal(use.arguments?.[0], ROLE);
  });

  it('has a short label for what went wrong, and the rest in the tooltip and for screen readers', () => {
    for (const [parent, label] of [
      [undefined, 'Couldn’t read your sessions'],
      [SESSION, 'Couldn’t list accounts'],
      [ACCOUNT, 'Couldn’t list roles'],
    ] as const) {
      const node: FailureNode = {
        kind: 'failure',
        id: '!',
        parent,
        sentence: 'Couldn’t reach AWS. Check it.',
      };
      const item = treeItem(tree, node);
      assert.equal(item.label, label);
      assert.equal(
        tooltip(tree, roles, node),
        `${label}\nCouldn’t reach AWS. Check it.\nSelect to try again.`,
      );
      assert.equal(
        item.accessibilityInformation?.label,
        `${label}. Couldn’t reach AWS. Check it. Press Enter to try again.`,
      );
    }
  });

  describe('of a session that is signed in', () => {
    const MINUTE = 60_000;
    const inMinutes = (minutes: number): number => Date.now() + minutes * MINUTE + 1_000;
    const described = (tokens: object) => {
      const signedIn = {
        ...{ receivedAt: 0, expiresAt: inMinutes(59), registrationExpiresAt: inMinutes(90 * 24 * 60) },
        ...{ refreshToken: 'r', ...tokens },
      };
      const open = { ...tree, session: () => ({ config: CORP, signedIn }), isExpandable: () => true };
      const item = treeItem(open as unknown as AccountTree, { ...SESSION, session: 'corp' });
      return [item.description, item.accessibilityInformation?.label];
    };

    it('shows no time where the token is renewed, even if it has expired meanwhile', () => {
      const label = 'Session corp, d-1234567890.awsapps.com, signed in';
      assert.deepEqual(described({}), ['signed in', label]);
      assert.deepEqual(described({ expiresAt: inMinutes(-5) }), ['signed in', label]);
    });

    for (const [what, tokens, left] of [
      ['that is not renewable', { refreshToken: undefined }, '59 min left'],
      ['where the registration ends first', { registrationExpiresAt: inMinutes(30) }, '59 min left'],
      ['at its end', { refreshToken: undefined, expiresAt: inMinutes(0) }, 'less than a minute left'],
    ] as const) {
      it(`shows the time left ${what}`, () => assert.equal(described(tokens)[0], `signed in, ${left}`));
    }
  });

  it('names the account of a role beside its number', () => {
    const role = { ...ROLE, accountName: 'Sandbox', roleName: 'Admin' };
    assert.equal(
      tooltip(tree, roles, role),
      'Role Admin in Sandbox (111122223333)\nDouble-click to use it in terminals.',
    );
    assert.equal(
      treeItem(tree, role).accessibilityInformation?.label,
      'Role Admin in Sandbox (111122223333). Press Enter to use it in terminals.',
    );
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

  it('says why a role stands above the accounts, by an icon and in words, and that it can be unpinned', () => {
    const node = { ...ROLE, accountName: 'Sandbox', roleName: 'Admin' };
    const drawn = [
      { ...node, id: 'pinned', favourite: 'pinned' as const },
      { ...node, favourite: 'recent' as const },
    ].map((one) => treeItem(tree, one));
    assert.deepEqual(
      drawn.map((item) => [
        item.description,
        (item.iconPath as { readonly id: string }).id,
        item.contextValue,
      ]),
      [
        ['Sandbox', 'pinned', 'role.pinned'],
        ['Sandbox', 'history', 'role'],
      ],
    );
    assert.match(
      drawn[0]?.accessibilityInformation?.label ?? '',
      /^Pinned role Admin in Sandbox \(111122223333\)\./,
    );
  });

  it('says which role terminals use', () => {
    const used = { session: ID, sessionName: 'corp', accountId: '111122223333', roleName: 'Admin' };
    const node = { ...ROLE, roleName: 'Admin' };
    assert.equal(treeItem(tree, node, used).description, 'in terminals');
    assert.equal(treeItem(tree, node, used).contextValue, 'role.inTerminals');
    const icons = [used, undefined].map(
      (one) => treeItem(tree, node, one).iconPath as { readonly id: string },
    );
    assert.deepEqual(
      icons.map(({ id }) => id),
      ['check', 'key'],
    );
    assert.equal(treeItem(tree, node, { ...used, roleName: 'Other' }).contextValue, 'role');
  });
});
