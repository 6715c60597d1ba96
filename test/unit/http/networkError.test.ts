import assert from 'node:assert/strict';
import { networkError } from '../../../src/http/networkError.ts';

describe('networkError', () => {
  for (const [code, sentence] of [
    ['ENOTFOUND', /could not be resolved/],
    ['ECONNREFUSED', /refused/],
    ['ETIMEDOUT', /did not answer in time/],
    ['UND_ERR_CONNECT_TIMEOUT', /did not answer in time/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /does not trust the certificate .* \(SELF_SIGNED_CERT_IN_CHAIN\)/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /does not trust the certificate/],
    ['ECONNRESET', /failed \(ECONNRESET\)/],
  ] as const) {
    it(`has a sentence for ${code}, deep inside`, () => {
      const cause = Object.assign(new Error('inner'), { code });
      const error = networkError(new TypeError('fetch failed', { cause }), 'oidc.example');
      assert.equal(error.code, 'Network');
      assert.match(error.message, sentence);
      assert.match(error.message, /oidc\.example/);
    });
  }

  for (const [errno, syscall, maybeSent] of [
    ['ENOTFOUND', 'getaddrinfo', false],
    ['EAI_AGAIN', 'getaddrinfo', false],
    ['ECONNREFUSED', 'connect', false],
    ['EHOSTUNREACH', 'connect', false],
    ['EHOSTUNREACH', 'read', true],
    ['ENETUNREACH', 'connect', false],
    ['ENETUNREACH', 'write', true],
    ['ETIMEDOUT', 'connect', false],
    ['ETIMEDOUT', 'read', true],
    ['UND_ERR_CONNECT_TIMEOUT', undefined, false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', undefined, false],
    ['ECONNRESET', 'read', true],
    ['EPIPE', 'write', true],
    ['UND_ERR_SOCKET', undefined, true],
    ['UND_ERR_HEADERS_TIMEOUT', undefined, true],
  ] as const) {
    it(`knows whether ${errno} of ${syscall ?? 'no call'} came before anything was sent`, () => {
      const cause = Object.assign(new Error('inner'), { code: errno, syscall });
      const error = networkError(new TypeError('fetch failed', { cause }), 'x');
      assert.deepEqual(error.network, { errno, maybeSent });
    });
  }

  it('takes what it does not know for sent', () => {
    assert.deepEqual(networkError(new TypeError('odd'), 'x').network, { maybeSent: true });
    const timeout = new DOMException('The operation timed out', 'TimeoutError');
    assert.equal(networkError(timeout, 'x').network?.maybeSent, true);
  });

  it('knows a timeout by its name', () => {
    const timeout = new DOMException('The operation timed out', 'TimeoutError');
    assert.match(networkError(timeout, 'x').message, /did not answer in time/);
  });

  it('names what to look at when there are no details', () => {
    assert.match(networkError('odd', 'x').message, /connection to x failed\. Check the network/);
  });
});
