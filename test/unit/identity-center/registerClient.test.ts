import assert from 'node:assert/strict';
import { Harness } from './harness.ts';

describe('RegisterClient', () => {
  let harness: Harness;
  before(async () => (harness = await Harness.open()));
  after(() => harness.center.stop());

  const register = (members: object) =>
    harness.post('/client/register', { clientName: 'Editor', clientType: 'public', ...members });

  it('answers as the service does, with values of its shapes', async () => {
    const { status, json } = await register({ scopes: ['sso:account:access'] });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(json), [
      'clientId',
      'clientIdIssuedAt',
      'clientSecret',
      'clientSecretExpiresAt',
      'authorizationEndpoint',
      'tokenEndpoint',
    ]);
    const clientId = Buffer.from(String(json['clientId']), 'base64url');
    assert.equal(clientId.length, 16 + 'us-east-1'.length);
    assert.equal(clientId.subarray(16).toString(), 'us-east-1');
    assert.equal(json['clientIdIssuedAt'], harness.now / 1000);
    assert.equal(json['clientSecretExpiresAt'], harness.now / 1000 + 7_776_000);
    assert.deepEqual([json['authorizationEndpoint'], json['tokenEndpoint']], [null, null]);

    const secret = String(json['clientSecret']);
    assert.ok(secret.length >= 1500 && secret.length <= 1900, `${secret.length} characters`);
    const [header = ''] = secret.split('.');
    assert.match(Buffer.from(header, 'base64url').toString(), /^\{"kid":"key-\d+","alg":"HS384"\}$/);
    assert.ok(harness.center.issuedSecrets.includes(secret));
  });

  const refused: [string, object | string, string, string][] = [
    ['a body that is not JSON', 'clientName=x', 'invalid_request', 'InvalidRequestException'],
    ['a body that is no object', '["x"]', 'invalid_request', 'InvalidRequestException'],
    ['no clientName', { clientType: 'public' }, 'invalid_request', 'InvalidRequestException'],
    ['no clientType', { clientName: 'x' }, 'invalid_request', 'InvalidRequestException'],
    [
      'a clientName that is null',
      { clientName: null, clientType: 'public' },
      'invalid_request',
      'InvalidRequestException',
    ],
    [
      'scopes that are no list',
      { clientName: 'x', clientType: 'public', scopes: 'sso:account:access' },
      'invalid_request',
      'InvalidRequestException',
    ],
    [
      'another clientType',
      { clientName: 'x', clientType: 'confidential' },
      'invalid_client_metadata',
      'InvalidClientMetadataException',
    ],
    [
      'two scopes in one text',
      { clientName: 'x', clientType: 'public', scopes: ['sso:account:access openid'] },
      'invalid_scope',
      'InvalidScopeException',
    ],
    [
      'a misspelt grant',
      {
        clientName: 'x',
        clientType: 'public',
        grantTypes: ['urn:ietf:params:oauth:grant-type:device-code'],
      },
      'unsupported_grant_type',
      'UnsupportedGrantTypeException',
    ],
    [
      'two ways of signing in',
      {
        clientName: 'x',
        clientType: 'public',
        grantTypes: ['urn:ietf:params:oauth:grant-type:device_code', 'authorization_code'],
      },
      'invalid_scope',
      'InvalidScopeException',
    ],
    [
      'a redirect URI beyond this computer',
      { clientName: 'x', clientType: 'public', redirectUris: ['https://example.com/callback'] },
      'invalid_redirect_uri',
      'InvalidRedirectUriException',
    ],
  ];
  for (const [what, body, error, exception] of refused) {
    it(`refuses ${what}`, async () => {
      const { status, headers, json } = await harness.post('/client/register', body);
      assert.equal(status, 400);
      assert.equal(json['error'], error);
      assert.equal(headers.get('x-amzn-errortype')?.split(':')[0], exception);
    });
  }

  it('takes the registration of an authorization code client', async () => {
    const { status } = await register({
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
      issuerUrl: harness.center.startUrl,
      scopes: ['sso:account:access'],
    });
    assert.equal(status, 200);
  });
});
