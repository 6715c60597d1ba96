import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { TerminalState } from '../../../../../src/features/terminals/terminalState.ts';
import { terminalsShown } from '../../../../../src/features/terminals/workspace/terminalsShown.ts';

const folder = (name: string) => ({ name, uri: { toString: () => name } }) as vscode.WorkspaceFolder;
const terminals = (roleName: string, of?: string) => {
  const role = { session: 's', sessionName: 'corp', accountId: '111122223333', roleName };
  const state: TerminalState = { role, why: undefined, preferred: [], problem: undefined };
  return { state: of === undefined ? state : { ...state, folder: folder(of) } };
};
const NONE = { state: undefined };

describe('The terminals that the status bar speaks of', () => {
  const [api, web, window] = [terminals('A', 'api'), terminals('B', 'web'), terminals('W')];
  const shown = (of: { state: TerminalState | undefined }, folders: (typeof window)[], active?: string) => {
    const all = terminalsShown(of, folders, active === undefined ? undefined : folder(active));
    return [all.shown.state?.role.roleName, all.others.map(({ role }) => role.roleName).join()];
  };

  it('are those of the folder that the active terminal is in', () => {
    assert.deepEqual(shown(window, [api, web], 'web'), ['B', 'A,W']);
  });

  it('are the window’s where that folder has no role of its own, or none is known', () => {
    assert.deepEqual(shown(window, [api, web], 'docs'), ['W', 'A,B']);
    assert.deepEqual(shown(window, [api, web]), ['W', 'A,B']);
    assert.deepEqual(shown(window, []), ['W', '']);
  });

  it('are those of a folder where the window uses no role', () => {
    assert.deepEqual(shown(NONE, [api, web], 'web'), ['B', 'A']);
    assert.deepEqual(shown(NONE, [api, web]), ['A', 'B']);
    assert.deepEqual(shown(NONE, []), [undefined, '']);
  });
});
