import assert from 'node:assert/strict';
import { authorizePath, codeFor, codeVerifier, redeem, registerCodeClient } from './codeFlow.ts';
import { Harness } from './harness.ts';
import type { Registration } from './harness.ts';

describe('CreateToken by authorization code', () => {
  let harness: Harness;
  let client: Registration;
  let code: string;
  beforeEach(async () => {
    harness = await Harness.open();
    client = await registerCodeClient(harness);
    code = codeFor(harness, client);
  });
  afterEach(() => harness.center.stop());

  it('gives what a device code gives', async () => {
    const { status, json } = await redeem(harness, client, code);
    assert.equal(status, 200);
    assert.match(String(json['accessToken']), /^aoa/);
    assert.match(String(json['refreshToken']), /^aor/);
    assert.deepEqual(json, {
      accessToken: json['accessToken'],
      expiresIn: 3600,
      refreshToken: json['refreshToken'],
      tokenType: 'Bearer',
      aws_sso_app_session_id: null,
      idToken: null,
      issuedTokenType: null,
      originSessionId: null,
    });
    assert.equal((await harness.portal('/assignment/accounts', json['accessToken'])).status, 200);
    assert.equal((await harness.refresh(client, json['refreshToken'])).status, 200);
  });

  it('gives the scopes that were asked for, and a refresh hands them on', async () => {
    const narrow = codeFor(harness, client, { scopes: 'codewhisperer:completions' });
    const first = (await redeem(harness, client, narrow)).json;
    assert.equal((await harness.portal('/assignment/accounts', first['accessToken'])).status, 403);
    const second = (await harness.refresh(client, first['refreshToken'])).json;
    assert.equal((await harness.portal('/assignment/accounts', second['accessToken'])).status, 403);
  });

  it('gives a client that did not register for refreshing nothing to refresh with', async () => {
    const once = await registerCodeClient(harness, { grantTypes: ['authorization_code'] });
    const { json } = await redeem(harness, once, codeFor(harness, once));
    assert.equal(json['refreshToken'], null);
  });

  it('takes a code once, and ends what it was exchanged for when it comes again', async () => {
    const first = (await redeem(harness, client, code)).json;
    const second = (await harness.refresh(client, first['refreshToken'])).json;
    const again = await redeem(harness, client, code);
    assert.deepEqual([again.status, again.json['error']], [400, 'invalid_grant']);
    assert.equal((await harness.portal('/assignment/accounts', second['accessToken'])).status, 401);
    assert.equal((await harness.refresh(client, second['refreshToken'])).json['error'], 'invalid_grant');
  });

  it('takes it for a minute', async () => {
    const other = codeFor(harness, client);
    harness.pass(59.999);
    assert.equal((await redeem(harness, client, code)).status, 200);
    harness.pass(0.001);
    assert.equal((await redeem(harness, client, other)).json['error'], 'invalid_grant');
  });

  it('takes it from nobody else, and that does not end anything', async () => {
    const other = await registerCodeClient(harness);
    assert.equal((await redeem(harness, other, code)).json['error'], 'invalid_grant');
    const { json } = await redeem(harness, client, code);
    assert.equal((await redeem(harness, other, code)).json['error'], 'invalid_grant');
    assert.equal((await harness.portal('/assignment/accounts', json['accessToken'])).status, 200);
  });

  const refused: [string, object, number, string][] = [
    ['another verifier', { codeVerifier: codeVerifier.replace('e', 'f') }, 400, 'invalid_grant'],
    ['a verifier that is too short', { codeVerifier: 'x'.repeat(42) }, 400, 'invalid_request'],
    ['a verifier that is too long', { codeVerifier: 'x'.repeat(129) }, 400, 'invalid_request'],
    ['a verifier of other characters', { codeVerifier: `${codeVerifier}+` }, 400, 'invalid_request'],
    ['no verifier', { codeVerifier: undefined }, 400, 'invalid_request'],
    ['another port', { redirectUri: 'http://127.0.0.1:46412/oauth/callback' }, 400, 'invalid_grant'],
    ['the registered address', { redirectUri: 'http://127.0.0.1/oauth/callback' }, 400, 'invalid_grant'],
    ['no redirect URI', { redirectUri: undefined }, 400, 'invalid_request'],
    ['an unknown code', { code: 'made-up' }, 400, 'invalid_grant'],
    ['no code', { code: undefined }, 400, 'invalid_request'],
    ['a wrong secret', { clientSecret: 'wrong' }, 401, 'invalid_client'],
  ];
  for (const [what, changes, status, error] of refused) {
    it(`refuses ${what}`, async () => {
      const reply = await redeem(harness, client, code, changes);
      assert.deepEqual([reply.status, reply.json['error']], [status, error]);
    });
  }

  it('refuses a device client', async () => {
    const reply = await redeem(harness, await harness.register(), code);
    assert.equal(reply.json['error'], 'unauthorized_client');
  });
});

describe('CreateToken by authorization code with options', () => {
  it('uses the lifetime of codes', async () => {
    const harness = await Harness.open({ authorizationCodeLifetime: 5 });
    try {
      const client = await registerCodeClient(harness);
      const code = codeFor(harness, client);
      harness.pass(5);
      assert.equal((await redeem(harness, client, code)).json['error'], 'invalid_grant');
    } finally {
      await harness.center.stop();
    }
  });
});

describe('authorize of the Identity Center', () => {
  let harness: Harness;
  let client: Registration;
  before(async () => {
    harness = await Harness.open();
    client = await registerCodeClient(harness);
  });
  after(() => harness.center.stop());

  it('denies, and passes the errors of the page on', () => {
    const address = harness.center.url + authorizePath(client);
    assert.match(harness.center.authorize(address, 'denied'), /\/oauth\/callback\?error=access_denied/);
    assert.match(harness.center.authorize(`${address}&state=x`), /\?error=invalid_request/);
    assert.throws(() => harness.center.authorize(`${address}&client_id=x`), /not registered/);
  });
});
