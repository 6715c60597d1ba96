import assert from 'node:assert/strict';
import { endpoint } from '../../../src/aws/endpoints.ts';

describe('endpoint', () => {
  it('takes the setting, then the variable of the service, then the one of all services', () => {
    const settings = { oidc: 'https://setting.example/prefix/' };
    const global = { AWS_ENDPOINT_URL: 'https://global.example' };
    const service = { ...global, AWS_ENDPOINT_URL_SSO_OIDC: 'https://service.example' };
    assert.equal(endpoint('oidc', 'us-east-1', { settings, env: service }), 'https://setting.example/prefix');
    assert.equal(endpoint('oidc', 'us-east-1', { settings: {}, env: service }), 'https://service.example');
    assert.equal(endpoint('portal', 'us-east-1', { settings: {}, env: service }), 'https://global.example');
    const ignored = { ...service, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    assert.equal(
      endpoint('oidc', 'us-east-1', { settings: {}, env: ignored }),
      'https://oidc.us-east-1.amazonaws.com',
    );
    assert.equal(endpoint('oidc', 'us-east-1', { settings, env: ignored }), 'https://setting.example/prefix');
  });

  for (const address of [
    'http://127.0.0.1:8080',
    'http://127.9.9.9',
    'http://localhost:1',
    'http://[::1]:1',
  ]) {
    it(`takes plain http on loopback: ${address}`, () =>
      assert.equal(endpoint('oidc', 'us-east-1', { settings: { oidc: address }, env: {} }), address));
  }

  for (const address of [
    'http://10.0.0.1',
    'http://127.0.0.1.example',
    'http://localhost.example',
    'ftp://x',
    'x',
  ]) {
    it(`refuses ${address} with a sentence`, () =>
      assert.throws(() => endpoint('oidc', 'us-east-1', { settings: { oidc: address }, env: {} }), {
        code: 'InvalidRequest',
        message: /cannot be used/,
      }));
  }

  for (const variable of ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT']) {
    it(`refuses an override together with ${variable}`, () =>
      assert.throws(
        () =>
          endpoint('oidc', 'us-east-1', {
            settings: { oidc: 'https://x.example' },
            env: { [variable]: 'True' },
          }),
        { code: 'InvalidRequest', message: /cannot be combined/ },
      ));
  }

  it('takes AWS_ENDPOINT_URL_SIGNIN for sign-in', () => {
    const env = { AWS_ENDPOINT_URL_SIGNIN: 'https://signin.example' };
    assert.equal(endpoint('signin', 'us-east-1', { settings: {}, env }), 'https://signin.example');
  });
});
