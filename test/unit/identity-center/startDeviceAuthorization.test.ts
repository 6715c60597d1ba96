import assert from 'node:assert/strict';
import { Harness } from './harness.ts';
import type { Registration } from './harness.ts';

describe('StartDeviceAuthorization', () => {
  let harness: Harness;
  let client: Registration;
  beforeEach(async () => {
    harness = await Harness.open();
    client = await harness.register();
  });
  afterEach(() => harness.center.stop());

  const start = (members: object = {}) =>
    harness.post('/device_authorization', { ...client, startUrl: harness.center.startUrl, ...members });

  it('answers as the service does, with values of its shapes', async () => {
    const { status, json } = await start();
    assert.equal(status, 200);
    assert.match(String(json['deviceCode']), /^[\w-]{86}$/);
    assert.match(String(json['userCode']), /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    assert.deepEqual(json, {
      deviceCode: json['deviceCode'],
      expiresIn: 600,
      interval: 1,
      userCode: json['userCode'],
      verificationUri: `${harness.center.url}/device`,
      verificationUriComplete: `${harness.center.url}/device?user_code=${String(json['userCode'])}`,
    });
    assert.ok(harness.center.issuedSecrets.includes(String(json['deviceCode'])));
    assert.deepEqual(harness.center.pendingUserCodes, [json['userCode']]);
  });

  it('accepts the start URL the way a browser leaves it', async () => {
    for (const end of ['/', '/#', '/#/']) {
      assert.equal((await start({ startUrl: harness.center.startUrl + end })).status, 200);
    }
  });

  it('refuses an unknown start URL', async () => {
    const { status, text } = await start({ startUrl: 'https://d-0000000000.awsapps.com/start' });
    assert.equal(status, 400);
    assert.equal(text, '{"error":"invalid_request","error_description":"Invalid start url provided"}');
  });

  it('refuses a request without a start URL', async () => {
    assert.equal((await start({ startUrl: null })).json['error'], 'invalid_request');
  });

  const invalidClient = '{"error":"invalid_client","error_description":"Invalid client provided"}';
  for (const [what, members] of Object.entries({
    'an unknown client': { clientId: 'nobody' },
    'a wrong secret': { clientSecret: 'wrong' },
  })) {
    it(`refuses ${what}`, async () => {
      const { status, text, headers } = await start(members);
      assert.equal(status, 401);
      assert.equal(text, invalidClient);
      assert.equal(
        headers.get('x-amzn-errortype'),
        'InvalidClientException:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/',
      );
    });
  }

  it('refuses a client from the day its registration ends', async () => {
    harness.pass(7_776_000 - 1);
    assert.equal((await start()).status, 200);
    harness.pass(1);
    assert.equal((await start()).text, invalidClient);
  });

  it('refuses clients it was made to forget', async () => {
    harness.center.forgetClients();
    assert.equal((await start()).status, 401);
  });

  it('refuses a client that registered for another grant', async () => {
    client = await harness.register({
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/oauth/callback'],
    });
    assert.equal((await start()).json['error'], 'unauthorized_client');
  });
});

describe('StartDeviceAuthorization with options', () => {
  it('leaves out the interval, uses its lifetime and its verification URIs', async () => {
    const harness = await Harness.open({
      interval: null,
      deviceCodeLifetime: 30,
      region: 'eu-central-1',
      startUrl: 'https://corp.awsapps.com/start',
      verificationUri: (origin, userCode) => ({
        verificationUri: `${origin}/start/#/device`,
        verificationUriComplete: `${origin}/start/#/device?user_code=${userCode}`,
      }),
    });
    try {
      const client = await harness.register();
      assert.equal(Buffer.from(client.clientId, 'base64url').subarray(16).toString(), 'eu-central-1');
      const { json } = await harness.post('/device_authorization', {
        ...client,
        startUrl: 'https://corp.awsapps.com/start',
      });
      assert.equal('interval' in json, false);
      assert.equal(json['expiresIn'], 30);
      assert.equal(json['verificationUri'], `${harness.center.url}/start/#/device`);
      assert.match(String(json['verificationUriComplete']), /#\/device\?user_code=\w{4}-\w{4}$/);
    } finally {
      await harness.center.stop();
    }
  });
});
