import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { TerminalUses } from '../../../../../src/features/terminals/shells/TerminalUses.ts';
import type { TerminalRole } from '../../../../../src/features/terminals/terminalMemory.ts';

const READER: TerminalRole = {
  ...{ session: 's1', sessionName: 'corp', accountId: '111122223333', roleName: 'Reader' },
};

describe('TerminalUses', () => {
  const open = (state = new Map<string, unknown>(), editorSession = 'today') => {
    const memento = {
      get: (key: string) => state.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
    } as unknown as vscode.Memento;
    return { uses: new TerminalUses(memento, editorSession), state };
  };

  it('knows what each terminal was opened with, and of others nothing', () => {
    const { uses } = open();
    uses.opened(1, READER);
    uses.opened(2, undefined);
    assert.deepEqual(uses.of(1)?.role, READER);
    assert.deepEqual(uses.of(2), { pid: 2 });
    assert.equal(uses.of(3), undefined);
    uses.closed(1);
    assert.equal(uses.of(1), undefined);
  });

  it('knows it after a reload, and nothing of it after a restart, when processes have other numbers', () => {
    const { uses, state } = open();
    uses.opened(1, READER);
    assert.deepEqual(open(state).uses.of(1)?.role, READER);
    assert.deepEqual([...open(state).uses.before], [1]);
    assert.equal(open(state, 'tomorrow').uses.of(1), undefined);
  });

  it('says of no terminal that it has a role once none is used', () => {
    const { uses } = open();
    uses.opened(1, READER);
    uses.ended();
    assert.deepEqual(uses.of(1), { pid: 1 });
  });

  it('remembers the newest hundred, and nothing that it cannot read', () => {
    const { uses, state } = open();
    for (let pid = 1; pid <= 150; pid++) {
      uses.opened(pid, READER);
    }
    assert.deepEqual([uses.of(50), uses.of(51)?.role], [undefined, READER]);
    state.set('awsSso.terminalUses', { uses: 'x' });
    assert.equal(open(state).uses.of(51), undefined);
  });
});
