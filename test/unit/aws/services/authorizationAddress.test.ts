import assert from 'node:assert/strict';
import { endpoint } from '../../../../src/aws/endpoints/endpoints.ts';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../../src/aws/services/SsoOidc.ts';

const REQUEST = {
  clientId: 'id-1',
  redirectUri: 'http://127.0.0.1:4444/oauth/callback',
  state: '7a5c2b9e',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  scopes: ['sso:account:access'],
};

describe('authorizationAddress', () => {
  const nobody = () => Promise.reject(new Error('Nobody is asked.'));
  const address = (at: string, request = REQUEST) =>
    new SsoOidc(nobody, at, new Retries()).authorizationAddress(request);

  it('has the members of the request in the order of the AWS CLI', () =>
    assert.deepEqual(
      [...new URL(address('https://oidc.eu-west-1.amazonaws.com')).searchParams],
      [
        ['response_type', 'code'],
        ['client_id', 'id-1'],
        ['redirect_uri', 'http://127.0.0.1:4444/oauth/callback'],
        ['state', '7a5c2b9e'],
        ['code_challenge_method', 'S256'],
        ['scopes', 'sso:account:access'],
        ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
      ],
    ));

  it('separates several scopes by spaces that no reader takes for anything else', () => {
    const several = address('https://h.example', { ...REQUEST, scopes: ['b:c', 'a(b)'] });
    assert.equal(new URL(several).searchParams.get('scopes'), 'b:c a(b)');
    assert.match(several, /scopes=b%3Ac%20a%28b%29&/);
  });

  for (const [override, expected] of [
    ['https://setting.example/prefix/', 'https://setting.example/prefix/authorize'],
    ['https://h.example', 'https://h.example/authorize'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/authorize'],
    ['http://localhost:1', 'http://localhost:1/authorize'],
    ['http://[::1]:1', 'http://[::1]:1/authorize'],
  ] as const) {
    it(`follows the endpoint that is set: ${override}`, () => {
      const config = { services: {} };
      const found = [
        endpoint('oidc', 'us-east-1', { settings: { oidc: override }, env: {}, config }),
        endpoint('oidc', 'us-east-1', { settings: {}, env: { AWS_ENDPOINT_URL_SSO_OIDC: override }, config }),
        endpoint('oidc', 'us-east-1', { settings: {}, env: { AWS_ENDPOINT_URL: override }, config }),
        endpoint('oidc', 'us-east-1', { settings: {}, env: {}, config: { services: { oidc: override } } }),
        endpoint('oidc', 'us-east-1', { settings: {}, env: {}, config: { services: {}, global: override } }),
      ].map((at) => address(at).replace(/\?.*/, ''));
      assert.deepEqual(found, Array(5).fill(expected));
    });
  }
});
