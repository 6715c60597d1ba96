import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { install } from '@sinonjs/fake-timers';
import { portalBehind } from '../../../../src/aws/services/portalBehind.ts';
import { fetchClient } from '../../../../src/http/client/fetchClient.ts';

const PORTAL = 'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws';

describe('portalBehind', () => {
  let server: Server;
  let asked: string[];
  let listener: RequestListener;
  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      assert.deepEqual(secretsIn(request), []);
      listener(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => server.close().closeAllConnections());

  /** Asks a web server, which stands for all own domains; nothing but them can be reached. */
  function ask(
    answers: RequestListener,
    {
      startUrl = 'https://aws.example.com',
      isLoopbackAllowed = false,
      signal = new AbortController().signal,
    } = {},
  ) {
    listener = answers;
    const http = fetchClient(() => (url, init) => {
      const { host, pathname } = new URL(url);
      assert.match(host, /^aws\.example\.com$|^127\.0\.0\.1:/);
      return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`, init);
    });
    return portalBehind(startUrl, { http, isLoopbackAllowed }, signal);
  }

  const leadsTo =
    (location: string, status = 302): RequestListener =>
    (_, response) =>
      response.writeHead(status, { location }).end();

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows one redirect (${status}), by one HEAD, and fetches nothing from the portal`, async () => {
      assert.deepEqual(await ask(leadsTo(`${PORTAL}/`, status)), { startUrl: PORTAL, region: 'eu-west-1' });
      assert.deepEqual(asked, ['HEAD /']);
    });
  }

  for (const status of [405, 501]) {
    it(`asks by GET where the server answers HEAD with ${status}`, async () => {
      const found = await ask((request, response) =>
        request.method === 'HEAD'
          ? response.writeHead(status).end()
          : leadsTo('https://d-1234567890.awsapps.com/start/#/')(request, response),
      );
      assert.deepEqual(found, { startUrl: 'https://d-1234567890.awsapps.com/start' });
      assert.deepEqual(asked, ['HEAD /', 'GET /']);
    });
  }

  for (const [location, startUrl] of [
    [`${PORTAL}:443/`, PORTAL],
    [`${PORTAL}/?utm_source=vanity#/`, PORTAL],
    ['//d-1234567890.awsapps.com', 'https://d-1234567890.awsapps.com/start'],
    ['https://D-1234567890.AWSAPPS.COM./start', 'https://d-1234567890.awsapps.com/start'],
    ['https://identitycenter.amazonaws.com/ssoins-1', 'https://identitycenter.amazonaws.com/ssoins-1'],
    ['https://start.home.awsapps.cn/directory/d-1', 'https://start.home.awsapps.cn/directory/d-1'],
  ] as const) {
    it(`takes ${location}`, async () => assert.equal((await ask(leadsTo(location))).startUrl, startUrl));
  }

  for (const [what, location, sentence] of [
    ['elsewhere', 'https://example.org/start', /^aws\.example\.com leads to example\.org, which isn’t/],
    ['to itself', '/start', /leads to aws\.example\.com, which isn’t an AWS access portal/],
    [
      'to what looks like AWS',
      'https://awsapps.com.evil.example/start',
      /leads to awsapps\.com\.evil\.example,/,
    ],
    ['with a user name like AWS', 'https://x.awsapps.com@evil.example/', /leads to evil\.example,/],
    ['with a password', 'https://user:secret@x.awsapps.com/start', /leads to x\.awsapps\.com, which isn’t/],
    ['to another port', 'https://x.awsapps.com:8443/start', /leads to x\.awsapps\.com:8443,/],
    ['to letters that look alike', 'https://x.xn--wsapps-4nf.com/start', /leads to x\.xn--wsapps-4nf\.com,/],
    ['with a backslash', 'https://evil.example\\.awsapps.com/start', /leads to evil\.example,/],
    ['with a fragment like AWS', 'https://evil.example/#.awsapps.com', /leads to evil\.example,/],
    ['to a customer’s API at AWS', 'https://x.execute-api.us-east-1.amazonaws.com/', /which isn’t/],
    ['to the console', 'https://console.aws.amazon.com/', /leads to console\.aws\.amazon\.com, which isn’t/],
    ['to no portal in particular', 'https://awsapps.com/start', /leads to awsapps\.com, which isn’t/],
    ['to no page', 'javascript:alert(1)', /leads to javascript:, which isn’t/],
    [
      'by plain http',
      'http://d-1234567890.awsapps.com/start',
      /^aws\.example\.com leads to .* without https/,
    ],
    ['to an address of a directory without its id', 'https://start.home.awsapps.cn/', /is longer/],
  ] as const) {
    it(`refuses one that leads ${what}, and asks nobody there`, async () => {
      await assert.rejects(ask(leadsTo(location)), (error: Error & { code: string }) => {
        assert.match(error.message, sentence);
        assert.ok(!error.message.includes('secret'));
        return error.code === 'InvalidRequest';
      });
      assert.deepEqual(asked, ['HEAD /']);
    });
  }

  for (const [what, answers, expected] of [
    [
      '200',
      (_, response) => response.end(),
      { code: 'InvalidRequest', message: /doesn’t lead .* \(HTTP 200\)/ },
    ],
    ['404', (_, response) => response.writeHead(404).end(), { code: 'InvalidRequest', message: /HTTP 404/ }],
    ['302 without an address', (_, response) => response.writeHead(302).end(), { code: 'InvalidRequest' }],
    ['302 to nonsense', leadsTo('https://'), { code: 'InvalidRequest', message: /HTTP 302/ }],
    ['500', (_, response) => response.writeHead(500).end(), { code: 'Service', message: /HTTP 500/ }],
    [
      '405 to everything',
      (_, response) => response.writeHead(405).end(),
      { code: 'InvalidRequest', message: /405/ },
    ],
    ['a broken connection', (request) => request.socket.destroy(), { code: 'Network' }],
  ] as [string, RequestListener, object][]) {
    it(`says that there is no portal when it answers ${what}`, () => assert.rejects(ask(answers), expected));
  }

  it('waits for ten seconds', async () => {
    const clock = install({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let asking: Promise<unknown> | undefined;
      await new Promise<void>((resolve) => {
        asking = ask(() => resolve());
        asking.catch(() => undefined);
      });
      let isOver = false;
      asking!.catch(() => (isOver = true));
      await clock.tickAsync(9_999);
      assert.equal(isOver, false);
      await clock.tickAsync(1);
      await assert.rejects(asking!, {
        code: 'Network',
        message: /^aws\.example\.com didn’t respond in time/,
      });
    } finally {
      clock.uninstall();
    }
  });

  it('ends with the reason of who gives up', async () => {
    const giving = new AbortController();
    const reason = new Error('Never mind.');
    const asking = ask(() => giving.abort(reason), { signal: giving.signal });
    await assert.rejects(asking, reason);
  });

  it('takes plain http on this machine, only where the services are here, too', async () => {
    const startUrl = 'http://127.0.0.1:8080/aws';
    await assert.rejects(ask(leadsTo(PORTAL), { startUrl }), { message: /must begin with https/ });
    assert.deepEqual(asked, []);
    const found = await ask(leadsTo(PORTAL), { startUrl, isLoopbackAllowed: true });
    assert.deepEqual([found.startUrl, asked], [PORTAL, ['HEAD /aws']]);
  });
});

function secretsIn({ headers }: IncomingMessage): readonly string[] {
  return Object.keys(headers).filter((name) => /^(authorization|cookie|x-amz)/.test(name));
}
