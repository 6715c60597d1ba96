import assert from 'node:assert/strict';
import { OldTerminals } from '../../../../src/features/terminals/OldTerminals.ts';

describe('OldTerminals', () => {
  function open(names: readonly string[], answer: () => boolean) {
    const terminals = names.map((name) => ({ name }));
    const asked: [readonly string[], string][] = [];
    const relaunched: string[] = [];
    const old = new OldTerminals({
      open: () => terminals,
      ask: (...question) => {
        asked.push(question);
        return Promise.resolve(answer());
      },
      relaunch: ({ name }) => Promise.resolve(void relaunched.push(name)),
    });
    return { terminals, asked, relaunched, old };
  }

  it('says which terminals are old, and relaunches them if the person agrees', async () => {
    const { old, asked, relaunched } = open(['bash', 'bash', 'zsh'], () => true);
    await old.tell('Reader');
    assert.deepEqual(asked, [[['bash', 'zsh'], 'Reader']]);
    assert.deepEqual(relaunched, ['bash', 'bash', 'zsh']);
  });

  it('relaunches none without that, none that was closed or opened meanwhile', async () => {
    const refused = open(['bash'], () => false);
    await refused.old.tell('Reader');
    assert.deepEqual(refused.relaunched, []);
    const changed = open(['bash', 'zsh'], () => {
      changed.terminals.shift();
      changed.terminals.push({ name: 'fish' });
      return true;
    });
    await changed.old.tell('Reader');
    assert.deepEqual(changed.relaunched, ['zsh']);
  });

  it('says nothing where no terminal is open', async () => {
    const { old, asked } = open([], () => true);
    await old.tell('Reader');
    assert.deepEqual(asked, []);
  });
});
