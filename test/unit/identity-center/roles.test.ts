import assert from 'node:assert/strict';
import { madeUpAccounts } from '../../identity-center/server.ts';
import { Harness } from './harness.ts';
import type { Reply } from './harness.ts';

const portalError = (name: string, message: string) =>
  `{"message":"${message}","__type":"com.amazonaws.switchboard.portal#${name}"}`;

describe('ListAccountRoles', () => {
  let harness: Harness;
  let accessToken: unknown;
  before(async () => {
    harness = await Harness.open({ accounts: madeUpAccounts(1000) });
    accessToken = (await harness.signIn(await harness.register())).json['accessToken'];
  });
  after(() => harness.center.stop());

  const list = (query: Record<string, string>) =>
    harness.portal(`/assignment/roles?${new URLSearchParams(query).toString()}`, accessToken);

  it('lists the roles of an account', async () => {
    const { status, json } = await list({ account_id: '100000000999' });
    assert.equal(status, 200);
    assert.equal(json['nextToken'], null);
    const roleList = json['roleList'] as object[];
    assert.equal(roleList.length, 5);
    assert.deepEqual(roleList[4], { roleName: 'Role5', accountId: '100000000999' });
  });

  it('lists them in pages, whose tokens lead on in that account only', async () => {
    const account_id = '100000000000';
    const first = (await list({ account_id, max_result: '2' })).json;
    assert.deepEqual(names(first), ['Role1', 'Role2']);
    const next_token = String(first['nextToken']);
    const second = (await list({ account_id, next_token, max_result: '3' })).json;
    assert.deepEqual([names(second), second['nextToken']], [['Role3', 'Role4', 'Role5'], null]);
    assert.equal((await list({ account_id: '100000000001', next_token })).status, 400);
    const elsewhere = new URLSearchParams({ next_token }).toString();
    assert.equal((await harness.portal(`/assignment/accounts?${elsewhere}`, accessToken)).status, 400);
    assert.equal((await list({ account_id, next_token: next_token.replaceAll('+', ' ') })).status, 400);
  });

  it('is only as large as asked, over ten pages of accounts', async () => {
    const { json } = await harness.portal('/assignment/accounts?max_result=100', accessToken);
    assert.equal((json['accountList'] as unknown[]).length, 100);
    assert.notEqual(json['nextToken'], null);
  });

  it('refuses a request without an account, and with one that is none', async () => {
    const invalid = portalError('InvalidRequestException', 'Invalid request');
    assert.equal((await list({})).text, invalid);
    assert.equal((await list({ account_id: '12' })).text, invalid);
    const { status, text } = await list({ account_id: '999999999999' });
    assert.deepEqual([status, text], [404, portalError('ResourceNotFoundException', 'Account not found')]);
  });
});

function names({ roleList }: Record<string, unknown>): string[] {
  return (roleList as { roleName: string }[]).map(({ roleName }) => roleName);
}

describe('GetRoleCredentials', () => {
  let harness: Harness;
  let accessToken: unknown;
  beforeEach(async () => {
    harness = await Harness.open({ roleCredentialsLifetime: 1800 });
    accessToken = (await harness.signIn(await harness.register())).json['accessToken'];
  });
  afterEach(() => harness.center.stop());

  const get = (query: Record<string, string>, token = accessToken): Promise<Reply> =>
    harness.portal(`/federation/credentials?${new URLSearchParams(query).toString()}`, token);
  const asked = { role_name: 'Support+Billing', account_id: '444455556666' };

  it('gives new credentials every time, with their end in milliseconds', async () => {
    const { status, json } = await get(asked);
    assert.equal(status, 200);
    const credentials = json['roleCredentials'] as Record<string, string>;
    assert.deepEqual(Object.keys(credentials), [
      'accessKeyId',
      'secretAccessKey',
      'sessionToken',
      'expiration',
    ]);
    assert.match(credentials['accessKeyId'] ?? '', /^ASIA[A-Z2-7]{16}$/);
    assert.match(credentials['secretAccessKey'] ?? '', /^[\w+/]{40}$/);
    assert.match(credentials['sessionToken'] ?? '', /^IQoJb3JpZ2luX2Vj[\w+/=]{700,}$/);
    assert.equal(credentials['expiration'], harness.now + 1_800_000);
    const { issuedSecrets } = harness.center;
    assert.ok(issuedSecrets.includes(credentials['secretAccessKey'] ?? ''));
    assert.ok(issuedSecrets.includes(credentials['sessionToken'] ?? ''));
    const again = (await get(asked)).json['roleCredentials'] as Record<string, string>;
    assert.notEqual(again['accessKeyId'], credentials['accessKeyId']);
  });

  it('lives an hour unless told otherwise', async () => {
    const other = await Harness.open();
    const token = (await other.signIn(await other.register())).json['accessToken'];
    const { json } = await other.portal(
      `/federation/credentials?${new URLSearchParams(asked).toString()}`,
      token,
    );
    await other.center.stop();
    const { expiration } = json['roleCredentials'] as Record<string, number>;
    assert.equal(expiration, other.now + 3_600_000);
  });

  it('refuses a role that is not assigned there', async () => {
    const forbidden = portalError('ForbiddenException', 'No access');
    const { status, text, headers } = await get({ ...asked, role_name: 'AdministratorAccess' });
    assert.deepEqual([status, text], [403, forbidden]);
    assert.match(headers.get('x-amzn-errortype') ?? '', /^ForbiddenException:/);
    // What a client asks for that does not encode the plus sign.
    assert.equal((await get({ ...asked, role_name: 'Support Billing' })).text, forbidden);
  });

  it('refuses an unknown account, and what says too little', async () => {
    assert.equal((await get({ ...asked, account_id: '999999999999' })).status, 404);
    for (const wrong of [{ ...asked, account_id: '' }, { ...asked, role_name: '' }, {}]) {
      const { status, text } = await get(wrong);
      assert.deepEqual([status, text], [400, portalError('InvalidRequestException', 'Invalid request')]);
    }
  });

  it('asks for the token first, and keeps one with other scopes out', async () => {
    assert.equal((await get({}, 'made-up')).status, 401);
    const narrow = await harness.register({ scopes: ['codewhisperer:completions'] });
    const { json } = await harness.signIn(narrow);
    assert.equal((await get(asked, json['accessToken'])).status, 403);
    const roles = await harness.portal('/assignment/roles?account_id=444455556666', json['accessToken']);
    assert.equal(roles.status, 403);
  });
});

describe('The portal with a limit', () => {
  it('answers so many calls at once, and as many again in a second', async () => {
    const harness = await Harness.open({ portalCallsPerSecond: 4 });
    try {
      const { accessToken } = (await harness.signIn(await harness.register())).json;
      const call = () => harness.portal('/assignment/accounts', accessToken);
      const statuses = async (calls: number) =>
        (await Promise.all(Array.from({ length: calls }, call))).map(({ status }) => status).sort();
      assert.deepEqual(await statuses(6), [200, 200, 200, 200, 429, 429]);
      harness.pass(0.5);
      assert.deepEqual(await statuses(3), [200, 200, 429]);
      harness.pass(10);
      assert.deepEqual(await statuses(5), [200, 200, 200, 200, 429]);
      const { status, text, headers } = await harness.portal('/logout', accessToken, 'POST');
      assert.equal(status, 429);
      assert.equal(text, portalError('TooManyRequestsException', 'Too many requests'));
      assert.match(headers.get('x-amzn-errortype') ?? '', /^TooManyRequestsException:/);
    } finally {
      await harness.center.stop();
    }
  });
});
