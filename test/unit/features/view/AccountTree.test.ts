import assert from 'node:assert/strict';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { isListing, SsoPortal } from '../../../../src/aws/services/SsoPortal.ts';
import type { FavouriteRole } from '../../../../src/features/roles/FavouriteRoles.ts';
import { isSameRole } from '../../../../src/features/terminals/terminalMemory.ts';
import { AccountTree, type TreeChange } from '../../../../src/features/view/AccountTree.ts';
import type { FailureNode, RoleNode, TreeNode } from '../../../../src/features/view/nodes.ts';
import { pacedClient } from '../../../../src/http/client/pacedClient.ts';
import type { AtPortal } from '../../../../src/sessions/portal/portalAccess.ts';
import {
  type ConsoleConfig,
  consoleId,
  type SignedInConsole,
} from '../../../../src/sessions/kinds/console.ts';
import { WaitingSignIns } from '../../../../src/features/signIn/waiting/WaitingSignIns.ts';
import { ALICE } from '../../support/openConsoles.ts';
import { BUILDER_ID } from '../../../../src/sessions/kinds/builderId.ts';
import { AccountDirectory } from '../../../../src/sessions/portal/AccountDirectory.ts';
import { RoleCredentialsCache } from '../../../../src/sessions/portal/RoleCredentialsCache.ts';
import {
  type SessionConfig,
  sessionId,
  type SignedInSession,
} from '../../../../src/sessions/kinds/identityCenter.ts';
import type { Instance } from '../../../identity-center/instance.ts';
import { madeUpAccounts } from '../../../identity-center/server.ts';
import { throttle } from '../../../identity-center/services/portal/throttle.ts';
import { settingsFrom } from '../../../identity-center/settings.ts';
import { createStore } from '../../../identity-center/state/store.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { CORP, LAB } from '../../support/openSessions.ts';

/** Which nodes, shortly. */
function ids(nodes: readonly TreeNode[]): string[] {
  return nodes.map((node) =>
    node.kind === 'session'
      ? node.session
      : node.kind === 'account'
        ? node.accountId
        : node.kind === 'role'
          ? node.roleName
          : node.kind,
  );
}

/** A tree over those sessions, and what becomes of it. */
function plant(atPortal: AtPortal, configs: readonly SessionConfig[]) {
  const signedIn = new Set(configs.map(sessionId));
  const changes: TreeChange[] = [];
  const known = [...configs];
  const consoles: ConsoleConfig[] = [];
  const waiting = new WaitingSignIns();
  const favourites: FavouriteRole[] = [];
  let broken: Error | undefined;
  const tree = new AccountTree({
    sessions: {
      load: () => (broken ? Promise.reject(broken) : Promise.resolve()),
      known: () => known,
      find: (id) =>
        signedIn.has(id)
          ? (known.find((config) => sessionId(config) === id) as SignedInSession | undefined)
          : undefined,
    },
    consoles: {
      load: () => Promise.resolve(),
      known: () => consoles,
      find: (id) => consoles.find((config) => consoleId(config) === id) as SignedInConsole | undefined,
    },
    waiting,
    isInSettings: () => false,
    favourites: {
      of: (id) => (id === sessionId(CORP) ? favourites : []),
      isPinned: (role) => favourites.some((one) => one.isPinned && isSameRole(one.role, role)),
    },
    directory: new AccountDirectory(atPortal),
    onChange: (change) => void changes.push(change),
  });
  /** The children of the node at the end of the way. */
  const at = async (...way: string[]): Promise<readonly TreeNode[]> => {
    let nodes = await tree.children();
    for (const step of way) {
      nodes = await tree.children(await nodeIn(nodes, step));
    }
    return nodes;
  };
  const nodeIn = (nodes: readonly TreeNode[], id: string): Promise<TreeNode> => {
    const node = nodes[ids(nodes).indexOf(id)];
    assert.ok(node, `${id} among ${ids(nodes).join(', ')}`);
    return Promise.resolve(node);
  };
  const node = async (...way: string[]): Promise<TreeNode> =>
    nodeIn(await at(...way.slice(0, -1)), way.at(-1) ?? '');
  return {
    tree,
    at,
    node,
    changes,
    signedIn,
    known,
    consoles,
    waiting,
    favourites,
    breakStore: (error: Error) => (broken = error),
  };
}

describe('AccountTree', () => {
  const clock = useFakeClock();

  /** Over a portal that notes what it is asked for, and fails when told to. */
  function open(...configs: SessionConfig[]) {
    const asked: string[] = [];
    const failures: Error[] = [];
    async function* list<Item>(what: string, ...items: Item[]) {
      asked.push(what);
      await Promise.resolve();
      const failure = failures.shift();
      if (failure) {
        throw failure;
      }
      yield* items;
    }
    const portal = {
      listAccounts: () =>
        list(
          'accounts',
          { accountId: '111122223333', accountName: 'Sandbox', emailAddress: 'play@example.com' },
          { accountId: '444455556666', accountName: 'Production', emailAddress: 'aws-prod@example.com' },
          { accountId: '777788889999' },
        ),
      listAccountRoles: (_: string, accountId: string) =>
        accountId === '777788889999'
          ? list(`roles of ${accountId}`)
          : list(`roles of ${accountId}`, { roleName: 'ReadOnly' }, { roleName: 'Admin' }),
    } as unknown as SsoPortal;
    return { ...plant((_, action) => action(portal, 'token'), configs), asked, failures };
  }

  it('asks for nothing before it is looked at, and for each list once', async () => {
    const { at, asked } = open(CORP, LAB);
    assert.deepEqual(ids(await at()), ['corp', 'lab']);
    assert.deepEqual(asked, []);
    assert.deepEqual(ids(await at('corp')), ['777788889999', '444455556666', '111122223333']);
    assert.deepEqual(asked, ['accounts']);
    assert.deepEqual(ids(await at('corp', '111122223333')), ['Admin', 'ReadOnly']);
    await at('corp', '111122223333');
    assert.deepEqual(asked, ['accounts', 'roles of 111122223333']);
  });

  it('has nodes that are arguments for the commands', async () => {
    const { node } = open(CORP);
    const { session, accountId, roleName } = (await node('corp', '111122223333', 'Admin')) as RoleNode;
    assert.deepEqual(
      { session, accountId, roleName },
      { session: 'corp', accountId: '111122223333', roleName: 'Admin' },
    );
  });

  it('has the favourites of a session above its accounts: those of accounts that are listed, and not while a filter is on', async () => {
    const { tree, at, favourites } = open(CORP);
    const role = (accountId: string, roleName: string) => {
      return { session: sessionId(CORP), sessionName: 'corp', accountId, accountName: 'Sandbox', roleName };
    };
    favourites.push(
      { role: role('111122223333', 'Admin'), isPinned: true },
      { role: role('999999999999', 'Gone'), isPinned: true },
      { role: role('444455556666', 'ReadOnly'), isPinned: false },
    );
    const children = await at('corp');
    assert.deepEqual(
      children.map((child) => (child.kind === 'role' ? [child.roleName, child.favourite] : child.kind)),
      [['Admin', 'pinned'], ['ReadOnly', 'recent'], 'account', 'account', 'account'],
    );
    assert.equal(new Set(children.map(({ id }) => id)).size, 5);
    assert.ok(tree.owns(children[0]));
    const [listed, other] = await at('corp', '111122223333');
    assert.deepEqual([tree.isPinned(listed as RoleNode), tree.isPinned(other as RoleNode)], [true, false]);
    tree.filter = 'sandbox';
    assert.deepEqual(
      (await at('corp')).map(({ kind }) => kind),
      ['account'],
    );
  });

  it('has console sessions, and sign-ins to what has no row yet, beside the sessions', async () => {
    const { at, tree, consoles, waiting } = open(CORP);
    consoles.push(ALICE);
    const view = () => ({ sentence: 'x.', actions: [] });
    const rest = { view, showAgain: () => undefined, cancel: () => undefined };
    const typed = { id: '1', sessionId: 'typed', name: 'lab', ...rest };
    waiting.add(typed);
    waiting.add({ id: '2', sessionId: sessionId(CORP), name: 'corp', ...rest });
    const roots = await at();
    assert.deepEqual(
      roots.map(({ kind }) => kind),
      ['session', 'console', 'waiting'],
    );
    assert.deepEqual(
      roots.map((root) => tree.waiting(root as never)?.id),
      ['2', undefined, '1'],
    );
    waiting.delete(typed);
    assert.equal((await at()).length, 2);
    assert.equal((await at())[1], roots[1]);
  });

  it('opens a session that was just signed in to', async () => {
    const { tree, node } = open(CORP);
    assert.equal(tree.open(sessionId(CORP)), undefined, 'It was not drawn.');
    const session = await node('corp');
    assert.equal(tree.isExpanded(session), true);
    assert.equal(tree.open(sessionId(CORP)), session);
  });

  it('knows its own nodes by their identity, and nothing that only looks like one', async () => {
    const { tree, at, node } = open(CORP);
    const role = await node('corp', '111122223333', 'Admin');
    const [empty] = await at('corp', '777788889999');
    for (const own of [...(await at()), ...(await at('corp')), role, empty]) {
      assert.equal(tree.owns(own), true);
      assert.equal(tree.owns({ ...own }), false);
    }
    for (const other of [undefined, null, 'x', 5, {}, JSON.parse(JSON.stringify(role)), open(CORP).tree]) {
      assert.equal(tree.owns(other), false);
    }
  });

  it('keeps what it has listed through ticks, changes and time, with the same nodes', async () => {
    const { tree, at, node, asked, changes } = open(CORP);
    const [session] = await at();
    const accounts = await at('corp');
    await at('corp', '111122223333');
    clock().setSystemTime(Date.now() + 3_600_000);
    tree.session((await node('corp')) as never);
    tree.tick();
    tree.update();
    assert.deepEqual(changes, [[session], undefined]);
    assert.equal((await at())[0], session);
    assert.deepEqual(
      (await at('corp')).map((account, index) => account === accounts[index]),
      [true, true, true],
    );
    await at('corp', '111122223333');
    assert.equal(asked.length, 2);
  });

  it('ticks for nobody who is not signed in, and once more for one that is no longer', async () => {
    const { tree, at, changes, signedIn } = open(CORP);
    const [session] = await at();
    const look = () => tree.session(session as never);
    signedIn.clear();
    look();
    tree.tick();
    assert.deepEqual(changes, []);
    signedIn.add(sessionId(CORP));
    look();
    signedIn.clear();
    tree.tick();
    assert.deepEqual(changes, [[session]]);
    look();
    tree.tick();
    assert.equal(changes.length, 1);
  });

  it('lists again when refreshed, and when opened once more after a while; not before', async () => {
    const { tree, at, node, asked, changes } = open(CORP);
    await at('corp');
    const session = await node('corp');
    const reopen = () => {
      tree.collapsed(session);
      tree.expanded(session);
    };
    reopen();
    await at('corp');
    assert.deepEqual([asked.length, changes.length], [1, 0]);
    clock().setSystemTime(Date.now() + 6 * 60_000);
    // Opened for the first time.
    tree.expanded(session);
    assert.equal(asked.length, 1);
    reopen();
    await at('corp');
    assert.deepEqual([asked.length, changes], [2, [[session]]]);
    tree.refresh();
    await at('corp');
    assert.deepEqual([asked.length, changes.at(-1)], [3, undefined]);
  });

  it('forgets what a session has opened when it is signed out, and opens nothing then', async () => {
    const { tree, at, asked, signedIn } = open(CORP, LAB);
    await at('corp');
    await at('lab');
    signedIn.delete(sessionId(CORP));
    tree.update();
    assert.deepEqual(await at('corp'), []);
    assert.equal(tree.isExpandable((await at())[0] as never), false);
    signedIn.add(sessionId(CORP));
    clock().setSystemTime(Date.now() + 6 * 60_000);
    tree.update();
    await at('corp');
    await at('lab');
    assert.equal(asked.length, 3);
  });

  it('never opens an AWS Builder ID', async () => {
    const { tree, at, asked } = open(BUILDER_ID);
    assert.deepEqual(await at('aws-builder-id'), []);
    assert.equal(tree.isExpandable((await at())[0] as never), false);
    assert.deepEqual(asked, []);
  });

  it('shows a failure where the list would be, until somebody tries again', async () => {
    const { tree, at, asked, failures, changes, node } = open(CORP);
    failures.push(new Error('no network'), new Error('no network either'));
    const [failure] = (await at('corp')) as FailureNode[];
    assert.deepEqual([failure?.kind, failure?.sentence], ['failure', 'no network']);
    await at('corp');
    assert.equal(asked.length, 1);
    tree.retry(failure!);
    assert.deepEqual(changes, [[await node('corp')]]);
    assert.equal(((await at('corp'))[0] as FailureNode).sentence, 'no network either');
    tree.collapsed(await node('corp'));
    tree.expanded(await node('corp'));
    assert.equal((await at('corp')).length, 3);
    failures.push(new Error('no roles'));
    assert.deepEqual(ids(await at('corp', '111122223333')), ['failure']);
    assert.deepEqual(ids(await at('corp', '444455556666')), ['Admin', 'ReadOnly']);
  });

  it('shows a failure when the sessions cannot be read', async () => {
    const { at, breakStore } = open(CORP);
    breakStore(new Error('no store'));
    assert.deepEqual(await at(), [{ kind: 'failure', id: '!', sentence: 'no store' }]);
  });

  it('says where there is nothing', async () => {
    const { at } = open(CORP);
    assert.deepEqual(ids(await at('corp', '777788889999')), ['empty']);
  });

  for (const [text, found] of [
    ['PROD', ['444455556666']],
    ['  222', ['111122223333']],
    ['example.com', ['444455556666', '111122223333']],
    ['sand play', ['111122223333']],
    ['sand prod', ['empty']],
    ['', ['777788889999', '444455556666', '111122223333']],
  ] as const) {
    it(`filters by name, id and address: “${text}”`, async () => {
      const { tree, at, asked, changes } = open(CORP);
      await at('corp');
      tree.filter = text;
      assert.deepEqual(ids(await at('corp')), found);
      assert.equal(asked.length, 1);
      assert.equal(changes.length, text === '' ? 0 : 1);
    });
  }

  it('remembers what is open', async () => {
    const { tree, node } = open(CORP);
    const account = await node('corp', '111122223333');
    assert.equal(tree.isExpanded(account), false);
    tree.expanded(account);
    tree.filter = 'prod';
    tree.update();
    assert.equal(tree.isExpanded(account), true);
    tree.collapsed(account);
    assert.equal(tree.isExpanded(account), false);
  });

  it('has one id for each node', async () => {
    const { at } = open(CORP, LAB, { ...CORP, startUrl: 'https://other.awsapps.com/start' });
    const all = [
      ...(await at()),
      ...(await at('corp')),
      ...(await at('lab')),
      ...(await at('corp', '111122223333')),
      ...(await at('corp', '444455556666')),
      ...(await at('corp', '777788889999')),
    ].map(({ id }) => id);
    assert.equal(new Set(all).size, all.length);
  });

  it('follows the sessions that come and go', async () => {
    const { tree, at, known } = open(CORP, LAB);
    const [, lab] = await at();
    known.shift();
    tree.update();
    assert.deepEqual(await at(), [lab]);
  });
});

describe('A portal that answers twenty calls a second, and a thousand accounts', () => {
  const clock = useFakeClock();
  const accounts = madeUpAccounts(1000);

  it('opens all of them with one call each, never one too many, and gives credentials meanwhile', async () => {
    const instance = {
      store: createStore(),
      settings: settingsFrom({ accounts, portalCallsPerSecond: 20, clock: () => Date.now() }),
    } as Instance;
    const counts: Record<string, number> = {};
    const pages = Array.from({ length: 10 }, (_, page) => accounts.slice(page * 100, page * 100 + 100));
    const http = pacedClient(async ({ url }) => {
      // Throws when it has had enough.
      throttle(instance);
      const { pathname, searchParams } = new URL(url);
      counts[pathname] = (counts[pathname] ?? 0) + 1;
      await new Promise((resolve) => setTimeout(resolve, 40));
      const page = Number(searchParams.get('next_token') ?? 0);
      const answers: Record<string, object> = {
        '/assignment/accounts': {
          accountList: pages[page],
          nextToken: page < 9 ? String(page + 1) : null,
        },
        '/assignment/roles': { roleList: [1, 2, 3, 4, 5].map((role) => ({ roleName: `Role${role}` })) },
        '/federation/credentials': {
          roleCredentials: {
            ...{ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' },
            expiration: Date.now() + 3_600_000,
          },
        },
      };
      return { status: 200, header: () => undefined, body: JSON.stringify(answers[pathname]) };
    }, isListing);
    const portal = new SsoPortal(http, 'https://portal.example', new Retries());
    const atPortal: AtPortal = (_, action) => action(portal, 'token');
    const { at, tree } = plant(atPortal, [CORP]);
    const roles = new RoleCredentialsCache(atPortal);

    const listing = at('corp');
    await clock().tickAsync(3_000);
    const nodes = await listing;
    assert.equal(nodes.length, 1000);
    assert.deepEqual(counts, { '/assignment/accounts': 10 });

    let open = 0;
    const opening = nodes.map(async (node) => {
      assert.equal((await tree.children(node)).length, 5);
      open++;
    });
    await clock().tickAsync(5_000);
    const asked = Date.now();
    let waited = Infinity;
    const credentials = roles
      .get({ session: sessionId(CORP), accountId: '100000000000', roleName: 'Role1' })
      .then(() => (waited = Date.now() - asked));
    await clock().tickAsync(2_000);
    await credentials;
    assert.ok(waited < 1_000, `${waited} ms`);
    assert.ok(open < 100, String(open));
    await clock().tickAsync(100_000);
    await Promise.all(opening);
    assert.deepEqual(counts, {
      '/assignment/accounts': 10,
      '/assignment/roles': 1000,
      '/federation/credentials': 1,
    });
  });
});
