import assert from 'node:assert/strict';
import { proxyFor, type ProxySettings } from '../../../../src/http/fallback/proxyFor.ts';

const NONE: ProxySettings = {
  proxySupport: 'override',
  proxy: '',
  noProxy: [],
  proxyAuthorization: undefined,
  proxyStrictSSL: true,
  systemCertificates: true,
};
const AWS = 'https://oidc.us-east-1.amazonaws.com/token';
const SET = { ...NONE, proxy: 'http://setting.example:8080' };
const ENV = { HTTPS_PROXY: 'http://environment.example:8080' };

describe('proxyFor', () => {
  const addressFor = (url: string, settings: ProxySettings, env = {}) =>
    proxyFor(url, settings, env)?.address;

  it('is none where none is set', () => assert.equal(proxyFor(AWS, NONE, {}), undefined));

  it('takes that of the setting before that of the environment', () => {
    assert.equal(addressFor(AWS, SET, ENV), 'http://setting.example:8080');
    assert.equal(addressFor(AWS, NONE, ENV), 'http://environment.example:8080');
    assert.equal(
      addressFor(AWS, NONE, { https_proxy: 'http://lower.example:1', ...ENV }),
      'http://lower.example:1',
    );
  });

  it('takes none where the editor is told so', () => {
    assert.equal(addressFor(AWS, { ...SET, proxySupport: 'off' }, ENV), undefined);
  });

  for (const url of [
    'http://127.0.0.1:8000/',
    'https://localhost:8443/',
    'https://127.1.2.3/',
    'https://[::1]:8443/',
  ]) {
    it(`takes none to ${url}`, () => assert.equal(addressFor(url, SET, ENV), undefined));
  }

  for (const [entry, isWithout] of [
    ['amazonaws.com', true],
    ['.amazonaws.com', true],
    ['*.amazonaws.com', true],
    ['AmazonAWS.com', true],
    ['oidc.us-east-1.amazonaws.com', true],
    ['amazonaws.com:443', true],
    ['*', true],
    ['amazonaws.com:8443', false],
    ['aws.com', false],
    ['other.example', false],
    ['', false],
  ] as const) {
    it(`“${entry}” ${isWithout ? 'means' : 'does not mean'} ${new URL(AWS).host}`, () => {
      assert.equal(addressFor(AWS, { ...SET, noProxy: ['first.example', entry] }) === undefined, isWithout);
      assert.equal(addressFor(AWS, SET, { NO_PROXY: `first.example, ${entry}` }) === undefined, isWithout);
    });
  }

  it('leaves NO_PROXY aside where the setting names some', () => {
    const settings = { ...SET, noProxy: ['other.example'] };
    assert.equal(addressFor(AWS, settings, { NO_PROXY: '*' }), 'http://setting.example:8080');
  });

  it('understands an address without a scheme', () => {
    assert.equal(addressFor(AWS, NONE, { HTTPS_PROXY: 'proxy.example:3128' }), 'http://proxy.example:3128');
  });

  it('keeps user name and password out of the address', () => {
    const settings = { ...NONE, proxy: 'http://us%40er:p%3Ass@proxy.example:3128/' };
    const authorization = `Basic ${Buffer.from('us@er:p:ss').toString('base64')}`;
    assert.deepEqual(proxyFor(AWS, settings, {}), { address: 'http://proxy.example:3128', authorization });
  });

  it('sends what the setting says instead', () => {
    const settings = { ...NONE, proxy: 'http://user:pass@proxy.example', proxyAuthorization: 'Bearer abc' };
    assert.equal(proxyFor(AWS, settings, {})?.authorization, 'Bearer abc');
  });

  it('leaves SOCKS to the editor', () => {
    for (const proxy of ['socks5://proxy.example:1080', 'socks://proxy.example', 'SOCKS4://proxy.example']) {
      assert.throws(() => proxyFor(AWS, { ...NONE, proxy }, {}), { name: 'Error', message: /SOCKS/ });
    }
  });

  for (const proxy of [
    'http://',
    'ftp://proxy.example',
    'http://user:hunter2@:80:90',
    'http://user:%zz@proxy.example',
  ]) {
    it(`refuses ${proxy} without quoting it`, () => {
      assert.throws(
        () => proxyFor(AWS, { ...NONE, proxy }, {}),
        ({ code, message, network }: { code: string; message: string; network: object }) => {
          assert.equal(code, 'Network');
          assert.match(message, /http\.proxy.*HTTPS_PROXY.*http:\/\/proxy\.example\.com:8080/);
          assert.doesNotMatch(message, /hunter2/);
          assert.deepEqual(network, { kind: 'proxy', maybeSent: false });
          return true;
        },
      );
    });
  }
});
