import assert from 'node:assert/strict';
import { FavouriteRoles } from '../../../../src/features/roles/FavouriteRoles.ts';
import type { TerminalRole } from '../../../../src/features/terminals/terminalMemory.ts';
import { memoryMemento } from '../../support/memoryMemento.ts';

const role = (roleName: string, more: Partial<TerminalRole> = {}): TerminalRole => ({
  ...{ session: 's1', sessionName: 'corp', accountId: '111122223333', roleName, ...more },
});
const names = (roles: readonly TerminalRole[]): string[] => roles.map(({ roleName }) => roleName);

function open(memento = memoryMemento()) {
  let changes = 0;
  const favourites = new FavouriteRoles(memento, () => void changes++);
  return { favourites, memento, changes: () => changes };
}

describe('Favourite roles', () => {
  it('that are pinned stay where they are, each once, until they are unpinned', async () => {
    const { favourites, changes } = open();
    for (const name of ['Admin', 'ReadOnly', 'Admin']) await favourites.pin(role(name));
    assert.deepEqual(names(favourites.pinned), ['Admin', 'ReadOnly']);
    assert.deepEqual([favourites.isPinned(role('Admin')), favourites.isPinned(role('Other'))], [true, false]);
    await favourites.unpin(role('Admin'));
    assert.deepEqual(names(favourites.pinned), ['ReadOnly']);
    assert.equal(favourites.isPinned(role('Admin')), false);
    assert.equal(changes(), 3);
  });

  it('that were used come with the last one first, each once', async () => {
    const { favourites, changes } = open();
    for (const name of ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', 'h', 'i']) {
      await favourites.used(role(name));
    }
    assert.deepEqual(names(favourites.recent), ['i', 'h', 'g', 'f', 'e', 'd', 'a', 'c']);
    assert.equal(changes(), 10);
  });

  it('are bounded: of those pinned, the first makes room', async () => {
    const { favourites } = open();
    for (let index = 0; index < 30; index++) await favourites.pin(role(`Role${index}`));
    assert.equal(favourites.pinned.length, 20);
    assert.equal(names(favourites.pinned)[19], 'Role29');
  });

  it('are none where nothing of ours is stored', () => {
    const stored = { 'awsSso.pinnedRoles': [{ roleName: 5 }], 'awsSso.recentRoles': 'x' };
    const { favourites } = open(memoryMemento(stored));
    assert.deepEqual([favourites.pinned, favourites.recent], [[], []]);
    assert.equal(favourites.isPinned(role('Admin')), false);
  });

  it('of another window, and of the one before a restart, are seen', async () => {
    const { favourites, memento } = open();
    const other = open(memento).favourites;
    assert.deepEqual(other.pinned, []);
    await favourites.pin(role('Admin'));
    await favourites.used(role('Reader'));
    assert.deepEqual([names(other.pinned), names(other.recent)], [['Admin'], ['Reader']]);
    assert.equal(other.isPinned(role('Admin')), true);
  });

  it('hold names and numbers only, and no console session', async () => {
    const { favourites, memento } = open();
    const more = { accessKeyId: 'ASIA', secretAccessKey: 'x' };
    const known = { ...role('Admin', { accountName: 'Sandbox', terminal: 'a-token' }), ...more };
    const ofConsole = role('alice', { session: 'console-1' });
    for (const one of [known, ofConsole]) {
      await favourites.pin(one);
      await favourites.used(one);
    }
    const expected = [{ ...role('Admin'), accountName: 'Sandbox' }];
    assert.deepEqual(memento.get('awsSso.pinnedRoles'), expected);
    assert.deepEqual(memento.get('awsSso.recentRoles'), expected);
  });

  it('are parsed once for ten thousand rows that ask whether theirs is pinned', () => {
    let reads = 0;
    const stored = {
      ...role('Admin'),
      get roleName() {
        reads++;
        return 'Admin';
      },
    };
    const { favourites } = open(memoryMemento({ 'awsSso.pinnedRoles': [stored] }));
    const rows = Array.from({ length: 10_000 }, (_, index) => role(`Role${index}`));
    assert.deepEqual(
      rows.filter((row) => favourites.isPinned(row)),
      [],
    );
    assert.equal(favourites.isPinned(role('Admin')), true);
    assert.ok(reads < 10, `It was read ${reads} times.`);
  });

  it('are no reason for a command to fail, which has used the role already', async () => {
    const memento = { ...memoryMemento(), update: () => Promise.reject(new Error('The disk is full.')) };
    const { favourites } = open(memento);
    await favourites.used(role('Admin'));
    await assert.rejects(favourites.pin(role('Admin')), /disk is full/);
  });

  it('stand before the three that were used last, in their own session, and none by way of others', async () => {
    const { favourites } = open();
    const used = [role('Old'), role('A'), role('B'), role('Admin'), role('C')];
    const elsewhere = [role('X', { session: 's2' }), role('Y', { profile: 'deploy' })];
    for (const one of [...used, ...elsewhere]) await favourites.used(one);
    for (const one of [role('Admin'), ...elsewhere]) await favourites.pin(one);
    assert.deepEqual(
      favourites.of('s1').map(({ role: { roleName }, isPinned }) => [roleName, isPinned]),
      [
        ['Admin', true],
        ['C', false],
        ['B', false],
        ['A', false],
      ],
    );
  });
});
