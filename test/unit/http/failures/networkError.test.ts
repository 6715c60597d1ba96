import assert from 'node:assert/strict';
import { ConnectError } from '../../../../src/http/fallback/ConnectError.ts';
import { networkError } from '../../../../src/http/failures/networkError.ts';

const HOST = 'oidc.example';

/** As `fetch` fails: what happened is the cause. */
function failed(code: string, { message = 'inner', syscall }: { message?: string; syscall?: string } = {}) {
  const cause = Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) });
  return new TypeError('fetch failed', { cause });
}

describe('networkError', () => {
  for (const [code, kind, sentence] of [
    ['ENOTFOUND', 'name', /Couldn’t resolve/],
    ['EAI_AGAIN', 'name', /Couldn’t resolve/],
    ['ECONNREFUSED', 'refused', /refused the connection/],
    ['ENETUNREACH', 'unreachable', /Couldn’t reach oidc\.example\./],
    ['ETIMEDOUT', 'timeout', /didn’t respond in time/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /didn’t respond in time/],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', /didn’t respond in time/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate', /doesn’t trust .*NODE_EXTRA/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', /doesn’t trust the certificate/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate', /doesn’t trust the certificate/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate', /doesn’t trust the certificate/],
    ['CERT_HAS_EXPIRED', 'certificate', /out of date\. Check the date and time of this machine/],
    ['CERT_NOT_YET_VALID', 'certificate', /out of date/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', /is for another name/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'foreign', /Something other than AWS answered/],
    ['ECONNRESET', 'broken', /connection to .* failed\./],
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
    ['ERR_SSL_WRONG_VERSION_NUMBER', undefined, true],
    ['EPROTO', 'write', true],
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

  for (const [what, details, refused] of [
    ['connects to a port', { code: 'ECONNREFUSED', address: '10.0.0.7', port: 3128 }, '10.0.0.7:3128'],
    ['looks up a name', { code: 'ENOTFOUND', hostname: 'proxy.corp' }, 'proxy.corp'],
  ] as const) {
    it(`knows a proxy that only the editor knows of by what it ${what}`, () => {
      const cause = Object.assign(new Error('inner'), { ...details, syscall: 'connect' });
      const error = networkError(new TypeError('fetch failed', { cause }), HOST);
      assert.equal(error.network?.kind, 'proxy');
      assert.match(error.message, new RegExp(`Couldn’t reach the proxy ${refused}`));
    });
  }

  for (const [host, details] of [
    ['oidc.example', { code: 'ECONNREFUSED', address: '10.0.0.7', port: 443 }],
    ['127.0.0.1', { code: 'ECONNREFUSED', address: '127.0.0.1', port: 80 }],
    ['oidc.example:8443', { code: 'ECONNREFUSED', address: '10.0.0.7', port: 8443 }],
    ['oidc.example:8443', { code: 'ENOTFOUND', hostname: 'oidc.example' }],
  ] as const) {
    it(`takes ${details.code} of ${host} itself for no proxy's`, () => {
      const cause = Object.assign(new Error('inner'), { ...details, syscall: 'connect' });
      const { network } = networkError(new TypeError('fetch failed', { cause }), host);
      assert.equal(network?.kind, details.code === 'ENOTFOUND' ? 'name' : 'refused');
    });
  }

  it('has the address speak that got further, where another leads nowhere', () => {
    const each = ['ENETUNREACH', 'ECONNREFUSED'].map((code) =>
      Object.assign(new Error('connect'), { code, syscall: 'connect' }),
    );
    const cause = Object.assign(new AggregateError(each, ''), { code: 'ENETUNREACH' });
    assert.equal(networkError(new TypeError('fetch failed', { cause }), HOST).network?.kind, 'refused');
  });

  for (const [name, kind] of [
    ['ERR_NAME_NOT_RESOLVED', 'name'],
    ['ERR_CONNECTION_REFUSED', 'refused'],
    ['ERR_CERT_AUTHORITY_INVALID', 'certificate'],
    ['ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
  ] as const) {
    it(`reads Chromium’s ${name}`, () => {
      const { network } = networkError(new Error(`net::${name}`), HOST);
      assert.deepEqual(network, { kind, errno: name, maybeSent: false });
    });
  }

  it('takes any other failure of Chromium for sent', () => {
    const { network } = networkError(new Error('net::ERR_CONNECTION_RESET'), HOST);
    assert.deepEqual(network, { kind: 'broken', errno: 'ERR_CONNECTION_RESET', maybeSent: true });
  });

  for (const code of ['EPROTO', 'ECONNRESET', 'UND_ERR_SOCKET']) {
    it(`knows that ${code} came before anything was sent, where no connection came about`, () => {
      const cause = Object.assign(new Error('inner'), { code });
      assert.equal(networkError(new ConnectError(false, cause), HOST).network?.maybeSent, false);
      const ofProxy = networkError(new ConnectError(true, cause), HOST, { proxy: 'http://p.example:1' });
      assert.equal(ofProxy.network?.kind, 'proxy');
      assert.match(ofProxy.message, /^Couldn’t reach the proxy http:\/\/p\.example:1\./);
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
    ['Proxy response (407) !== 200 when HTTP Tunneling', 'proxyAuthentication', /requires authentication/],
    ['Proxy response (407) ?.== 200 when HTTP Tunneling', 'proxyAuthentication', /http\.proxy/],
    ['Proxy response (403) !== 200 when HTTP Tunneling', 'proxy', /blocked the connection to oidc\.example/],
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
      assert.match(error.message, new RegExp(`^Couldn’t reach the proxy http://proxy\\.example:3128\\.`));
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
    assert.match(networkError(timeout, HOST).message, /didn’t respond in time/);
  });

  it('names what to look at when there are no details', () => {
    assert.match(
      networkError('odd', HOST).message,
      /connection to oidc\.example failed\. Check your network/,
    );
  });
});
