import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { observedClient } from '../../../../src/http/client/observedClient.ts';
import { memoryLog } from '../../support/memoryLog.ts';

describe('observedClient', () => {
  it('writes what happened, and none of the secrets of request and answer', async () => {
    const log = memoryLog();
    const http = observedClient(
      () =>
        Promise.resolve({
          status: 400,
          header: (name) =>
            ({ 'x-amzn-errortype': 'SlowDownException:http://x/', 'x-amzn-requestid': 'r-1' })[name],
          body: 'secret-answer',
        }),
      log,
    );
    const headers = { 'x-amz-sso_bearer_token': 'secret-header' };
    await http({
      method: 'POST',
      url: 'https://oidc.example/token?q=secret-query',
      headers,
      body: 'secret-body',
    });
    assert.equal(log.lines.length, 1);
    assert.match(
      log.lines[0] ?? '',
      /^POST oidc\.example\/token: 400 SlowDownException, request id r-1 \(\d+ ms\)$/,
    );
  });

  it('repeats no secret that an answer quotes in a header', async () => {
    const log = memoryLog();
    const token = 'aoaAbCdEfGhIjKlMnOpQrSt';
    for (const quoted of [token, token.slice(3, 15), encodeURIComponent(token.toUpperCase())]) {
      const answer = { status: 401, header: () => quoted, body: '' };
      const headers = { 'x-amz-sso_bearer_token': token };
      const http = observedClient(() => Promise.resolve(answer), log);
      await http({ method: 'GET', url: 'https://portal.example/', headers });
    }
    for (const line of log.lines) {
      assert.match(line, /^GET portal\.example\/: 401 …, request id … \(\d+ ms\)$/);
    }
  });

  it('writes why there was no answer, and passes the error on', async () => {
    const log = memoryLog();
    const failure = new AwsSsoError('Network', 'The cable is cut.');
    const http = observedClient(() => Promise.reject(failure), log);
    await assert.rejects(http({ method: 'GET', url: 'https://oidc.example/' }), failure);
    assert.match(log.lines[0] ?? '', /The cable is cut\./);
  });

  it('says that the clock is far off', async () => {
    const log = memoryLog();
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    const answer = { status: 200, header: (name: string) => (name === 'date' ? date : undefined), body: '' };
    await observedClient(() => Promise.resolve(answer), log)({ method: 'GET', url: 'https://oidc.example/' });
    assert.match(log.lines.join(), /is 60 min ahead of that of oidc\.example\./);
  });
});
