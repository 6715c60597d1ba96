import assert from 'node:assert/strict';
import { Harness } from './harness.ts';

describe('CreateTokenWithIAM', () => {
  it('is refused like any other request, and is not taken for CreateToken', async () => {
    const harness = await Harness.open();
    try {
      const { status, json, headers } = await harness.post('/token?aws_iam=t', {
        clientId: 'arn:aws:sso::123456789012:application/ssoins-1111111111111111/apl-1111111111111111',
        grantType: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: 'eyJ.eyJ.sig',
      });
      assert.deepEqual([status, json['error']], [400, 'access_denied']);
      assert.match(headers.get('x-amzn-errortype') ?? '', /^AccessDeniedException:/);
      assert.equal(harness.center.requests[0]?.operation, 'CreateTokenWithIAM');
      await harness.post('/token', {});
      assert.equal(harness.center.requests[1]?.operation, 'CreateToken');
    } finally {
      await harness.center.stop();
    }
  });
});
