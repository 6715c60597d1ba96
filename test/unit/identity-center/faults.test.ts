import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, request as requestTo } from 'node:http';
import { text } from 'node:stream/consumers';
import { Harness } from './harness.ts';
import { codeMembers, ProofKey, refreshMembers, signinCode, token } from './signinFlow.ts';
import type { IncomingMessage } from 'node:http';
import type { Registration } from './harness.ts';

describe('Faults', () => {
  let harness: Harness;
  let client: Registration;
  let signedIn: Record<string, unknown>;
  beforeEach(async () => {
    harness = await Harness.open();
    client = await harness.register();
    signedIn = (await harness.signIn(client)).json;
  });
  afterEach(() => harness.center.stop());

  const refresh = () => harness.refresh(client, signedIn['refreshToken']);
  /** The request after the one that signed in has been read. */
  const arrived = async () => {
    while (harness.center.requests.at(-1)?.grant !== 'refresh_token') await new Promise(setImmediate);
  };
  const accounts = (accessToken = signedIn['accessToken']) =>
    harness.portal('/assignment/accounts', accessToken);

  it('a 500 after the refresh token was consumed', async () => {
    harness.center.fail('CreateToken', { kind: 'error', error: 'server_error', after: true });
    const { status, headers } = await refresh();
    assert.equal(status, 500);
    assert.match(headers.get('x-amzn-errortype') ?? '', /^InternalServerException:/);
    assert.equal((await refresh()).json['error'], 'invalid_grant');
  });

  it('any status after the refresh token was consumed, and before', async () => {
    harness.center.fail('CreateToken', { kind: 'status', status: 504 });
    assert.equal((await refresh()).status, 504);
    harness.center.fail('CreateToken', { kind: 'status', status: 502, after: true });
    assert.equal((await refresh()).status, 502);
    assert.equal((await refresh()).json['error'], 'invalid_grant');
  });

  it('an internal error of the portal', async () => {
    harness.center.fail('ListAccounts', { kind: 'error', error: 'InternalServerException' });
    const { status, json } = await accounts();
    assert.deepEqual([status, json['message']], [500, 'Internal error']);
  });

  it('a 429 that says when to come back', async () => {
    const headers = { 'Retry-After': '3' };
    harness.center.fail('ListAccounts', { kind: 'error', error: 'TooManyRequestsException', headers });
    const reply = await accounts();
    assert.deepEqual([reply.status, reply.headers.get('retry-after')], [429, '3']);
    assert.match(reply.headers.get('x-amzn-errortype') ?? '', /^TooManyRequestsException:/);
  });

  it('pages of others in place of the service', async () => {
    for (const status of [200, 407, 503]) {
      harness.center.fail('ListAccounts', { kind: 'html', status });
      // fetch takes a 407 for a broken connection.
      const [reply] = (await once(get(`${harness.center.portal}/assignment/accounts`), 'response')) as [
        IncomingMessage,
      ];
      assert.equal(reply.statusCode, status);
      assert.equal(reply.headers['content-type'], 'text/html; charset=utf-8');
      assert.equal('x-amzn-errortype' in reply.headers, false);
      assert.equal('x-amzn-requestid' in reply.headers, false);
      assert.equal('proxy-authenticate' in reply.headers, status === 407);
      assert.match(await text(reply), /^<!doctype html>/);
    }
    assert.equal((await accounts()).status, 200);
  });

  it('JSON that was cut', async () => {
    harness.center.fail('RegisterClient', { kind: 'cut' });
    const reply = harness.post('/client/register', { clientName: 'x', clientType: 'public' });
    await assert.rejects(reply, SyntaxError);
    assert.equal(harness.center.requests.at(-1)?.status, 200);
  });

  it('a connection that breaks in the middle of an answer', async () => {
    harness.center.fail('CreateToken', { kind: 'dropWithin' });
    const response = await fetch(`${harness.center.url}/token`, {
      method: 'POST',
      body: JSON.stringify({ ...client, grantType: 'refresh_token', refreshToken: signedIn['refreshToken'] }),
    });
    assert.equal(response.status, 200);
    await assert.rejects(response.text());
    assert.equal((await refresh()).json['error'], 'invalid_grant');
  });

  it('an answer that is too large, and still JSON', async () => {
    harness.center.fail('ListAccounts', { kind: 'oversized', bytes: 300_000 });
    const { status, text: body, json } = await accounts();
    assert.equal(status, 200);
    assert.ok(body.length > 300_000);
    assert.ok(Array.isArray(json['accountList']));
  });

  it('an operation that waits, and runs when its time has come', async () => {
    harness.center.fail('CreateToken', { kind: 'delayBefore', ms: 40 });
    const started = performance.now();
    assert.equal((await refresh()).status, 200);
    assert.ok(performance.now() - started >= 35);
  });

  it('an operation that waits until all is well', async () => {
    harness.center.fail('CreateToken', { kind: 'delayBefore', ms: 60_000 });
    const answer = refresh();
    await arrived();
    assert.equal(harness.center.requests.at(-1)?.status, 0);
    harness.center.healthy();
    assert.equal((await answer).status, 200);
  });

  it('an operation that waits, and does not run for a client that has gone', async () => {
    harness.center.fail('CreateToken', { kind: 'delayBefore', ms: 60_000 });
    const members = { ...client, grantType: 'refresh_token', refreshToken: signedIn['refreshToken'] };
    const request = requestTo(`${harness.center.url}/token`, { method: 'POST' });
    const broken = once(request, 'error');
    request.end(JSON.stringify(members));
    await arrived();
    const issued = harness.center.issuedSecrets.length;
    request.destroy(new Error('gone'));
    await broken;
    assert.equal((await refresh()).status, 200, 'The refresh token has not been consumed.');
    harness.center.healthy();
    await accounts();
    assert.equal(harness.center.issuedSecrets.length, issued + 2, 'One refresh ran.');
    assert.deepEqual(
      harness.center.requests.slice(-3).map(({ status }) => status),
      [0, 200, 200],
    );
  });

  it('an operation that runs, and answers when all is well', async () => {
    harness.center.fail('CreateToken', { kind: 'delayAfter', ms: 60_000 });
    const answer = refresh();
    await arrived();
    const issued = harness.center.issuedSecrets.length;
    harness.center.healthy();
    assert.equal((await answer).status, 200);
    assert.equal(harness.center.issuedSecrets.length, issued, 'It ran before.');
  });

  it('an answer of another media type', async () => {
    harness.center.fail('ListAccounts', { kind: 'contentType', type: 'text/html' });
    const { status, headers, text: body } = await accounts();
    assert.deepEqual([status, headers.get('content-type')], [200, 'text/html']);
    assert.ok('accountList' in (JSON.parse(body) as object));
  });

  it('an answer with each header twice', async () => {
    harness.center.fail('ListAccounts', { kind: 'doubledHeaders' });
    const { headers } = await accounts();
    const [first, second] = headers.get('x-amzn-requestid')?.split(', ') ?? [];
    assert.ok(first && first === second);
  });

  it('a wrong Date header, and a clock that is right all the same', async () => {
    harness.center.skewDate(-900);
    const { headers } = await accounts();
    assert.equal(headers.get('date'), new Date(harness.now - 900_000).toUTCString());
    assert.equal(harness.center.requests.at(-1)?.at, harness.now);
    harness.center.healthy();
    assert.equal((await accounts()).headers.get('date'), new Date(harness.now).toUTCString());
  });

  it('expired registrations', async () => {
    harness.center.expireRegistrations();
    assert.deepEqual([(await refresh()).status, (await refresh()).json['error']], [401, 'invalid_client']);
    assert.equal((await accounts()).status, 200);
    client = await harness.register();
    assert.equal((await harness.signIn(client)).status, 200);
  });

  it('expired access tokens, in sessions that go on', async () => {
    harness.center.expireAccessTokens();
    assert.equal((await accounts()).status, 401);
    const { json } = await refresh();
    assert.equal((await accounts(json['accessToken'])).status, 200);
  });

  it('one revoked session, by either token', async () => {
    const other = (await harness.signIn(client)).json;
    harness.center.revokeSession(String(signedIn['accessToken']));
    assert.equal((await accounts()).status, 401);
    assert.equal((await refresh()).json['error'], 'invalid_grant');
    assert.equal((await accounts(other['accessToken'])).status, 200);
    harness.center.revokeSession(String(other['refreshToken']));
    assert.equal((await accounts(other['accessToken'])).status, 401);
    assert.throws(() => harness.center.revokeSession('made-up'), /no session/);
  });

  it('all sessions revoked, of AWS Sign-In too', async () => {
    const key = new ProofKey();
    const call = (members: object) => token(harness, key.proof(harness), members);
    const { refreshToken } = (await call(codeMembers(signinCode(harness)))).json;
    harness.center.revokeSessions();
    assert.equal((await accounts()).status, 401);
    assert.equal((await call(refreshMembers(refreshToken))).json['error'], 'TOKEN_EXPIRED');
  });
});
