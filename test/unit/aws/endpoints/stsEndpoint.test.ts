import assert from 'node:assert/strict';
import { stsEndpoint } from '../../../../src/aws/endpoints/stsEndpoint.ts';

const GLOBAL = { address: 'https://sts.amazonaws.com', signingRegion: 'us-east-1' };

function at(
  {
    region,
    isLegacyEndpoint = false,
    partition = 'aws',
    ssoRegion = 'eu-west-1',
  }: { region?: string; isLegacyEndpoint?: boolean; partition?: string; ssoRegion?: string },
  env: Record<string, string> = {},
  config: object = {},
) {
  const links = [{ roleArn: `arn:${partition}:iam::444455556666:role/Deploy` }];
  const chain = { links, ssoRegion, isLegacyEndpoint, ...(region === undefined ? {} : { region }) };
  return stsEndpoint(chain, { settings: {}, env, config: { services: {}, ...config } });
}

describe('stsEndpoint', () => {
  // As botocore 1.43 sends GetCallerIdentity.
  for (const [region, address] of [
    ['eu-west-1', 'https://sts.eu-west-1.amazonaws.com'],
    ['cn-north-1', 'https://sts.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'https://sts.us-gov-west-1.amazonaws.com'],
    ['us-iso-east-1', 'https://sts.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'https://sts.us-isob-east-1.sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'https://sts.eu-isoe-west-1.cloud.adc-e.uk'],
    ['us-isof-south-1', 'https://sts.us-isof-south-1.csp.hci.ic.gov'],
    ['eusc-de-east-1', 'https://sts.eusc-de-east-1.amazonaws.eu'],
  ] as const) {
    it(`is regional in ${region}`, () => {
      assert.deepEqual(at({ region }), { address, signingRegion: region });
    });
  }

  it('follows FIPS and dual-stack', () => {
    const env = { AWS_USE_FIPS_ENDPOINT: 'true' };
    assert.equal(at({ region: 'eu-west-1' }, env).address, 'https://sts-fips.eu-west-1.amazonaws.com');
    assert.equal(at({ region: 'us-gov-west-1' }, env).address, 'https://sts.us-gov-west-1.amazonaws.com');
    const both = { ...env, AWS_USE_DUALSTACK_ENDPOINT: 'true' };
    assert.equal(at({ region: 'us-gov-west-1' }, both).address, 'https://sts-fips.us-gov-west-1.api.aws');
    assert.equal(at({}, env).address, 'https://sts-fips.us-east-1.amazonaws.com');
  });

  it('takes the region of the environment before that of the profile', () => {
    assert.equal(at({ region: 'eu-west-1' }, { AWS_DEFAULT_REGION: 'us-west-2' }).signingRegion, 'us-west-2');
    const env = { AWS_DEFAULT_REGION: 'us-west-2', AWS_REGION: 'us-west-1' };
    assert.equal(at({ region: 'eu-west-1' }, env).signingRegion, 'us-west-1');
  });

  it('is the global one where the profile or a variable asks for it, in the regions that there were then', () => {
    const legacy = { isLegacyEndpoint: true };
    assert.deepEqual(at({ region: 'us-west-2', ...legacy }), GLOBAL);
    assert.equal(at({ region: 'me-south-1', ...legacy }).signingRegion, 'me-south-1');
    assert.deepEqual(at({ region: 'us-west-2' }, { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }), GLOBAL);
    const regional = { AWS_STS_REGIONAL_ENDPOINTS: 'regional' };
    assert.equal(at({ region: 'us-west-2', ...legacy }, regional).signingRegion, 'us-west-2');
  });

  it('is the global one where nothing names a region; in partitions without one, that of IAM Identity Center', () => {
    assert.deepEqual(at({}), GLOBAL);
    const china = { partition: 'aws-cn', ssoRegion: 'cn-northwest-1' };
    assert.equal(at(china).address, 'https://sts.cn-northwest-1.amazonaws.com.cn');
  });

  it('takes the addresses of variables and of the AWS config file', () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:2' };
    const expected = { address: 'http://127.0.0.1:2', signingRegion: 'us-east-1' };
    assert.deepEqual(at({}, env), expected);
    assert.deepEqual(at({ region: 'us-west-2', isLegacyEndpoint: true }, env), {
      ...expected,
      signingRegion: 'us-west-2',
    });
    assert.equal(at({}, {}, { global: 'https://all.example' }).address, 'https://all.example');
    assert.equal(at({}, {}, { services: { sts: 'https://sts.example' } }).address, 'https://sts.example');
  });

  it('refuses a region that is none', () => {
    assert.throws(() => at({}, { AWS_REGION: 'evil.example/' }), { code: 'InvalidRequest' });
  });
});
