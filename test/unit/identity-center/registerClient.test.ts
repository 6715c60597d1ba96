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

  const codeClient = {
    grantTypes: ['authorization_code', 'refresh_token'],
    redirectUris: ['http://127.0.0.1/oauth/callback'],
    scopes: ['sso:account:access'],
  };

  it('takes the registration of an authorization code client, whatever application it is for', async () => {
    const { status, json } = await register({
      ...codeClient,
      issuerUrl: harness.center.startUrl,
      entitledApplicationArn: 'arn:aws:sso::123456789012:application/ssoins-1111111111111111/apl-1',
    });
    assert.equal(status, 200);
    assert.equal(json['authorizationEndpoint'], null);
  });

  it('takes the issuer URL the way a browser leaves it, and no other', async () => {
    const { startUrl } = harness.center;
    assert.equal((await register({ ...codeClient, issuerUrl: `${startUrl}/#/` })).status, 200);
    const { status, json } = await register({ ...codeClient, issuerUrl: 'https://other.awsapps.com/start' });
    assert.deepEqual([status, json['error']], [400, 'invalid_request']);
    assert.equal((await register({ ...codeClient, issuerUrl: 7 })).json['error'], 'invalid_request');
  });

  it('takes redirect URIs on this computer only', async () => {
    const outcome = async (...redirectUris: string[]) =>
      (await register({ ...codeClient, redirectUris })).status;
    for (const host of ['127.0.0.1', '127.0.0.1:4711', '[::1]', 'localhost']) {
      assert.equal(await outcome(`http://${host}/oauth/callback`), 200, host);
      assert.equal(await outcome(`http://${host}`), 200, host);
    }
    const refused = [
      'https://127.0.0.1/oauth/callback',
      'http://127.0.0.1.example.com/',
      'http://127.0.0.1@example.com/',
      'http://user@127.0.0.1/',
      'http://0.0.0.0/',
      'http://127.0.0.1/#fragment',
      'http://127.0.0.1:99999/',
      '127.0.0.1:4711/oauth/callback',
      'vscode://callback',
    ];
    for (const uri of refused) assert.equal(await outcome(uri), 400, uri);
    assert.equal(await outcome('http://127.0.0.1/', 'http://example.com/'), 400);
  });

  it('wants a redirect URI for the authorization code grant', async () => {
    const { json } = await register({ ...codeClient, redirectUris: [] });
    assert.equal(json['error'], 'invalid_redirect_uri');
    assert.equal(
      (await register({ ...codeClient, redirectUris: undefined })).json['error'],
      'invalid_redirect_uri',
    );
  });
});
