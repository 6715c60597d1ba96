import assert from 'node:assert/strict';
import type { SsoPortal } from '../../../../src/aws/services/SsoPortal.ts';
import { AccountDirectory } from '../../../../src/sessions/portal/AccountDirectory.ts';
import { useFakeClock } from '../../support/fakeClock.ts';

describe('Directory', () => {
  const clock = useFakeClock();

  function open() {
    const asked: string[] = [];
    let isBroken = false;
    async function* list<Item>(what: string, ...items: Item[]) {
      asked.push(what);
      await Promise.resolve();
      if (isBroken) {
        throw new Error('no network');
      }
      yield* items;
    }
    const portal = {
      listAccounts: (token: string) =>
        list(
          `accounts with ${token}`,
          { accountId: '2', accountName: 'Zoo' },
          { accountId: '3' },
          {
            accountId: '1',
            accountName: 'Ant',
          },
        ),
      listAccountRoles: (_: string, accountId: string) =>
        list(`roles of ${accountId}`, { roleName: 'Writer' }, { roleName: 'Reader' }),
    } as unknown as SsoPortal;
    const directory = new AccountDirectory((session, action) => action(portal, `token of ${session}`));
    return { directory, asked, fail: (is: boolean) => void (isBroken = is) };
  }

  it('lists accounts and roles by their names, once for all who ask', async () => {
    const { directory, asked } = open();
    const [accounts] = await Promise.all([directory.accounts('s'), directory.accounts('s')]);
    assert.deepEqual(
      accounts.map(({ accountId }) => accountId),
      ['3', '1', '2'],
    );
    const roles = await directory.roles('s', '2');
    assert.deepEqual(
      roles.map(({ roleName }) => roleName),
      ['Reader', 'Writer'],
    );
    await directory.roles('s', '1');
    await directory.accounts('other');
    assert.deepEqual(asked, [
      'accounts with token of s',
      'roles of 2',
      'roles of 1',
      'accounts with token of other',
    ]);
  });

  it('lists again after a while, when told to forget, and when the clock was set back', async () => {
    const { directory, asked } = open();
    await directory.accounts('s');
    clock().setSystemTime(Date.now() + 4 * 60_000);
    await directory.accounts('s');
    assert.equal(asked.length, 1);
    clock().setSystemTime(Date.now() + 60_000);
    await directory.accounts('s');
    assert.equal(asked.length, 2);
    directory.clear();
    await directory.accounts('s');
    assert.equal(asked.length, 3);
    clock().setSystemTime(Date.now() - 3_600_000);
    await directory.accounts('s');
    assert.equal(asked.length, 4);
  });

  it('knows the names of accounts that it has listed, and asks nobody for others', async () => {
    const { directory, asked, fail } = open();
    assert.equal(await directory.accountName('s', '2'), undefined);
    await directory.accounts('s');
    assert.equal(await directory.accountName('s', '2'), 'Zoo');
    assert.equal(await directory.accountName('s', '3'), undefined);
    assert.equal(await directory.accountName('other', '2'), undefined);
    assert.equal(asked.length, 1);
    fail(true);
    directory.clear();
    const listing = directory.accounts('s');
    assert.equal(await directory.accountName('s', '2'), undefined);
    await assert.rejects(listing);
  });

  it('does not go on with what nobody wants any more, and lists nothing twice', async () => {
    const signals: AbortSignal[] = [];
    const twice = { accountId: '1' };
    const portal = {
      async *listAccounts(_: string, signal: AbortSignal) {
        signals.push(signal);
        await Promise.resolve();
        signal.throwIfAborted();
        yield* [twice, twice];
      },
    } as unknown as SsoPortal;
    const directory = new AccountDirectory((_, action) => action(portal, 'token'));
    const listing = directory.accounts('s');
    const { generation } = directory;
    directory.clear();
    await assert.rejects(listing, { code: 'Cancelled' });
    assert.equal(signals[0]?.aborted, true);
    assert.notEqual(directory.generation, generation);
    assert.deepEqual(await directory.accounts('s'), [twice]);
  });

  it('does not keep a failure', async () => {
    const { directory, fail } = open();
    fail(true);
    await assert.rejects(directory.accounts('s'), /no network/);
    fail(false);
    assert.equal((await directory.accounts('s')).length, 3);
  });
});
