import assert from 'node:assert/strict';
import { hintSentence, stateSentence } from '../../../../src/features/terminals/terminalSentences.ts';
import type { TerminalState } from '../../../../src/features/terminals/terminalState.ts';

const state = (more: Partial<TerminalState> = {}): TerminalState => ({
  role: { session: 's', sessionName: 'corp', accountId: '111122223333', roleName: 'Reader' },
  why: undefined,
  preferred: [],
  problem: undefined,
  ...more,
});

describe('What is said about a role in terminals', () => {
  it('is what new ones use, and nothing besides where nothing is in the way', () => {
    assert.match(stateSentence(state()), /New terminals use the role Reader in 111122223333/);
    assert.equal(hintSentence(state()), undefined);
  });

  it('never claims that a shell in WSL has it', () => {
    const inWsl = state({ isInWsl: true });
    assert.match(stateSentence(inWsl), /can’t use the role Reader in 111122223333: their shell runs in WSL/);
    assert.match(hintSentence(inWsl) ?? '', /Open the folder in WSL/);
  });

  it('names the variable that is preferred to it', () => {
    assert.match(
      hintSentence(state({ why: 'remote', preferred: ['AWS_PROFILE'] })) ?? '',
      /AWS_PROFILE is set/,
    );
  });
});
