import assert from 'node:assert/strict';
import { endpoint } from '../../../src/aws/endpoints.ts';

const none = { settings: {}, env: {} };

describe('endpoint', () => {
  for (const [region, oidc, portal] of [
    ['us-east-1', 'oidc.us-east-1.amazonaws.com', 'portal.sso.us-east-1.amazonaws.com'],
    ['xx-new-7', 'oidc.xx-new-7.amazonaws.com', 'portal.sso.xx-new-7.amazonaws.com'],
    ['cn-north-1', 'oidc.cn-north-1.amazonaws.com.cn', 'portal.sso.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'oidc.us-gov-west-1.amazonaws.com', 'portal.sso.us-gov-west-1.amazonaws.com'],
    ['eusc-de-east-1', 'oidc.eusc-de-east-1.amazonaws.eu', 'portal.sso.eusc-de-east-1.amazonaws.eu'],
    ['us-iso-east-1', 'oidc.us-iso-east-1.c2s.ic.gov', 'portal.sso.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'oidc.us-isob-east-1.sc2s.sgov.gov', 'portal.sso.us-isob-east-1.sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'oidc.eu-isoe-west-1.cloud.adc-e.uk', 'portal.sso.eu-isoe-west-1.cloud.adc-e.uk'],
    ['us-isof-south-1', 'oidc.us-isof-south-1.csp.hci.ic.gov', 'portal.sso.us-isof-south-1.csp.hci.ic.gov'],
  ] as const) {
    it(`knows those of ${region}`, () => {
      assert.equal(endpoint('oidc', region, none), `https://${oidc}`);
      assert.equal(endpoint('portal', region, none), `https://${portal}`);
    });
  }

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
});
