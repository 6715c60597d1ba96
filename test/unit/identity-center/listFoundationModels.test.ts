import assert from 'node:assert/strict';
import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { Harness } from './harness.ts';

describe('ListFoundationModels', () => {
  let harness: Harness;
  before(async () => {
    harness = await Harness.open();
  });
  after(() => harness.center.stop());

  /** As the AWS SDK for JavaScript sends a bearer token. */
  function ask(token: string) {
    const client = new BedrockClient({
      region: 'us-east-1',
      endpoint: harness.center.url,
      token: { token },
      authSchemePreference: ['httpBearerAuth'],
      maxAttempts: 1,
    });
    return client.send(new ListFoundationModelsCommand());
  }

  it('takes a valid access token, and no other', async () => {
    const { json } = await harness.signIn(await harness.register());
    const token = String(json['accessToken']);
    assert.deepEqual((await ask(token)).modelSummaries, []);
    await assert.rejects(ask('made-up'), { name: 'AccessDeniedException' });
    harness.center.expireAccessTokens();
    await assert.rejects(ask(token), { name: 'AccessDeniedException' });
  });
});
