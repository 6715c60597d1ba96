import assert from 'node:assert/strict';
import {
  endpoint,
  type EndpointConfiguration,
  endpointSource,
  foreignEndpoint,
  issuerAddress,
} from '../../../../src/aws/endpoints/endpoints.ts';

const config = { services: {} };

describe('endpoint', () => {
  it('takes the setting, then the variable of the service, then the one of all services', () => {
    const settings = { oidc: 'https://setting.example/prefix/' };
    const global = { AWS_ENDPOINT_URL: 'https://global.example' };
    const service = { ...global, AWS_ENDPOINT_URL_SSO_OIDC: 'https://service.example' };
    assert.equal(
      endpoint('oidc', 'us-east-1', { settings, env: service, config }),
      'https://setting.example/prefix',
    );
    assert.equal(
      endpoint('oidc', 'us-east-1', { settings: {}, env: service, config }),
      'https://service.example',
    );
    assert.equal(
      endpoint('portal', 'us-east-1', { settings: {}, env: service, config }),
      'https://global.example',
    );
    const ignored = { ...service, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    assert.equal(
      endpoint('oidc', 'us-east-1', { settings: {}, env: ignored, config }),
      'https://oidc.us-east-1.amazonaws.com',
    );
    assert.equal(
      endpoint('oidc', 'us-east-1', { settings, env: ignored, config }),
      'https://setting.example/prefix',
    );
  });

  for (const address of [
    'http://127.0.0.1:8080',
    'http://127.9.9.9',
    'http://localhost:1',
    'http://[::1]:1',
  ]) {
    it(`takes plain http on loopback: ${address}`, () =>
      assert.equal(endpoint('oidc', 'us-east-1', { settings: { oidc: address }, env: {}, config }), address));
  }

  for (const address of [
    'http://10.0.0.1',
    'http://127.0.0.1.example',
    'http://localhost.example',
    'ftp://x',
    'x',
    'https://user:password@h.example',
    'https://user@h.example',
    'https://h.example/?x=1',
    'https://h.example/#f',
  ]) {
    it(`refuses ${address} with a sentence`, () =>
      assert.throws(() => endpoint('oidc', 'us-east-1', { settings: { oidc: address }, env: {}, config }), {
        code: 'InvalidRequest',
        message: /isn’t valid/,
      }));
  }

  for (const variable of ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT']) {
    it(`refuses an override together with ${variable}`, () =>
      assert.throws(
        () =>
          endpoint('oidc', 'us-east-1', {
            settings: { oidc: 'https://x.example' },
            env: { [variable]: 'True' },
            config,
          }),
        { code: 'InvalidRequest', message: /can’t be combined/ },
      ));
  }

  it('takes AWS_ENDPOINT_URL_SIGNIN for sign-in', () => {
    const env = { AWS_ENDPOINT_URL_SIGNIN: 'https://signin.example' };
    assert.equal(endpoint('signin', 'us-east-1', { settings: {}, env, config }), 'https://signin.example');
  });

  it('takes the AWS config file last, first the service and then the whole', () => {
    const named = { services: { oidc: 'https://config-service.example' }, global: 'https://config.example' };
    const of = (service: 'oidc' | 'portal', env = {}) =>
      endpoint(service, 'us-east-1', { settings: {}, env, config: named });
    assert.equal(of('oidc'), 'https://config-service.example');
    assert.equal(of('portal'), 'https://config.example');
    assert.equal(of('oidc', { AWS_ENDPOINT_URL: 'https://global.example' }), 'https://global.example');
    const ignored = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' };
    assert.equal(of('oidc', ignored), 'https://oidc.us-east-1.amazonaws.com');
  });

  it('gives an override in the form in which a request shows it', () => {
    const of = (oidc: string) => endpoint('oidc', 'us-east-1', { settings: { oidc }, env: {}, config });
    assert.equal(of(' HTTPS://H.example:443/prefix// '), 'https://h.example/prefix');
    assert.equal(of('http://127.1:80/'), 'http://127.0.0.1');
  });
});

describe('issuerAddress', () => {
  const of = (env: Record<string, string>, region = 'us-east-1') =>
    issuerAddress('oidc', region, { settings: {}, env, config });
  const plain = 'https://oidc.us-east-1.amazonaws.com';

  it('is one for all addresses of AWS itself in a region', () => {
    assert.equal(of({}), plain);
    assert.equal(of({ AWS_USE_FIPS_ENDPOINT: 'true' }), plain);
    assert.equal(of({ AWS_USE_DUALSTACK_ENDPOINT: 'true' }), plain);
    assert.equal(of({ AWS_ENDPOINT_URL: 'https://oidc-fips.us-east-1.amazonaws.com' }), plain);
    assert.equal(of({}, 'us-iso-east-1'), 'https://oidc.us-iso-east-1.c2s.ic.gov');
  });

  it('is any other address itself', () => {
    assert.equal(of({ AWS_ENDPOINT_URL: 'http://localhost:4566/' }), 'http://localhost:4566');
    const gateway = 'https://x.execute-api.us-east-1.amazonaws.com';
    assert.equal(of({ AWS_ENDPOINT_URL: gateway }), gateway);
    assert.equal(of({ AWS_ENDPOINT_URL: gateway }, 'nowhere'), gateway);
  });
});

describe('foreignEndpoint', () => {
  const of = (parts: Partial<EndpointConfiguration>) =>
    foreignEndpoint('oidc', 'us-east-1', { settings: {}, env: {}, config: { services: {} }, ...parts });

  it('is an address that only the AWS config file or a variable names', () => {
    const evil = 'https://evil.example/x';
    assert.deepEqual(of({ config: { services: {}, global: `${evil}/` } }), {
      address: evil,
      source: 'configFile',
    });
    assert.deepEqual(of({ config: { services: { oidc: evil } } }), { address: evil, source: 'configFile' });
    const variable = 'AWS_ENDPOINT_URL';
    assert.deepEqual(of({ env: { [variable]: evil } }), { address: evil, source: { variable } });
  });

  it('is none of AWS, by whatever name, and none of the user’s settings', () => {
    const settings = { oidc: 'https://proxy.example.com' };
    assert.equal(of({}), undefined);
    assert.equal(of({ settings, config: { services: {}, global: 'https://evil.example' } }), undefined);
    for (const host of [
      'oidc.us-east-1.amazonaws.com',
      'oidc-fips.us-east-1.amazonaws.com',
      'oidc.us-east-1.api.aws',
    ]) {
      assert.equal(of({ config: { services: { oidc: `https://${host}` } } }), undefined);
    }
    const elsewhere = { services: { oidc: 'https://oidc.eu-west-1.amazonaws.com' } };
    assert.equal(of({ config: elsewhere })?.source, 'configFile');
  });
});

describe('endpointSource', () => {
  const variable = { AWS_ENDPOINT_URL_SSO: 'https://service.example' };
  const global = { AWS_ENDPOINT_URL: 'https://global.example' };
  const file = { services: { portal: 'https://file.example' } };
  const settings = { portal: 'https://setting.example' };

  it('names what the address comes from', () => {
    const env = { ...variable, ...global };
    assert.equal(endpointSource('portal', { settings, env, config: file }), 'setting');
    assert.deepEqual(endpointSource('portal', { settings: {}, env, config: file }), {
      variable: 'AWS_ENDPOINT_URL_SSO',
    });
    assert.deepEqual(endpointSource('oidc', { settings, env, config: file }), {
      variable: 'AWS_ENDPOINT_URL',
    });
    assert.equal(endpointSource('portal', { settings: {}, env: {}, config: file }), 'configFile');
    assert.equal(endpointSource('oidc', { settings, env: {}, config: file }), 'region');
  });

  it('passes over what is to be ignored, and what is empty', () => {
    const env = { ...variable, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    assert.equal(endpointSource('portal', { settings: {}, env, config: file }), 'region');
    assert.equal(endpointSource('portal', { settings, env, config: file }), 'setting');
    const empty = { AWS_ENDPOINT_URL_SSO: '' };
    assert.equal(endpointSource('portal', { settings: { portal: '' }, env: empty, config }), 'region');
  });

  for (const region of [
    'evil.example/x?',
    'us-east-1.evil.example',
    'us-east-1@evil.example',
    'us-east-1#',
    'x',
    '',
    '..',
    `us-${'x'.repeat(70)}-1`,
    `${'us-x'.repeat(20)}-1`,
  ]) {
    it(`makes no host of ${JSON.stringify(region).slice(0, 30)}`, () => {
      for (const service of ['oidc', 'portal', 'signin'] as const) {
        for (const env of [{}, { AWS_USE_FIPS_ENDPOINT: 'true' }, { AWS_USE_DUALSTACK_ENDPOINT: 'true' }]) {
          assert.throws(() => endpoint(service, region, { settings: {}, env, config: { services: {} } }), {
            code: 'InvalidRequest',
          });
        }
      }
    });
  }
});
