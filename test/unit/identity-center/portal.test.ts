import assert from 'node:assert/strict';
import { Harness } from './harness.ts';

const unauthorized =
  '{"message":"Session token not found or invalid","__type":"com.amazonaws.switchboard.portal#UnauthorizedException"}';

describe('The portal', () => {
  let harness: Harness;
  let accessToken: unknown;
  beforeEach(async () => {
    harness = await Harness.open();
    accessToken = (await harness.signIn(await harness.register())).json['accessToken'];
  });
  afterEach(() => harness.center.stop());

  it('lists the accounts', async () => {
    const { status, json } = await harness.portal('/assignment/accounts', accessToken);
    assert.equal(status, 200);
    assert.equal(json['nextToken'], null);
    const accounts = json['accountList'] as Record<string, string>[];
    const sandbox = accounts.find(({ accountName }) => accountName === 'Sandbox');
    assert.deepEqual(sandbox, {
      accountId: '111122223333',
      accountName: 'Sandbox',
      emailAddress: 'sandbox@example.com',
    });
    assert.ok(accounts.some((account) => !('accountName' in account)));
    assert.ok(accounts.some((account) => !('emailAddress' in account)));
    assert.ok(accounts.every((account) => !('roles' in account)));
  });

  it('lists them in pages, with tokens that have to be encoded', async () => {
    const seen: unknown[] = [];
    let nextToken: string | null = '';
    do {
      const query = new URLSearchParams({ max_result: '3', next_token: nextToken });
      const { json } = await harness.portal(`/assignment/accounts?${query.toString()}`, accessToken);
      seen.push(...(json['accountList'] as unknown[]));
      nextToken = json['nextToken'] as string | null;
      if (nextToken !== null) for (const character of '+/=&') assert.ok(nextToken.includes(character));
    } while (nextToken !== null);
    const { json } = await harness.portal('/assignment/accounts', accessToken);
    assert.deepEqual(seen, json['accountList']);
  });

  for (const query of [
    'max_result=101',
    'max_result=0',
    'max_result=-1',
    'max_result=1.5',
    'max_result=x',
    'max_result=',
    'next_token=made-up',
  ]) {
    it(`refuses ${query}`, async () => {
      const { status, json } = await harness.portal(`/assignment/accounts?${query}`, accessToken);
      assert.equal(status, 400);
      assert.equal(json['__type'], 'com.amazonaws.switchboard.portal#InvalidRequestException');
    });
  }

  it('refuses an unknown token, and a request without one', async () => {
    const { status, text, headers } = await harness.portal('/assignment/accounts', 'made-up');
    assert.equal(status, 401);
    assert.equal(text, unauthorized);
    assert.match(headers.get('x-amzn-errortype') ?? '', /^UnauthorizedException:http:/);
    assert.equal((await harness.send('/assignment/accounts')).text, unauthorized);
  });

  it('refuses a token from the second it expires', async () => {
    harness.pass(3599);
    assert.equal((await harness.portal('/assignment/accounts', accessToken)).status, 200);
    harness.pass(1);
    assert.equal((await harness.portal('/assignment/accounts', accessToken)).text, unauthorized);
  });

  it('keeps a token with other scopes out', async () => {
    const client = await harness.register({ scopes: ['codewhisperer:completions'] });
    const { json } = await harness.signIn(client);
    const { status, text } = await harness.portal('/assignment/accounts', json['accessToken']);
    assert.equal(status, 403);
    assert.equal(
      text,
      '{"message":"No access","__type":"com.amazonaws.switchboard.portal#ForbiddenException"}',
    );
  });

  it('ends the session of a token at Logout, and no other session', async () => {
    const client = await harness.register();
    const first = (await harness.signIn(client)).json;
    const second = (await harness.signIn(client)).json;
    const { status, text } = await harness.portal('/logout', first['accessToken'], 'POST');
    assert.deepEqual([status, text], [200, '']);
    assert.equal((await harness.portal('/assignment/accounts', first['accessToken'])).status, 401);
    assert.equal((await harness.refresh(client, first['refreshToken'])).json['error'], 'invalid_grant');
    assert.equal((await harness.portal('/logout', first['accessToken'], 'POST')).text, unauthorized);
    assert.equal((await harness.portal('/assignment/accounts', second['accessToken'])).status, 200);
  });

  it('refuses another method', async () => {
    const { status, text } = await harness.portal('/logout', accessToken);
    assert.equal(status, 405);
    assert.equal(
      text,
      '{"message":"Method not allowed","__type":"com.amazonaws.switchboard.portal#MethodNotAllowedException"}',
    );
  });
});
