import assert from 'node:assert/strict';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Harness } from './harness.ts';

describe('GetCallerIdentity', () => {
  let harness: Harness;
  let credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  beforeEach(async () => {
    harness = await Harness.open();
    const { json } = await harness.signIn(await harness.register());
    const query = 'account_id=111122223333&role_name=ReadOnlyAccess';
    const answer = await harness.portal(`/federation/credentials?${query}`, json['accessToken']);
    const { accessKeyId, secretAccessKey, sessionToken } = answer.json[
      'roleCredentials'
    ] as typeof credentials;
    credentials = { accessKeyId, secretAccessKey, sessionToken };
  });
  afterEach(() => harness.center.stop());

  /** As the AWS SDK for JavaScript signs it. */
  function ask(changed: Partial<typeof credentials> = {}) {
    const client = new STSClient({
      region: 'eu-central-1',
      endpoint: harness.center.url,
      credentials: { ...credentials, ...changed },
      maxAttempts: 1,
    });
    return client.send(new GetCallerIdentityCommand());
  }

  it('tells whose role credentials have signed the request', async () => {
    const { Arn, UserId, Account } = await ask();
    assert.match(
      Arn ?? '',
      /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_ReadOnlyAccess_[0-9a-f]{16}\/alice$/,
    );
    assert.match(UserId ?? '', /^AROA[0-9A-F]{17}:alice$/);
    assert.equal(Account, '111122223333');
    assert.deepEqual(harness.center.requests.map(({ operation, status }) => [operation, status]).at(-1), [
      'GetCallerIdentity',
      200,
    ]);
  });

  const wrong = 'x'.repeat(40);
  for (const [name, code] of [
    ['secretAccessKey', 'SignatureDoesNotMatch'],
    ['accessKeyId', 'InvalidClientTokenId'],
    ['sessionToken', 'InvalidClientTokenId'],
  ] as const)
    it(`refuses a request with a wrong ${name}`, async () => {
      await assert.rejects(ask({ [name]: wrong }), { name: code });
    });

  it('refuses credentials that have expired', async () => {
    harness.pass(3600);
    await assert.rejects(ask(), { name: /^ExpiredToken/ });
  });

  it('refuses what is not signed, and other operations', async () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      harness.send('/', { method: 'POST', body, headers });
    const unsigned = await post('Action=GetCallerIdentity&Version=2011-06-15');
    assert.equal(unsigned.status, 403);
    assert.match(unsigned.text, /<Code>MissingAuthenticationToken</);
    const odd = await post('Action=GetCallerIdentity', { authorization: 'AWS4-HMAC-SHA256 x' });
    assert.match(odd.text, /<Code>IncompleteSignature</);
    assert.match((await post('Action=GetSessionToken')).text, /<Code>InvalidAction</);
  });
});
