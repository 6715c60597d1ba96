import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Harness } from './harness.ts';
import type { Registration } from './harness.ts';

describe('The Identity Center', () => {
  let harness: Harness;
  let client: Registration;
  beforeEach(async () => {
    harness = await Harness.open();
    client = await harness.register();
  });
  afterEach(() => harness.center.stop());

  const accounts = () => harness.portal('/assignment/accounts', 'made-up');

  it('records the requests in order', async () => {
    await accounts();
    await harness.send('/device?user_code=BBBB-BBBB');
    harness.pass(3);
    await harness.post('/token', { grantType: 'refresh_token' });
    const at = harness.now - 3000;
    assert.deepEqual(harness.center.requests, [
      { at, method: 'POST', path: '/client/register', operation: 'RegisterClient', status: 200 },
      {
        at,
        method: 'GET',
        path: '/assignment/accounts',
        operation: 'ListAccounts',
        status: 401,
        error: 'UnauthorizedException',
      },
      { at, method: 'GET', path: '/device?user_code=BBBB-BBBB', status: 404 },
      {
        at: harness.now,
        method: 'POST',
        path: '/token',
        operation: 'CreateToken',
        grant: 'refresh_token',
        status: 400,
        error: 'invalid_request',
      },
    ]);
  });

  it('refuses what it does not serve, and bodies that are too large', async () => {
    const unknown = await harness.send('/nothing');
    assert.deepEqual(
      [unknown.status, unknown.json['__type']],
      [404, 'com.amazon.coral.service#UnknownOperationException'],
    );
    assert.equal((await harness.send('/token')).status, 405);
    assert.equal((await harness.post('/token', 'x'.repeat(64 * 1024 + 1))).status, 413);
  });

  it('only settles codes that wait', async () => {
    const { userCode } = await harness.startDevice(client);
    assert.throws(() => harness.center.approve('BBBB-BBBB'), /unknown/);
    harness.center.approve(userCode);
    assert.deepEqual(harness.center.pendingUserCodes, []);
    assert.throws(() => harness.center.deny(userCode), /approved/);
  });

  describe('made to fail', () => {
    it('answers with a status, so many times, then is itself again', async () => {
      harness.center.fail(
        'ListAccounts',
        { kind: 'status', status: 503, body: 'Busy', headers: { 'Retry-After': '1' } },
        2,
      );
      for (let times = 0; times < 2; times += 1) {
        const { status, text, headers } = await accounts();
        assert.deepEqual([status, text, headers.get('retry-after')], [503, 'Busy', '1']);
      }
      assert.equal((await accounts()).status, 401);
    });

    it('answers with exceptions of either service, first in, first out', async () => {
      harness.center.fail('CreateToken', { kind: 'error', error: 'server_error' });
      harness.center.fail('CreateToken', { kind: 'error', error: 'slow_down' });
      harness.center.fail('ListAccounts', { kind: 'error', error: 'TooManyRequestsException' });
      assert.equal((await harness.post('/token', {})).status, 500);
      assert.equal((await harness.post('/token', {})).json['error'], 'slow_down');
      assert.equal((await harness.post('/token', {})).json['error'], 'invalid_request');
      assert.equal((await accounts()).status, 429);
    });

    it('drops the connection before it does anything', async () => {
      const { json } = await harness.signIn(client);
      harness.center.fail('CreateToken', { kind: 'drop' });
      await assert.rejects(harness.refresh(client, json['refreshToken']));
      assert.equal(harness.center.requests.at(-1)?.status, 0);
      assert.equal((await harness.refresh(client, json['refreshToken'])).status, 200);
    });

    it('drops the connection after the refresh token is spent', async () => {
      const { json } = await harness.signIn(client);
      harness.center.fail('CreateToken', { kind: 'dropAfter' });
      await assert.rejects(harness.refresh(client, json['refreshToken']));
      assert.equal((await harness.refresh(client, json['refreshToken'])).json['error'], 'invalid_grant');
    });

    it('answers with exceptions of AWS Sign-In, in their own form', async () => {
      harness.center.fail('CreateOAuth2Token', { kind: 'error', error: 'USER_CREDENTIALS_CHANGED' });
      harness.center.fail('CreateOAuth2Token', { kind: 'error', error: 'server_error' });
      const headers = { 'Retry-After': '2' };
      harness.center.fail('CreateOAuth2Token', { kind: 'error', error: 'TooManyRequestsError', headers });
      const [changed, failed, throttled] = [
        await harness.post('/v1/token', {}),
        await harness.post('/v1/token', {}),
        await harness.post('/v1/token', {}),
      ];
      assert.deepEqual([changed.status, changed.json['error']], [403, 'USER_CREDENTIALS_CHANGED']);
      assert.equal(changed.headers.get('x-amzn-errortype'), 'AccessDeniedException');
      assert.deepEqual(failed.json, { error: 'server_error', message: 'Internal server error' });
      assert.deepEqual([throttled.status, throttled.json['error']], [429, 'INVALID_REQUEST']);
      assert.equal(throttled.headers.get('x-amzn-errortype'), 'TooManyRequestsError');
      assert.equal(throttled.headers.get('retry-after'), '2');
    });

    it('delays', async () => {
      harness.center.fail('ListAccounts', { kind: 'delay', ms: 40 });
      const started = performance.now();
      assert.equal((await accounts()).status, 401);
      assert.ok(performance.now() - started >= 35);
    });

    it('gets well when told so', async () => {
      harness.center.fail('ListAccounts', { kind: 'drop' }, Infinity);
      await assert.rejects(accounts());
      await assert.rejects(accounts());
      harness.center.healthy();
      assert.equal((await accounts()).status, 401);
    });

    it('does not take a misspelt operation', () => {
      assert.throws(() => harness.center.fail('CreateTokens', { kind: 'drop' }), /No operation CreateTokens/);
    });
  });

  it('stops at once, whatever is under way, and never runs what it delayed', async () => {
    harness.center.fail('ListAccounts', { kind: 'delay', ms: 40 });
    const delayed = assert.rejects(accounts());
    const halfSent = connect(Number(new URL(harness.center.url).port), '127.0.0.1');
    halfSent.write('POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{');
    const closed = once(halfSent.resume(), 'close');
    while (harness.center.requests.length < 3) await new Promise(setImmediate);
    await harness.center.stop();
    await harness.center.stop();
    await Promise.all([delayed, closed]);
    await sleep(60);
    assert.deepEqual(
      harness.center.requests.slice(1).map(({ status }) => status),
      [0, 0],
    );
    await assert.rejects(accounts());
  });
});
