import assert from 'node:assert/strict';
import { awsHost } from '../../../../src/aws/endpoints/awsHosts.ts';
import rows from '../../../conformance/vectors/endpoints.json' with { type: 'json' };

describe('awsHost', () => {
  for (const { service, region, plain, fips, dualstack, fips_dualstack: both } of rows) {
    it(`knows the ${service} of ${region} for a service, or a page to sign in`, () => {
      for (const host of [plain, fips, dualstack, both].filter((one) => one !== null)) {
        assert.match(awsHost(host) ?? host, service === 'signin' ? /^(service|signIn)$/ : /^service$/);
        // Whoever has the name behind it, or before it, is somebody else.
        assert.equal(awsHost(`${host}.evil.example`), undefined);
        assert.equal(awsHost(`evil-${host.replaceAll('.', '-')}.example`), undefined);
      }
    });
  }
});
