import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { SAME_DEVICE, Signin, type SigninGrant } from '../../../../src/aws/services/Signin.ts';
import type { HttpClient, HttpRequest } from '../../../../src/http/client/HttpClient.ts';

const never = new AbortController().signal;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const REFRESH: SigninGrant = { clientId: SAME_DEVICE, grantType: 'refresh_token', refreshToken: 'ASOR' };
const TOKEN = {
  accessToken: { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' },
  tokenType: 'aws_sigv4',
  expiresIn: 900,
  refreshToken: 'ASOR2',
};

describe('Signin', () => {
  /** A service that answers with each of these in turn. */
  function open(...answers: [status: number, body: object][]) {
    const received: HttpRequest[] = [];
    const http: HttpClient = (request) => {
      received.push(request);
      const [status, body] = answers.shift() ?? [599, {}];
      return Promise.resolve({ status, header: () => undefined, body: JSON.stringify(body) });
    };
    return { signin: new Signin(http, 'https://signin.example/prefix', new Retries(() => 0)), received };
  }

  function decode(part = ''): Record<string, unknown> {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  }

  it('proves possession of the key for this request (RFC 9449), and shows only its public part', async () => {
    const { signin, received } = open([200, TOKEN]);
    const before = Math.floor(Date.now() / 1000);
    await signin.createOAuth2Token(REFRESH, privateKey, never);
    const proof = received[0]?.headers?.['DPoP'] ?? '';
    const [header, payload, signature] = proof.split('.');
    const { typ, alg, jwk } = decode(header) as { typ: string; alg: string; jwk: JsonWebKey };
    assert.deepEqual([typ, alg], ['dpop+jwt', 'ES256']);
    assert.deepEqual(Object.keys(jwk).sort(), ['crv', 'kty', 'x', 'y']);
    const { htm, htu, iat, jti, ...rest } = decode(payload);
    assert.deepEqual([htm, htu, rest], ['POST', 'https://signin.example/prefix/v1/token', {}]);
    assert.ok(typeof iat === 'number' && iat >= before && iat <= before + 2);
    assert.match(String(jti), /^[0-9a-f-]{36}$/);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const input = Buffer.from(`${header}.${payload}`);
    const bytes = Buffer.from(signature ?? '', 'base64url');
    assert.ok(verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, bytes));
  });

  it('makes a new proof for each attempt', async () => {
    const { signin, received } = open([429, {}], [200, TOKEN]);
    await signin.createOAuth2Token(REFRESH, privateKey, never);
    const jtis = received.map(({ headers }) => decode(headers?.['DPoP']?.split('.')[1])['jti']);
    assert.equal(new Set(jtis).size, 2);
  });

  it('does not repeat a refresh that may have been consumed', async () => {
    const { signin, received } = open([500, { error: 'server_error', message: 'm' }], [200, TOKEN]);
    await assert.rejects(signin.createOAuth2Token(REFRESH, privateKey, never), { code: 'Service' });
    assert.equal(received.length, 1);
  });

  it('sends the members of each grant at the top of a JSON body', async () => {
    const { signin, received } = open([200, TOKEN], [200, { ...TOKEN, idToken: 'jwt' }]);
    await signin.createOAuth2Token(REFRESH, privateKey, never);
    const code: SigninGrant = {
      clientId: SAME_DEVICE,
      grantType: 'authorization_code',
      code: 'c',
      redirectUri: 'http://127.0.0.1:1/oauth/callback',
      codeVerifier: 'v',
    };
    const answer = await signin.createOAuth2Token(code, privateKey, never);
    assert.deepEqual(answer, { ...TOKEN, idToken: 'jwt' });
    assert.deepEqual(
      received.map(({ body }) => JSON.parse(body ?? '') as object),
      [REFRESH, code],
    );
    assert.equal(received[0]?.headers?.['content-type'], 'application/json');
  });

  it('says so when credentials were promised and a string came', async () => {
    const { signin } = open([200, { ...TOKEN, accessToken: 'aoa' }]);
    await assert.rejects(signin.createOAuth2Token(REFRESH, privateKey, never), { code: 'Network' });
  });
});
