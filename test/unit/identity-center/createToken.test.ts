import assert from 'node:assert/strict';
import { deviceCodeGrant, Harness } from './harness.ts';
import type { Registration } from './harness.ts';

const invalidDeviceCode = '{"error":"invalid_grant","error_description":"Invalid device code provided"}';
const invalidRefreshToken = '{"error":"invalid_grant","error_description":"Invalid refresh token provided"}';

describe('CreateToken', () => {
  let harness: Harness;
  let client: Registration;
  beforeEach(async () => {
    harness = await Harness.open();
    client = await harness.register();
  });
  afterEach(() => harness.center.stop());

  it('says pending to the byte', async () => {
    const { deviceCode } = await harness.startDevice(client);
    harness.pass(1);
    const { status, text, headers } = await harness.poll(client, deviceCode);
    assert.equal(status, 400);
    assert.equal(
      text,
      '{"error":"authorization_pending","error_description":"Authorization is still pending"}',
    );
    assert.equal(headers.get('content-length'), '86');
    assert.equal(headers.get('content-type'), 'application/json');
    assert.equal(headers.get('date'), new Date(harness.now).toUTCString());
    assert.match(headers.get('x-amzn-requestid') ?? '', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    assert.equal(
      headers.get('x-amzn-errortype'),
      'AuthorizationPendingException:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/',
    );
  });

  it('gives tokens of the right shapes for an approved code', async () => {
    const { status, json } = await harness.signIn(client);
    assert.equal(status, 200);
    assert.match(String(json['accessToken']), /^aoa[\w-]+:MG[\w+/=]+$/);
    assert.match(String(json['refreshToken']), /^aor[\w-]+:MG[\w+/=]+$/);
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
    assert.ok(harness.center.issuedSecrets.includes(String(json['accessToken'])));
    assert.ok(harness.center.issuedSecrets.includes(String(json['refreshToken'])));
  });

  it('gives a client without scopes one token for the session and no refresh token', async () => {
    const { json } = await harness.signIn(await harness.register({}));
    assert.equal(json['expiresIn'], 28_800);
    assert.equal(json['refreshToken'], null);
  });

  it('takes a device code once', async () => {
    const { deviceCode, userCode } = await harness.startDevice(client);
    harness.center.approve(userCode);
    harness.pass(1);
    assert.equal((await harness.poll(client, deviceCode)).status, 200);
    harness.pass(1);
    assert.equal((await harness.poll(client, deviceCode)).text, invalidDeviceCode);
  });

  it('refuses an unknown device code and the one of another client', async () => {
    const { deviceCode } = await harness.startDevice(client);
    harness.pass(1);
    assert.equal((await harness.poll(client, 'unknown')).text, invalidDeviceCode);
    assert.equal((await harness.poll(await harness.register(), deviceCode)).text, invalidDeviceCode);
  });

  it('says that the person denied', async () => {
    const { deviceCode, userCode } = await harness.startDevice(client);
    harness.center.deny(userCode);
    harness.pass(1);
    const { status, text } = await harness.poll(client, deviceCode);
    assert.equal(status, 400);
    assert.equal(text, '{"error":"access_denied","reason":null,"error_description":"Access denied"}');
  });

  it('ends a device code with its lifetime, approved or not', async () => {
    const waiting = await harness.startDevice(client);
    const approved = await harness.startDevice(client);
    harness.center.approve(approved.userCode);
    harness.pass(599.999);
    assert.equal((await harness.poll(client, waiting.deviceCode)).json['error'], 'authorization_pending');
    harness.pass(0.001);
    assert.equal((await harness.poll(client, waiting.deviceCode)).text, invalidDeviceCode);
    assert.equal((await harness.poll(client, approved.deviceCode)).text, invalidDeviceCode);
    assert.deepEqual(harness.center.pendingUserCodes, []);
  });

  const refused: [string, object, number, string][] = [
    [
      'the hyphen in device-code',
      { grantType: deviceCodeGrant.replace('_', '-') },
      400,
      'unsupported_grant_type',
    ],
    ['no grant type', { grantType: undefined }, 400, 'invalid_request'],
    ['no device code', { deviceCode: undefined }, 400, 'invalid_request'],
    ['a wrong secret', { clientSecret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown client', { clientId: 'nobody' }, 401, 'invalid_client'],
  ];
  for (const [what, members, status, error] of refused) {
    it(`refuses ${what}`, async () => {
      const { deviceCode } = await harness.startDevice(client);
      harness.pass(1);
      const reply = await harness.post('/token', {
        ...client,
        grantType: deviceCodeGrant,
        deviceCode,
        ...members,
      });
      assert.equal(reply.status, status);
      assert.equal(reply.json['error'], error);
    });
  }

  describe('by refresh token', () => {
    it('rotates: the new one works, the old one is dead', async () => {
      const first = (await harness.signIn(client)).json;
      const second = (await harness.refresh(client, first['refreshToken'])).json;
      assert.equal(second['expiresIn'], 3600);
      assert.notEqual(second['accessToken'], first['accessToken']);
      assert.notEqual(second['refreshToken'], first['refreshToken']);
      const again = await harness.refresh(client, first['refreshToken']);
      assert.equal(again.status, 400);
      assert.equal(again.text, invalidRefreshToken);
      assert.equal(again.headers.get('content-length'), '78');
      assert.equal((await harness.refresh(client, second['refreshToken'])).status, 200);
    });

    it('ends with the session, and no token outlives it', async () => {
      const first = (await harness.signIn(client)).json;
      harness.pass(28_800 - 60);
      const last = (await harness.refresh(client, first['refreshToken'])).json;
      assert.equal(last['expiresIn'], 60);
      harness.pass(60);
      assert.equal((await harness.refresh(client, last['refreshToken'])).text, invalidRefreshToken);
      assert.equal((await harness.portal('/assignment/accounts', last['accessToken'])).status, 401);
    });

    it('accepts a scope, and ignores it', async () => {
      const { refreshToken } = (await harness.signIn(client)).json;
      const members = {
        ...client,
        grantType: 'refresh_token',
        refreshToken,
        scope: ['codecatalyst:read_write'],
      };
      const { status, json } = await harness.post('/token', members);
      assert.equal(status, 200);
      assert.equal((await harness.portal('/assignment/accounts', json['accessToken'])).status, 200);
    });

    it('refuses the token of another client', async () => {
      const { json } = await harness.signIn(client);
      const reply = await harness.refresh(await harness.register(), json['refreshToken']);
      assert.equal(reply.text, invalidRefreshToken);
    });
  });
});

describe('CreateToken with options', () => {
  it('says expired_token for a lapsed code, as RFC 8628 has it', async () => {
    const harness = await Harness.open({ lapsedDeviceCodeError: 'expired_token', deviceCodeLifetime: 2 });
    try {
      const client = await harness.register();
      const { deviceCode } = await harness.startDevice(client);
      harness.pass(2);
      const { status, json } = await harness.poll(client, deviceCode);
      assert.deepEqual([status, json['error']], [400, 'expired_token']);
    } finally {
      await harness.center.stop();
    }
  });

  describe('and a grace for refresh tokens', () => {
    let harness: Harness;
    let client: Registration;
    let first: unknown;
    beforeEach(async () => {
      harness = await Harness.open({ refreshTokenGrace: 30 });
      client = await harness.register();
      first = (await harness.signIn(client)).json['refreshToken'];
    });
    afterEach(() => harness.center.stop());

    const refresh = async (token: unknown) => {
      const { status, json } = await harness.refresh(client, token);
      return { status, ...json } as { status: number; accessToken?: string; refreshToken?: string };
    };

    it('takes one again whose answer may have been lost, and gives others', async () => {
      const lost = await refresh(first);
      harness.pass(29);
      const found = await refresh(first);
      assert.deepEqual([lost.status, found.status], [200, 200]);
      assert.notEqual(found.refreshToken, lost.refreshToken);
      assert.equal((await harness.portal('/assignment/accounts', found.accessToken)).status, 200);
      assert.equal((await refresh(lost.refreshToken)).status, 400, 'What was lost is no longer good.');
      assert.equal((await refresh(found.refreshToken)).status, 200);
    });

    it('ends it that long after the first time', async () => {
      await refresh(first);
      harness.pass(20);
      assert.equal((await refresh(first)).status, 200);
      harness.pass(10);
      assert.equal((await refresh(first)).status, 400);
    });

    it('ends it when the successor is used', async () => {
      const second = await refresh(first);
      assert.equal((await refresh(second.refreshToken)).status, 200);
      assert.equal((await refresh(first)).status, 400);
    });

    it('ends it with the session', async () => {
      await refresh(first);
      harness.center.revokeSessions();
      assert.equal((await refresh(first)).status, 400);
    });
  });

  it('uses its lifetimes', async () => {
    const harness = await Harness.open({ accessTokenLifetime: 20, sessionLifetime: 50 });
    try {
      const scoped = await harness.register();
      assert.equal((await harness.signIn(scoped)).json['expiresIn'], 20);
      assert.equal((await harness.signIn(await harness.register({}))).json['expiresIn'], 50);
    } finally {
      await harness.center.stop();
    }
  });
});
