import assert from 'node:assert/strict';
import { RetiredTokens } from '../../../../src/sessions/engine/RetiredTokens.ts';

describe('RetiredTokens', () => {
  it('are known again, the last four thousand of them', () => {
    const retired = new RetiredTokens();
    for (let i = 0; i <= 4_000; i++) {
      retired.add(`token ${i}`);
    }
    assert.deepEqual(
      ['token 0', 'token 1', 'token 4000', 'token 4001'].map((token) => retired.has(token)),
      [false, true, true, false],
    );
  });
});
