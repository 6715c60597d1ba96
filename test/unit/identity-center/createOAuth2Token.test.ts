import assert from 'node:assert/strict';
import { codeVerifier, redirectUri } from './codeFlow.ts';
import { Harness } from './harness.ts';
import {
  codeMembers,
  crossDevice,
  ProofKey,
  refreshMembers,
  sameDevice,
  signinCode,
  token,
} from './signinFlow.ts';
import type { Reply } from './harness.ts';

describe('CreateOAuth2Token', () => {
  let harness: Harness;
  let key: ProofKey;
  beforeEach(async () => {
    harness = await Harness.open();
    key = new ProofKey();
  });
  afterEach(() => harness.center.stop());

  const call = (members: object, by = key) => token(harness, by.proof(harness), members);

  function assertRefused(reply: Reply, status: number, exception: string, error: string): void {
    assert.equal(reply.status, status, reply.text);
    assert.equal(reply.headers.get('x-amzn-errortype'), exception);
    assert.deepEqual(Object.keys(reply.json), ['error', 'message']);
    assert.equal(reply.json['error'], error);
  }

  it('gives AWS credentials for a code, and an id token that says whose', async () => {
    const { status, json } = await call(codeMembers(signinCode(harness)));
    assert.equal(status, 200);
    const accessToken = json['accessToken'] as Record<string, string>;
    const { idToken, refreshToken } = json as Record<string, string>;
    assert.deepEqual(json, { accessToken, tokenType: 'aws_sigv4', expiresIn: 900, refreshToken, idToken });
    assert.deepEqual(Object.keys(accessToken), ['accessKeyId', 'secretAccessKey', 'sessionToken']);
    assert.match(accessToken['accessKeyId'] ?? '', /^ASIA[A-Z2-7]{16}$/);
    assert.match(String(refreshToken), /^ASOR[\w-]{100,2044}$/);
    const { sub, aud } = claimsOf(idToken);
    assert.deepEqual([sub, aud], ['arn:aws:iam::111122223333:user/alice', sameDevice]);
    for (const secret of [refreshToken, idToken, accessToken['secretAccessKey']]) {
      assert.ok(harness.center.issuedSecrets.includes(String(secret)));
    }
  });

  it('gives those of the session that was chosen', async () => {
    const arn = 'arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_ReadOnlyAccess_0123456789abcdef/alice';
    const { json } = await call(codeMembers(signinCode(harness, {}, arn)));
    assert.equal(claimsOf(json['idToken'])['sub'], arn);
  });

  it('takes the code of another device with its own redirect URI', async () => {
    const redirect_uri = `${harness.center.signin}/v1/sessions/confirmation`;
    const code = signinCode(harness, { client_id: crossDevice, redirect_uri });
    harness.pass(599);
    const members = codeMembers(code, { clientId: crossDevice, redirectUri: redirect_uri });
    assert.equal((await call(members)).status, 200);
  });

  it('takes a form too, in the names of RFC 6749, and answers in them', async () => {
    const form = new URLSearchParams({
      client_id: sameDevice,
      grant_type: 'authorization_code',
      code: signinCode(harness),
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
    });
    const headers = { DPoP: key.proof(harness) };
    const { status, json } = await harness.send('/v1/token', { method: 'POST', headers, body: form });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(json), [
      'access_token',
      'token_type',
      'expires_in',
      'refresh_token',
      'id_token',
    ]);
    assert.match((json['access_token'] as { accessKeyId: string }).accessKeyId, /^ASIA/);
  });

  it('takes a code once, and ends what it was exchanged for when it comes again', async () => {
    const code = signinCode(harness);
    const { json } = await call(codeMembers(code));
    assertRefused(await call(codeMembers(code)), 401, 'AccessDeniedException', 'AUTHCODE_EXPIRED');
    const refreshed = await call(refreshMembers(json['refreshToken']));
    assertRefused(refreshed, 401, 'AccessDeniedException', 'TOKEN_EXPIRED');
  });

  it('takes a code for a minute', async () => {
    const code = signinCode(harness);
    harness.pass(60);
    assertRefused(await call(codeMembers(code)), 401, 'AccessDeniedException', 'AUTHCODE_EXPIRED');
  });

  it('binds a code to the key it is first presented with', async () => {
    const code = signinCode(harness);
    const wrong = codeVerifier.replace('e', 'f');
    assert.equal((await call(codeMembers(code, { codeVerifier: wrong }))).status, 400);
    const other = await call(codeMembers(code), new ProofKey());
    assertRefused(other, 400, 'ValidationException', 'INVALID_REQUEST');
    assert.equal((await call(codeMembers(code))).status, 200);
  });

  const invalid: [string, object][] = [
    ['an unknown client', { clientId: 'arn:aws:signin:::devtools/other' }],
    ['no client', { clientId: undefined }],
    ['another grant', { grantType: 'client_credentials' }],
    ['no grant', { grantType: undefined }],
    ['no code', { code: undefined }],
    ['a code that is too long', { code: 'x'.repeat(513) }],
    ['another redirect URI', { redirectUri: redirectUri.replace('46411', '46412') }],
    ['no redirect URI', { redirectUri: undefined }],
    ['another verifier', { codeVerifier: codeVerifier.replace('e', 'f') }],
    ['a verifier that is too short', { codeVerifier: 'x'.repeat(42) }],
    ['a verifier that is too long', { codeVerifier: 'x'.repeat(129) }],
  ];
  for (const [what, changes] of invalid) {
    it(`refuses ${what}`, async () => {
      const reply = await call(codeMembers(signinCode(harness), changes));
      assertRefused(reply, 400, 'ValidationException', 'INVALID_REQUEST');
    });
  }

  it('refuses the code of another client, and one that it never gave', async () => {
    for (const members of [{ clientId: crossDevice }, { code: 'made-up' }]) {
      const reply = await call(codeMembers(signinCode(harness), members));
      assertRefused(reply, 401, 'AccessDeniedException', 'AUTHCODE_EXPIRED');
    }
  });

  it('refuses a body that is no object', async () => {
    for (const members of [[], 'x'] as object[]) {
      assertRefused(await call(members), 400, 'ValidationException', 'INVALID_REQUEST');
    }
  });
});

function claimsOf(idToken: unknown): Record<string, unknown> {
  const [, claims = ''] = String(idToken).split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
}
