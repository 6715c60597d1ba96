import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { redacted, secretsOf } from '../../../../src/http/failures/redacted.ts';

const TOKEN = `aoaAAAAAGk:MGQCMC${randomBytes(60).toString('base64')}/x+y==`;
const JWT = `${Buffer.from('{"kid":"key-1"}').toString('base64url')}.${randomBytes(300).toString('base64url')}`;

const percentEncoded = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const escaped = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `\\u00${byte.toString(16).padStart(2, '0')}`).join('');

const ECHOES: Record<string, (secret: string) => string> = {
  whole: (secret) => secret,
  'its beginning': (secret) => secret.slice(0, 20),
  'its end': (secret) => secret.slice(-20),
  'its middle': (secret) => secret.slice(15, 40),
  'in capitals': (secret) => secret.toUpperCase(),
  'in lower case': (secret) => secret.toLowerCase(),
  'percent-encoded': encodeURIComponent,
  'percent-encoded throughout': percentEncoded,
  'percent-encoded twice': (secret) => encodeURIComponent(percentEncoded(secret)),
  'percent-encoded and cut': (secret) => percentEncoded(secret).slice(0, 36),
  'escaped as in JSON': escaped,
  'with escaped slashes': (secret) => secret.replaceAll('/', '\\/'),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64url and cut': (secret) => Buffer.from(secret).toString('base64url').slice(10, 40),
  'in base64 behind a name': (secret) => Buffer.from(`Bearer ${secret}`).toString('base64').slice(0, 44),
  'in base64 behind another name': (secret) => Buffer.from(`token=${secret}`).toString('base64').slice(0, 44),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex').slice(0, 40),
  'as a parameter': (secret) => `access_token=${secret.slice(0, 24)}`,
  'with hyphens': (secret) =>
    secret
      .match(/.{1,4}/g)!
      .join('-')
      .slice(0, 40),
};

describe('redacted', () => {
  for (const [how, echo] of Object.entries(ECHOES)) {
    it(`leaves out a secret that is echoed ${how}`, () => {
      for (const secret of [TOKEN, JWT]) {
        const text = redacted(`The value '${echo(secret)}' is not valid`, [secret]);
        assert.match(text, /^The value '…' is not valid$/);
      }
    });
  }

  it('leaves out a secret that is spread over words', () => {
    const spread = TOKEN.match(/.{1,6}/g)!.join(' ');
    assert.equal(redacted(`Got ${spread} here`, [TOKEN]), '…');
  });

  it('leaves out what looks like a secret of somebody else', () =>
    assert.equal(redacted(`Not ${'Ab1'.repeat(17)}, sorry`, []), 'Not …, sorry'));

  it('leaves out short secrets', () =>
    assert.equal(redacted('Code ABCD-EFGH or abcd-efgh is wrong', ['ABCD-EFGH']), 'Code … or … is wrong'));

  it('keeps what services say', () => {
    for (const text of [
      'Authorization is still pending',
      'Invalid refresh token provided',
      'Invalid device code provided',
      "Session token not found or invalid, see 'https://docs.aws.amazon.com/sso'",
      'KMS_AccessDeniedException',
      '00000000-0000-4000-8000-000000000001',
    ]) {
      assert.equal(redacted(text, [TOKEN, JWT, 'client-secret-1']), text);
    }
  });

  it('takes its time for no text', () => {
    const started = performance.now();
    redacted('%25'.repeat(300_000), [TOKEN]);
    redacted(
      'ab'.repeat(500_000),
      Array.from({ length: 5 }, () => JWT),
    );
    assert.ok(performance.now() - started < 1_000);
  });
});

describe('secretsOf', () => {
  it('knows each text of a request but what everybody may know', () => {
    const body = { clientId: 'client-id-1', grantType: 'refresh_token', refreshToken: 'refresh-1', n: 1 };
    const headers = { 'content-type': 'application/json', 'x-amz-sso_bearer_token': 'aoa:token' };
    assert.deepEqual(
      secretsOf({ method: 'POST', url: 'https://x.example', headers, body: JSON.stringify(body) }),
      ['aoa:token', 'client-id-1', 'refresh-1'],
    );
  });
});
