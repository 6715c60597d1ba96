import assert from 'node:assert/strict';
import {
  favouriteRoles,
  pinnedRoles,
  pinRole,
  unpinRole,
} from '../../../../src/features/roles/pinnedRoles.ts';
import { addRecentRole, type TerminalRole } from '../../../../src/features/terminals/terminalMemory.ts';
import { memoryMemento } from '../../support/memoryMemento.ts';

const role = (roleName: string, more: Partial<TerminalRole> = {}): TerminalRole => ({
  ...{ session: 's1', sessionName: 'corp', accountId: '111122223333', roleName, ...more },
});

describe('Pinned roles', () => {
  it('are remembered, the last one first, once, until they are unpinned', async () => {
    const memento = memoryMemento();
    for (const name of ['Admin', 'ReadOnly', 'Admin']) await pinRole(memento, role(name));
    assert.deepEqual(
      pinnedRoles(memento).map(({ roleName }) => roleName),
      ['Admin', 'ReadOnly'],
    );
    await unpinRole(memento, role('Admin'));
    assert.deepEqual(
      pinnedRoles(memento).map(({ roleName }) => roleName),
      ['ReadOnly'],
    );
  });

  it('are no more than twenty, and none where nothing of ours is stored', async () => {
    const memento = memoryMemento();
    for (let index = 0; index < 30; index++) await pinRole(memento, role(`Role${index}`));
    assert.equal(pinnedRoles(memento).length, 20);
    await memento.update('awsSso.pinnedRoles', [{ roleName: 5 }]);
    assert.deepEqual(pinnedRoles(memento), []);
  });

  it('stand before the three that were used last, in their own session, and none by way of others', async () => {
    const memento = memoryMemento();
    const used = [role('Old'), role('A'), role('B'), role('Admin'), role('C')];
    const elsewhere = [
      role('X', { session: 's2' }),
      role('Y', { profile: 'deploy' }),
      role('Z', { session: 'console-1' }),
    ];
    for (const one of [...used, ...elsewhere]) await addRecentRole(memento, one);
    for (const one of [role('Admin'), ...elsewhere]) await pinRole(memento, one);
    assert.deepEqual(
      favouriteRoles(memento, 's1').map(({ role: { roleName }, isPinned }) => [roleName, isPinned]),
      [
        ['Admin', true],
        ['C', false],
        ['B', false],
        ['A', false],
      ],
    );
  });
});
