import assert from 'node:assert/strict';
import { OldTerminals } from '../../../../../src/features/terminals/shells/OldTerminals.ts';
import { FakeUi } from '../../../support/FakeUi.ts';

describe('OldTerminals', () => {
  function open(names: readonly string[]) {
    const terminals = names.map((name) => ({ name }));
    const relaunched: string[] = [];
    const ui = new FakeUi();
    const old = new OldTerminals({
      open: () => terminals,
      old: () => Promise.resolve([...terminals]),
      ui,
      relaunch: ({ name }) => Promise.resolve(void relaunched.push(name)),
    });
    return { terminals, ui, relaunched, telling: old.tell('Reader') };
  }

  it('says which terminals are old, and relaunches them if the person agrees', async () => {
    const { telling, ui, relaunched } = open(['bash', 'bash', 'zsh']);
    await ui.press(/lost access to Reader: bash, zsh\./, 'Relaunch');
    await telling;
    assert.deepEqual(relaunched, ['bash', 'bash', 'zsh']);
  });

  it('relaunches none that was closed or opened meanwhile', async () => {
    const { telling, ui, relaunched, terminals } = open(['bash', 'zsh']);
    await ui.message(/lost access to Reader/);
    terminals.shift();
    terminals.push({ name: 'fish' });
    await ui.press(/lost access to Reader/, 'Relaunch');
    await telling;
    assert.deepEqual(relaunched, ['zsh']);
  });

  it('relaunches none without the person', async () => {
    const { telling, ui, relaunched } = open(['bash']);
    await ui.close(/The terminal bash lost its access to Reader/);
    await telling;
    assert.deepEqual(relaunched, []);
  });

  it('says nothing where no terminal is open', async () => {
    const { telling, ui } = open([]);
    await telling;
    assert.deepEqual(ui.shown, []);
  });
});
