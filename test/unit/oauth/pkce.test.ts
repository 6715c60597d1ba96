import assert from 'node:assert/strict';
import { challengeOf, newProofKey } from '../../../src/oauth/pkce.ts';

describe('newProofKey', () => {
  it('computes the challenge as the example of RFC 7636, appendix B', () =>
    assert.equal(
      challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'),
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    ));

  it('makes a verifier of legal characters and length, each time another', () => {
    const keys = Array.from({ length: 50 }, newProofKey);
    for (const { verifier, challenge } of keys) {
      assert.match(verifier, /^[A-Za-z0-9._~-]{43,128}$/);
      assert.match(challenge, /^[A-Za-z0-9_-]{43}$/);
      assert.equal(challenge, challengeOf(verifier));
    }
    assert.equal(new Set(keys.map(({ verifier }) => verifier)).size, keys.length);
  });
});
