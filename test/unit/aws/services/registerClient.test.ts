import assert from 'node:assert/strict';
import { exception, MockAws } from '../../support/mockAws.ts';

const never = new AbortController().signal;

describe('RegisterClient', () => {
  it('registers a public client with its scopes, and no grant types, as the device flow wants it', async () => {
    const aws = new MockAws().next('/client/register', {
      body: { clientId: 'id', clientSecret: 's', clientSecretExpiresAt: 1_775_001_600, tokenEndpoint: null },
    });
    const answer = await aws.oidc.registerClient(
      { clientName: 'Editor', scopes: ['sso:account:access'] },
      never,
    );
    assert.deepEqual(aws.received[0]?.body, {
      clientName: 'Editor',
      clientType: 'public',
      scopes: ['sso:account:access'],
    });
    assert.deepEqual(answer, { clientId: 'id', clientSecret: 's', clientSecretExpiresAt: 1_775_001_600 });
  });

  for (const [name, error] of [
    ['InvalidClientMetadataException', 'invalid_client_metadata'],
    ['InvalidRedirectUriException', 'invalid_redirect_uri'],
    ['InvalidScopeException', 'invalid_scope'],
  ] as const) {
    it(`maps ${name} to InvalidRequest`, async () => {
      const aws = new MockAws().next('/client/register', exception(name, error));
      await assert.rejects(aws.oidc.registerClient({ clientName: 'Editor', scopes: [] }, never), {
        code: 'InvalidRequest',
      });
    });
  }
});
