import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import {
  addRecentRole,
  recentRoles,
  type TerminalRole,
} from '../../../../src/features/terminals/terminalMemory.ts';

describe('The roles used before', () => {
  function memento(): vscode.Memento {
    const state = new Map<string, unknown>();
    return {
      keys: () => [...state.keys()],
      get: (key: string) => state.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
    } as vscode.Memento;
  }

  const role = (roleName: string): TerminalRole => ({
    ...{ session: 's1', sessionName: 'corp', accountId: '111122223333', roleName },
  });

  it('come with the last one first, each once, and not all of them', async () => {
    const state = memento();
    for (const name of ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', 'h', 'i']) {
      await addRecentRole(state, role(name));
    }
    assert.deepEqual(
      recentRoles(state).map(({ roleName }) => roleName),
      ['i', 'h', 'g', 'f', 'e', 'd', 'a', 'c'],
    );
  });

  it('are forgotten when they cannot be read', async () => {
    const state = memento();
    await state.update('awsSso.recentRoles', [{ roleName: 1 }]);
    assert.deepEqual(recentRoles(state), []);
  });
});
