import assert from 'node:assert/strict';
import { probe } from '../../../../src/aws/services/probe.ts';
import { NEVER } from '../../../../src/base/never.ts';
import type { HttpClient, HttpRequest } from '../../../../src/http/client/HttpClient.ts';
import { fetchClient } from '../../../../src/http/client/fetchClient.ts';
import { type IdentityCenter, startIdentityCenter } from '../../../identity-center/server.ts';

describe('probe', () => {
  let center: IdentityCenter;
  before(async () => {
    center = await startIdentityCenter();
  });
  beforeEach(() => center.healthy());
  after(() => center.stop());

  const http = fetchClient();

  it('is refused by each service, in its own words, and leaves nothing behind', async () => {
    const answers = [];
    for (const service of ['oidc', 'portal', 'signin'] as const) {
      const { status, exception } = await probe(service, center.url, http, NEVER);
      answers.push([service, status, exception]);
    }
    assert.deepEqual(answers, [
      ['oidc', 400, 'InvalidRequestException'],
      ['portal', 401, 'UnauthorizedException'],
      ['signin', 400, 'ValidationException'],
    ]);
    assert.deepEqual(center.issuedSecrets, []);
  });

  it('compares the clocks', async () => {
    center.skewDate(-3600);
    const { clockOffset } = await probe('oidc', center.url, http, NEVER);
    assert.ok(Math.abs(clockOffset - 3_600_000) < 10_000, String(clockOffset));
  });

  for (const status of [200, 302, 403, 511, 503]) {
    it(`knows a page with the status ${status} for none of AWS`, async () => {
      center.fail('CreateToken', { kind: 'html', status });
      const { host } = new URL(center.url);
      await assert.rejects(probe('oidc', center.url, http, NEVER), (error: Error & { network?: object }) => {
        assert.deepEqual(error.network, { kind: 'foreign', maybeSent: true });
        assert.match(error.message, new RegExp(`^Something other than AWS answered for ${host}`));
        return true;
      });
    });
  }

  /** What a proxy may say that knows nothing of AWS. */
  const answers =
    (status: number, body: object, headers: Record<string, string> = {}): HttpClient =>
    () =>
      Promise.resolve({ status, header: (name) => headers[name], body: JSON.stringify(body) });

  for (const [service, status, body] of [
    ['oidc', 403, { error: 'access_denied' }],
    ['oidc', 403, { code: 'Forbidden' }],
    ['portal', 403, {}],
    ['portal', 403, { code: 'Forbidden' }],
    ['portal', 404, { message: 'not here' }],
    ['signin', 401, { error: 'unauthorized' }],
    ['signin', 503, { code: 'ServiceUnavailable' }],
  ] as const) {
    it(`knows ${status} with ${JSON.stringify(body)} in the place of ${service} for none of AWS`, async () => {
      await assert.rejects(probe(service, 'https://x.example', answers(status, body), NEVER), {
        code: 'Network',
        network: { kind: 'foreign', maybeSent: true },
      });
      for (const header of ['x-amzn-requestid', 'x-amzn-errortype']) {
        const ofAws = answers(status, body, { [header]: 'SomeException' });
        await probe(service, 'https://x.example', ofAws, NEVER).catch((error: Error) =>
          assert.doesNotMatch(error.message, /^Something other/),
        );
      }
    });
  }

  it('takes a request for fewer requests as an answer', async () => {
    center.fail('CreateToken', { kind: 'error', error: 'slow_down' });
    assert.equal((await probe('oidc', center.url, http, NEVER)).exception, 'SlowDownException');
  });

  it('fails for a service that has trouble of its own', async () => {
    center.fail('CreateToken', { kind: 'error', error: 'server_error' });
    await assert.rejects(probe('oidc', center.url, http, NEVER), { code: 'Service' });
  });

  it('fails as the path does, and hands it the signal', async () => {
    center.fail('ListAccounts', { kind: 'drop' });
    await assert.rejects(probe('portal', center.url, http, NEVER), { code: 'Network' });
    const sent: HttpRequest[] = [];
    const over = new AbortController();
    const failing: HttpClient = (request) => {
      sent.push(request);
      return Promise.reject(new Error('no'));
    };
    await assert.rejects(probe('portal', 'https://portal.example', failing, over.signal), /no/);
    assert.deepEqual(sent, [
      { method: 'GET', url: 'https://portal.example/assignment/accounts', signal: over.signal },
    ]);
  });
});
