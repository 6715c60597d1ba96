import assert from 'node:assert/strict';
import {
  BedrockClient,
  type BedrockClientConfig,
  ListFoundationModelsCommand,
} from '@aws-sdk/client-bedrock';
import { Harness } from './harness.ts';

describe('ListFoundationModels', () => {
  let harness: Harness;
  let token: string;
  beforeEach(async () => {
    harness = await Harness.open();
    token = String((await harness.signIn(await harness.register())).json['accessToken']);
  });
  afterEach(() => harness.center.stop());

  /** As the AWS SDK for JavaScript asks. */
  function ask(identity: BedrockClientConfig) {
    const endpoint = harness.center.url;
    const client = new BedrockClient({ region: 'us-east-1', endpoint, maxAttempts: 1, ...identity });
    return client.send(new ListFoundationModelsCommand());
  }

  it('takes a valid access token as a bearer token, and no other', async () => {
    const bearer = (text: string) =>
      ask({ token: { token: text }, authSchemePreference: ['httpBearerAuth'] });
    assert.deepEqual((await bearer(token)).modelSummaries, []);
    await assert.rejects(bearer('made-up'), { name: 'AccessDeniedException' });
    harness.center.expireAccessTokens();
    await assert.rejects(bearer(token), { name: 'AccessDeniedException' });
  });

  it('takes a signature with role credentials, and no other', async () => {
    const query = 'account_id=111122223333&role_name=ReadOnlyAccess';
    const { json } = await harness.portal(`/federation/credentials?${query}`, token);
    const { accessKeyId, secretAccessKey, sessionToken } = json['roleCredentials'] as Record<
      string,
      string
    > & {
      accessKeyId: string;
      secretAccessKey: string;
    };
    const credentials = { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? '' };
    assert.deepEqual((await ask({ credentials })).modelSummaries, []);
    const wrong = { ...credentials, secretAccessKey: 'wrong' };
    await assert.rejects(ask({ credentials: wrong }), { name: 'AccessDeniedException' });
  });

  it('can be called from a browser', async () => {
    const headers = { 'Access-Control-Request-Headers': 'authorization,x-amz-date' };
    const preflight = await harness.send('/foundation-models', { method: 'OPTIONS', headers });
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization,x-amz-date');
    const answer = await harness.send('/foundation-models');
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [403, '*']);
  });
});
