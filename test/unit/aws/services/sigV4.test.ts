import assert from 'node:assert/strict';
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { signed } from '../../../../src/aws/services/sigV4.ts';

/** What the signer of the AWS SDK computes with. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

describe('signed', () => {
  it('signs as the AWS SDK for JavaScript does', async () => {
    const text = fc.string({ minLength: 1, unit: fc.constantFrom(...'abcXYZ0189+/=') });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ accessKeyId: text, secretAccessKey: text, sessionToken: text }),
        fc.constantFrom(
          'https://sts.eu-west-1.amazonaws.com',
          'http://127.0.0.1:8123',
          'https://x.example/prefix',
        ),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        fc.string({ unit: 'grapheme' }),
        async (credentials, address, date, body) => {
          const request = {
            method: 'POST',
            url: `${address}/`,
            headers: { 'content-type': 'a/b; c' },
            body,
          } as const;
          const options = { service: 'sts', region: 'eu-west-1', credentials, date };
          const { headers } = signed(request, options);
          const { protocol, hostname, host, port, pathname } = new URL(request.url);
          const signer = new SignatureV4({
            ...options,
            sha256: Sha256 as never,
            applyChecksum: false,
          });
          const expected = await signer.sign(
            {
              method: 'POST',
              protocol,
              hostname,
              ...(port ? { port: Number(port) } : {}),
              path: pathname,
              headers: { ...request.headers, host },
              body,
            },
            { signingDate: date },
          );
          assert.deepEqual({ ...headers, host }, expected.headers);
        },
      ),
      { numRuns: 200 },
    );
  });
});
