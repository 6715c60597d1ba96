import assert from 'node:assert/strict';
import { Harness } from './harness.ts';
import { codeMembers, crossDevice, ProofKey, refreshMembers, signinCode, token } from './signinFlow.ts';
import type { Reply } from './harness.ts';

describe('CreateOAuth2Token by refresh token', () => {
  let harness: Harness;
  let key: ProofKey;
  beforeEach(async () => {
    harness = await Harness.open();
    key = new ProofKey();
  });
  afterEach(() => harness.center.stop());

  const call = (members: object, by = key) => token(harness, by.proof(harness), members);
  const signIn = async () => (await call(codeMembers(signinCode(harness)))).json;

  function assertRefused({ status, headers, json }: Reply, expected: number, exception: string): void {
    assert.equal(status, expected);
    assert.equal(headers.get('x-amzn-errortype'), exception);
    assert.equal(json['error'], expected === 401 ? 'TOKEN_EXPIRED' : 'INVALID_REQUEST');
  }

  it('rotates, and says nothing about who it is', async () => {
    const first = await signIn();
    const { status, json } = await call(refreshMembers(first['refreshToken']));
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(json), ['accessToken', 'tokenType', 'expiresIn', 'refreshToken']);
    assert.notEqual(json['refreshToken'], first['refreshToken']);
    assert.match(String(json['refreshToken']), /^ASOR/);
    const again = await call(refreshMembers(first['refreshToken']));
    assertRefused(again, 401, 'AccessDeniedException');
    assert.equal((await call(refreshMembers(json['refreshToken']))).status, 200);
  });

  it('is bound to the key and the client', async () => {
    const { refreshToken } = await signIn();
    const otherKey = await call(refreshMembers(refreshToken), new ProofKey());
    assertRefused(otherKey, 400, 'ValidationException');
    const otherClient = await call(refreshMembers(refreshToken, { clientId: crossDevice }));
    assertRefused(otherClient, 401, 'AccessDeniedException');
    assert.equal((await call(refreshMembers(refreshToken))).status, 200);
  });

  it('ends with the session, and no credentials outlive it', async () => {
    const { refreshToken } = await signIn();
    harness.pass(28_800 - 60);
    const last = (await call(refreshMembers(refreshToken))).json;
    assert.equal(last['expiresIn'], 60);
    harness.pass(60);
    const reply = await call(refreshMembers(last['refreshToken']));
    assertRefused(reply, 401, 'AccessDeniedException');
  });

  it('refuses what it never gave, and what is too long', async () => {
    assert.equal((await call(refreshMembers('ASORmade-up'))).status, 401);
    assert.equal((await call(refreshMembers('x'.repeat(2049)))).status, 400);
  });
});

describe('CreateOAuth2Token by refresh token with options', () => {
  it('gives the same again where a refresh may be repeated, while that is valid', async () => {
    const harness = await Harness.open({ repeatedSigninRefresh: 'accepted', accessTokenLifetime: 300 });
    try {
      const key = new ProofKey();
      const call = (members: object) => token(harness, key.proof(harness), members);
      const { refreshToken, expiresIn } = (await call(codeMembers(signinCode(harness)))).json;
      assert.equal(expiresIn, 300);
      const first = (await call(refreshMembers(refreshToken))).json;
      harness.pass(100);
      assert.deepEqual((await call(refreshMembers(refreshToken))).json, { ...first, expiresIn: 200 });
      harness.pass(200);
      assert.equal((await call(refreshMembers(refreshToken))).json['error'], 'TOKEN_EXPIRED');
      assert.equal((await call(refreshMembers(first['refreshToken']))).status, 200);
    } finally {
      await harness.center.stop();
    }
  });
});
