import assert from 'node:assert/strict';
import { changeBetween } from '../../../../src/sessions/engine/change.ts';

describe('A change of the sessions', () => {
  const at = (token: string, revision: number) => new Map([['s', { token, revision }]]);
  const tokenOf = ({ token }: { token: string }): string => token;

  it('tells a renewal from a sign-in, which may be somebody else’s', () => {
    const signedIn = Date.UTC(2026, 0, 1);
    const renewed = changeBetween(at('a', signedIn), at('b', signedIn + 2), tokenOf);
    assert.deepEqual([renewed?.changed.length, renewed?.replaced.length], [1, 0]);
    const anew = changeBetween(at('a', signedIn), at('b', signedIn + 60_000), tokenOf);
    assert.deepEqual([anew?.changed.length, anew?.replaced.length], [1, 1]);
    assert.equal(changeBetween(at('a', signedIn), at('a', signedIn + 1), tokenOf), undefined);
  });
});
