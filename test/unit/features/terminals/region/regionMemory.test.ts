import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { regionChosen, rememberRegion } from '../../../../../src/features/terminals/region/regionMemory.ts';

describe('The regions chosen', () => {
  function memento(): vscode.Memento {
    const state = new Map<string, unknown>();
    return {
      keys: () => [...state.keys()],
      get: (key: string) => state.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
    } as vscode.Memento;
  }

  it('are remembered by account, none included', async () => {
    const state = memento();
    assert.equal(regionChosen(state, '111122223333'), undefined);
    await rememberRegion(state, '111122223333', 'eu-central-1');
    await rememberRegion(state, '444455556666', '');
    assert.equal(regionChosen(state, '111122223333'), 'eu-central-1');
    assert.equal(regionChosen(state, '444455556666'), '');
  });

  it('are forgotten where they cannot be read', async () => {
    const state = memento();
    await state.update('awsSso.regions', { '111122223333': 'evil.example/x?' });
    assert.equal(regionChosen(state, '111122223333'), undefined);
  });
});
