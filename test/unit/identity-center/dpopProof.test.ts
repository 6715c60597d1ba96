import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { Harness } from './harness.ts';
import { codeMembers, ProofKey, signinCode, token } from './signinFlow.ts';
import type { Reply } from './harness.ts';

/** Made by the AWS CLI and by the AWS SDK for JavaScript, with the same key, for `recordedAt`. */
const recorded = [
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Ik80YmVBM3MzZzU2dzVNT2FaajVkVWdmeG9fb0REcmRMajd0TzBlMHBsb2MiLCJ5IjoiRk9VcDJRYXRQQUJWb1R3MDZib1djckliMU5PNTZhbXlrUE4tNFdycnFKVSIsImNydiI6IlAtMjU2In19.eyJodG0iOiJQT1NUIiwiaHR1IjoiaHR0cDovLzEyNy4wLjAuMTo0NjU5Ny92MS90b2tlbiIsImlhdCI6MTc5NTE1ODQzMCwianRpIjoiNDU0YjhjOGEtMjlmNy00MzgwLWEwODctN2JhOWUyNmQxMmE3In0.weuiS9tM51KLFQj9T_MwDT6-97lcdxh3GHExRmUlibINV7i5QeCJHwYcxwwb40BpNBoH3t-iY1BP71rEsa9F6Q',
  'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRwb3Arand0IiwiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoiTzRiZUEzczNnNTZ3NU1PYVpqNWRVZ2Z4b19vRERyZExqN3RPMGUwcGxvYyIsInkiOiJGT1VwMlFhdFBBQlZvVHcwNmJvV2NySWIxTk81NmFteWtQTi00V3JycUpVIn19.eyJqdGkiOiJhNjVkMWNhYi1jOWQ1LTQ1NzEtYThkMS04Zjc0NjBjNGRjYjciLCJodG0iOiJQT1NUIiwiaHR1IjoiaHR0cDovLzEyNy4wLjAuMTo0NjU5Ny92MS90b2tlbiIsImlhdCI6MTc5NTE1ODQzMH0.m7p2uUVx8ygCuDmDIL1mhvaWQ5ohgM6285bLOYYiyPVjSlmaDit3uecagKsx1hy1nawlQoECcLZZ_vIm9EgKeg',
];
const recordedAt = 1_795_158_430_000;
const recordedFor = 'http://127.0.0.1:46597';

describe('DPoP proofs', () => {
  let harness: Harness;
  let key: ProofKey;
  beforeEach(async () => {
    harness = await Harness.open();
    key = new ProofKey();
  });
  afterEach(() => harness.center.stop());

  const present = (proof: string | undefined, at = harness) => token(at, proof, codeMembers(signinCode(at)));
  function assertInvalid({ status, json, headers }: Reply, reason: RegExp): void {
    assert.equal(status, 400);
    assert.equal(headers.get('x-amzn-errortype'), 'ValidationException');
    assert.equal(json['error'], 'INVALID_REQUEST');
    assert.match(String(json['message']), reason);
  }

  it('are accepted from real clients', async () => {
    const then = await Harness.open({ clock: () => recordedAt, baseUrl: `${recordedFor}/` });
    try {
      for (const proof of recorded) assert.equal((await present(proof, then)).status, 200);
    } finally {
      await then.center.stop();
    }
  });

  it('are required, once', async () => {
    assertInvalid(await present(undefined), /there is none/);
    const [one, two] = [key.proof(harness), key.proof(harness)];
    assertInvalid(await present(`${one}, ${two}`), /compact JWS/);
    assertInvalid(await present('x'), /compact JWS/);
    assertInvalid(await present('e30.e30.'), /compact JWS/);
    assertInvalid(await present('!.e30.x'), /base64url/);
    assertInvalid(await present('eA.e30.x'), /JSON/);
    assertInvalid(await present('W10.e30.x'), /no object/);
  });

  const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });
  const headers: [string, () => object, RegExp][] = [
    ['another typ', () => ({ typ: 'JWT' }), /typ/],
    ['no typ', () => ({ typ: undefined }), /typ/],
    ['another alg', () => ({ alg: 'ES384' }), /alg/],
    ['no alg', () => ({ alg: 'none' }), /alg/],
    ['no key', () => ({ jwk: undefined }), /jwk is missing/],
    ['a private key', () => ({ jwk: key.privateJwk }), /private key/],
    ['another curve', () => ({ jwk: other }), /P-256/],
    ['another kind of key', () => ({ jwk: { ...key.jwk, kty: 'RSA' } }), /P-256/],
    ['no point on the curve', () => ({ jwk: { ...key.jwk, x: key.jwk.y } }), /no point/],
    ['the key of somebody else', () => ({ jwk: new ProofKey().jwk }), /signature/],
  ];
  for (const [what, header, reason] of headers) {
    it(`are refused with ${what}`, async () => {
      assertInvalid(await present(key.proof(harness, { header: header() })), reason);
    });
  }

  const payloads: [string, object, RegExp][] = [
    ['another method', { htm: 'GET' }, /htm/],
    ['no method', { htm: undefined }, /htm/],
    ['another host', { htu: 'http://localhost:1/v1/token' }, /htu/],
    ['no address', { htu: undefined }, /htu/],
    ['no time', { iat: undefined }, /iat/],
    ['a time in text', { iat: '1767225600' }, /iat/],
    ['no jti', { jti: undefined }, /jti/],
    ['an empty jti', { jti: '' }, /jti/],
  ];
  for (const [what, payload, reason] of payloads) {
    it(`are refused with ${what}`, async () => {
      assertInvalid(await present(key.proof(harness, { payload })), reason);
    });
  }

  it('are refused for another path, and for the service at large', async () => {
    for (const path of ['', '/', '/v1/authorize', '/v1/token/']) {
      const htu = harness.center.signin + path;
      assertInvalid(await present(key.proof(harness, { payload: { htu } })), /htu/);
    }
  });

  it('may have the address in another spelling, and a query', async () => {
    const htu = `${harness.center.signin.toUpperCase()}/v1/../v1/token?x#y`;
    assert.equal((await present(key.proof(harness, { payload: { htu } }))).status, 200);
  });

  it('go by the host that the client used', async () => {
    const { port } = new URL(harness.center.url);
    const htu = `http://localhost:${port}/v1/token`;
    const send = (payload: object) =>
      fetch(htu, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', DPoP: key.proof(harness, { payload }) },
        body: JSON.stringify(codeMembers(signinCode(harness))),
      });
    assert.equal((await send({ htu })).status, 200);
    assert.equal((await send({})).status, 400);
  });

  it('go by the base URL where one is set, path and all', async () => {
    const baseUrl = 'https://proxy.test/aws/';
    const behind = await Harness.open({ baseUrl });
    try {
      assert.equal(behind.center.signin, 'https://proxy.test/aws');
      assert.equal((await present(key.proof(behind), behind)).status, 200);
      const htu = `${behind.center.url}/v1/token`;
      assertInvalid(
        await present(key.proof(behind, { payload: { htu } }), behind),
        /proxy\.test\/aws\/v1\/token/,
      );
    } finally {
      await behind.center.stop();
    }
  });

  it('may be five minutes old or early', async () => {
    const now = harness.now / 1000;
    for (const [seconds, status] of [
      [-301, 400],
      [-300, 200],
      [300, 200],
      [301, 400],
    ] as const) {
      const proof = key.proof(harness, { payload: { iat: now + seconds } });
      assert.equal((await present(proof)).status, status, `${seconds} seconds`);
    }
  });

  it('are signed with r and s side by side', async () => {
    const der = key.proof(harness, { signature: (signed) => key.sign(signed, 'der') });
    assertInvalid(await present(der), /signature/);
    const half = key.proof(harness, { signature: (signed) => key.sign(signed).subarray(0, 32) });
    assertInvalid(await present(half), /signature/);
    const good = key.proof(harness);
    const [header = '', , signature = ''] = good.split('.');
    const payload = key.proof(harness).split('.')[1] ?? '';
    assertInvalid(await present([header, payload, signature].join('.')), /signature/);
  });

  it('may come again, unless that is switched off', async () => {
    const proof = key.proof(harness);
    assert.equal((await present(proof)).status, 200);
    assert.equal((await present(proof)).status, 200);
    const strict = await Harness.open({ repeatedProofs: 'refused' });
    try {
      const once = key.proof(strict);
      assert.equal((await present(once, strict)).status, 200);
      assertInvalid(await present(once, strict), /jti/);
    } finally {
      await strict.center.stop();
    }
  });
});
