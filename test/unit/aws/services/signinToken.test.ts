import assert from 'node:assert/strict';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { federatedConsoleLink } from '../../../../src/aws/services/signinToken.ts';
import { NEVER } from '../../../../src/base/never.ts';
import type { HttpRequest } from '../../../../src/http/client/HttpClient.ts';

const CREDENTIALS = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'a+b/secret',
  sessionToken: 'c=d/token',
  expiration: 0,
};

function open(...answers: [status: number, body: string][]) {
  const received: HttpRequest[] = [];
  const http = (request: HttpRequest) => {
    received.push(request);
    const [status, body] = answers.shift() ?? [599, ''];
    return Promise.resolve({ status, body, header: () => undefined });
  };
  const options = {
    http,
    retries: new Retries(() => 0),
    signin: 'https://eu-west-1.signin.aws.amazon.com',
    destination: 'https://console.aws.amazon.com/console/home?region=eu-west-1',
    issuer: 'https://d-1234567890.awsapps.com/start',
  };
  return { received, link: () => federatedConsoleLink(options, CREDENTIALS, NEVER) };
}

describe('federatedConsoleLink', () => {
  it('exchanges the credentials for a token, and holds none of them', async () => {
    const { received, link } = open([200, '{"SigninToken":"t+1"}']);
    const address = new URL(await link());
    const sent = new URLSearchParams(received[0]?.body);
    assert.equal(sent.get('Action'), 'getSigninToken');
    assert.deepEqual(JSON.parse(sent.get('Session') ?? ''), {
      sessionId: 'ASIA1',
      sessionKey: 'a+b/secret',
      sessionToken: 'c=d/token',
    });
    assert.equal(sent.get('SessionDuration'), null);
    assert.equal(address.origin + address.pathname, 'https://eu-west-1.signin.aws.amazon.com/federation');
    assert.deepEqual(Object.fromEntries(address.searchParams), {
      Action: 'login',
      Issuer: 'https://d-1234567890.awsapps.com/start',
      Destination: 'https://console.aws.amazon.com/console/home?region=eu-west-1',
      SigninToken: 't+1',
    });
  });

  it('has nothing secret in its address, which VS Code writes into its log when it looks for a proxy', async () => {
    const { received, link } = open([200, '{"SigninToken":"t"}']);
    await link();
    assert.deepEqual(
      received.map(({ method, url }) => [method, url]),
      [['POST', 'https://eu-west-1.signin.aws.amazon.com/federation']],
    );
  });

  it('repeats after trouble of AWS', async () => {
    const { received, link } = open([503, ''], [200, '{"SigninToken":"t"}']);
    await link();
    assert.equal(received.length, 2);
  });

  it('takes nothing else for a token', async () => {
    for (const [status, body] of [
      [200, '<html>'],
      [200, '{}'],
      [400, '<html>'],
    ] as const) {
      await assert.rejects(open([status, body]).link(), { code: 'Network' });
    }
  });
});
