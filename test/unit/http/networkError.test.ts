import assert from 'node:assert/strict';
import { networkError } from '../../../src/http/networkError.ts';

const HOST = 'oidc.example';

/** As `fetch` fails: what happened is the cause. */
function failed(code: string, { message = 'inner', syscall }: { message?: string; syscall?: string } = {}) {
  const cause = Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) });
  return new TypeError('fetch failed', { cause });
}

describe('networkError', () => {
  for (const [code, kind, sentence] of [
    ['ENOTFOUND', 'name', /could not be resolved/],
    ['EAI_AGAIN', 'name', /could not be resolved/],
    ['ECONNREFUSED', 'refused', /refused the connection/],
    ['ENETUNREACH', 'unreachable', /No way leads to oidc\.example \(ENETUNREACH\)/],
    ['ETIMEDOUT', 'timeout', /did not answer in time/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /did not answer in time/],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', /did not answer in time/],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'certificate',
      /does not trust .* \(SELF_SIGNED_CERT_IN_CHAIN\).*NODE_EXTRA/,
    ],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', /does not trust the certificate/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', /does not trust the certificate/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate', /does not trust the certificate/],
    ['CERT_HAS_EXPIRED', 'certificate', /out of date .*Check the date and the time of this machine/],
    ['CERT_NOT_YET_VALID', 'certificate', /out of date/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', /is for another name/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'foreign', /Something other than AWS answered/],
    ['ECONNRESET', 'broken', /failed \(ECONNRESET\)/],
  ] as const) {
    it(`has a sentence for ${code}, deep inside`, () => {
      const error = networkError(failed(code), HOST);
      assert.equal(error.code, 'Network');
      assert.equal(error.network?.kind, kind);
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
    ['ERR_SSL_WRONG_VERSION_NUMBER', undefined, false],
    ['ECONNRESET', 'read', true],
    ['EPIPE', 'write', true],
    ['UND_ERR_SOCKET', undefined, true],
    ['UND_ERR_HEADERS_TIMEOUT', undefined, true],
  ] as const) {
    it(`knows whether ${errno} of ${syscall ?? 'no call'} came before anything was sent`, () => {
      const { network } = networkError(failed(errno, syscall === undefined ? {} : { syscall }), HOST);
      assert.equal(network?.errno, errno);
      assert.equal(network?.maybeSent, maybeSent);
    });
  }

  it('has the first of several addresses speak for all', () => {
    const each = ['1.2.3.4', '::1'].map((address) =>
      Object.assign(new Error('connect'), { code: 'ETIMEDOUT', syscall: 'connect', address }),
    );
    const cause = Object.assign(new AggregateError(each, ''), { code: 'ETIMEDOUT' });
    const { network } = networkError(new TypeError('fetch failed', { cause }), HOST);
    assert.deepEqual(network, { kind: 'timeout', errno: 'ETIMEDOUT', maybeSent: false });
  });

  it('knows that a handshake which broke off has sent nothing', () => {
    const message = 'Client network socket disconnected before secure TLS connection was established';
    const { network } = networkError(failed('ECONNRESET', { message }), HOST);
    assert.deepEqual(network, { kind: 'broken', errno: 'ECONNRESET', maybeSent: false });
  });

  for (const [message, kind, sentence] of [
    [
      'Proxy response (407) !== 200 when HTTP Tunneling',
      'proxyAuthentication',
      /wants a user name and a password/,
    ],
    ['Proxy response (407) ?.== 200 when HTTP Tunneling', 'proxyAuthentication', /http\.proxy/],
    [
      'Proxy response (403) !== 200 when HTTP Tunneling',
      'proxy',
      /did not open the way to oidc\.example \(HTTP 403\)/,
    ],
  ] as const) {
    it(`reads the proxy’s answer in “${message}”`, () => {
      const error = networkError(failed('UND_ERR_ABORTED', { message }), HOST);
      assert.equal(error.network?.kind, kind);
      assert.equal(error.network?.maybeSent, false);
      assert.match(error.message, sentence);
    });
  }

  for (const code of ['ENOTFOUND', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']) {
    it(`blames the proxy for ${code} where one is taken`, () => {
      const error = networkError(failed(code), HOST, { proxy: 'http://proxy.example:3128' });
      assert.equal(error.network?.kind, 'proxy');
      assert.match(
        error.message,
        new RegExp(`proxy http://proxy\\.example:3128 could not be reached \\(${code}\\)`),
      );
    });
  }

  it('does not blame the proxy for what came after the way was open', () => {
    const { network } = networkError(failed('ETIMEDOUT', { syscall: 'read' }), HOST, { proxy: 'http://p' });
    assert.equal(network?.kind, 'timeout');
  });

  it('says who issued a certificate that nobody trusts', () => {
    const error = networkError(failed('SELF_SIGNED_CERT_IN_CHAIN'), HOST, { issuer: 'Corp Inspection' });
    assert.match(error.message, /issued by “Corp Inspection”/);
    assert.equal(error.network?.issuer, 'Corp Inspection');
  });

  it('takes what it does not know for sent', () => {
    const unknown = networkError(new TypeError('odd'), HOST).network;
    assert.deepEqual(unknown, { kind: 'broken', maybeSent: true });
    const timeout = new DOMException('The operation timed out', 'TimeoutError');
    assert.equal(networkError(timeout, HOST).network?.maybeSent, true);
  });

  it('knows a timeout by its name', () => {
    const timeout = new DOMException('The operation timed out', 'TimeoutError');
    assert.match(networkError(timeout, HOST).message, /did not answer in time/);
  });

  it('names what to look at when there are no details', () => {
    assert.match(networkError('odd', HOST).message, /connection to oidc\.example failed\. Check the network/);
  });
});
