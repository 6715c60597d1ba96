import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { type Callback, CallbackServer } from '../../../../src/http/loopback/CallbackServer.ts';
import { hold } from '../../support/hold.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { withoutFreePorts } from '../../support/withoutFreePorts.ts';

const PATH = '/oauth/callback';
const STATE = '3f0c6b1e-5a0f-4f0e-9f6e-0d3c5c1a7b42';
const ANSWER = `${PATH}?code=TheCode&state=${STATE}`;

interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

describe('CallbackServer', () => {
  let opened: CallbackServer[] = [];
  let log = memoryLog();
  beforeEach(() => {
    opened = [];
    log = memoryLog();
  });
  afterEach(() => opened.forEach((server) => server.close()));

  async function open() {
    const came: Callback[] = [];
    const page = (callback: Callback) => ({
      outcome: 'good' as const,
      heading: 'The <heading>',
      paragraphs: ['code' in callback ? 'A "code" & more' : `Error ${callback.error}`],
    });
    const server = new CallbackServer(PATH, STATE, page, log);
    opened.push(server);
    const address = await server.listen();
    void server.callback.then((callback) => came.push(callback));
    return { server, address, port: Number(new URL(address).port), came };
  }

  function ask(
    port: number,
    path: string,
    { headers = {}, ...options }: http.RequestOptions = {},
    body = '',
  ) {
    return new Promise<Reply>((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port, path, headers, agent: false, ...options });
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      request.end(body);
    });
  }

  async function assertStillWaits(port: number, came: readonly Callback[], refused: Reply): Promise<void> {
    assert.deepEqual(came, []);
    assert.equal(refused.headers['cache-control'], 'no-store');
    assert.ok(!refused.body.includes('TheCode'));
    assert.equal((await ask(port, ANSWER)).status, 200);
    assert.deepEqual(came, [{ code: 'TheCode' }]);
    assert.equal(log.lines.length, 1);
    assert.ok(!/TheCode|3f0c6b1e|evil/.test(log.lines.join()), log.lines.join());
  }

  it('listens on 127.0.0.1 only, at the path that it was given', async () => {
    const { address, port } = await open();
    assert.equal(address, `http://127.0.0.1:${port}${PATH}`);
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    for (const { address: host, internal } of others) {
      if (!internal) {
        await assert.rejects(ask(port, ANSWER, { host }), { code: 'ECONNREFUSED' });
      }
    }
    await assert.rejects(ask(port, ANSWER, { host: '::1' }), (error: NodeJS.ErrnoException) =>
      ['ECONNREFUSED', 'EADDRNOTAVAIL', 'ENETUNREACH', 'EAFNOSUPPORT'].includes(error.code ?? ''),
    );
  });

  it('takes the code, and shows the page that it was given', async () => {
    const { port, came } = await open();
    const { status, headers, body } = await ask(port, ANSWER);
    assert.equal(status, 200);
    assert.deepEqual(came, [{ code: 'TheCode' }]);
    assert.match(body, /<h1>The &lt;heading&gt;<\/h1>/);
    assert.match(body, /<p>A &quot;code&quot; &amp; more<\/p>/);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.deepEqual(log.lines, []);
  });

  it('shows a page that loads nothing, runs nothing and leads nowhere', async () => {
    const { port } = await open();
    const { headers, body } = await ask(port, ANSWER);
    const style = /<style>([^]*)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    assert.equal(
      headers['content-security-policy'],
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    assert.doesNotMatch(body, /<script|<link|<a\b|<form|<img|\bsrc=|\bhref=|\bstyle=|\bon\w+=|url\(|@import/);
    assert.match(body, /prefers-color-scheme: dark/);
    assert.ok(!body.includes('TheCode') && !body.includes(STATE));
  });

  it('takes an error with its description', async () => {
    const { port, came } = await open();
    const query = `error=access_denied&error_description=No%20and+no&state=${STATE}`;
    const { status, body } = await ask(port, `${PATH}?${query}`);
    assert.equal(status, 200);
    assert.deepEqual(came, [{ error: 'access_denied', description: 'No and no' }]);
    assert.match(body, /Error access_denied/);
  });

  for (const [what, query] of [
    ['no state', 'code=TheCode'],
    ['an empty state', 'code=TheCode&state='],
    ['another state', `code=TheCode&state=${STATE.replace('3', '4')}`],
    ['the beginning of the state', `code=TheCode&state=${STATE.slice(0, -1)}`],
    ['more than the state', `code=TheCode&state=${STATE}0`],
    ['the state twice', `code=TheCode&state=${STATE}&state=${STATE}`],
    ['a foreign error without a state', 'error=access_denied'],
    ['neither code nor error', `state=${STATE}`],
    ['an empty code', `code=&state=${STATE}`],
    ['two codes', `code=TheCode&code=evil&state=${STATE}`],
    ['a code and an error', `code=TheCode&error=access_denied&state=${STATE}`],
    ['nothing', ''],
  ] as const) {
    it(`refuses ${what}, says so on a page, and goes on`, async () => {
      const { port, came } = await open();
      const refused = await ask(port, query === '' ? PATH : `${PATH}?${query}`);
      assert.equal(refused.status, 400);
      assert.match(refused.body, /This sign-in is no longer active/);
      await assertStillWaits(port, came, refused);
    });
  }

  for (const path of [
    '/favicon.ico',
    '/',
    `/?code=TheCode&state=${STATE}`,
    `${PATH}/?code=TheCode&state=${STATE}`,
    `/x/..${ANSWER}`,
    `/OAuth/callback?code=TheCode&state=${STATE}`,
    `//evil.example${ANSWER}`,
    `http://evil.example${ANSWER}`,
  ]) {
    it(`knows no other path: ${path.slice(0, 30)}`, async () => {
      const { port, came } = await open();
      const refused = await ask(port, path);
      assert.deepEqual([refused.status, refused.body], [404, '']);
      await assertStillWaits(port, came, refused);
    });
  }

  for (const method of ['POST', 'PUT', 'OPTIONS', 'DELETE', 'HEAD']) {
    it(`answers no ${method}`, async () => {
      const { port, came } = await open();
      const refused = await ask(
        port,
        ANSWER,
        { method },
        method === 'POST' ? `code=evil&state=${STATE}` : '',
      );
      assert.deepEqual([refused.status, refused.body, refused.headers.allow], [405, '', 'GET']);
      await assertStillWaits(port, came, refused);
    });
  }

  for (const host of [
    (port: number) => `evil.example:${port}`,
    (port: number) => `localhost:${port}`,
    (port: number) => `127.0.0.1.evil.example:${port}`,
    (port: number) => `[::1]:${port}`,
    () => '127.0.0.1',
    () => '127.0.0.1:1',
  ]) {
    it(`is no other host: ${host(0)}`, async () => {
      const { port, came } = await open();
      const refused = await ask(port, ANSWER, { headers: { Host: host(port) } });
      assert.deepEqual([refused.status, refused.body], [403, '']);
      await assertStillWaits(port, came, refused);
    });
  }

  it('refuses one without a host', async () => {
    const { port, came } = await open();
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.write(`GET ${ANSWER} HTTP/1.0\r\n\r\n`);
    await new Promise((resolve) => socket.on('close', resolve));
    assert.match(heard, /^HTTP\/1\.1 403 /);
    assert.deepEqual(came, []);
  });

  it('takes one callback, however many come', async () => {
    const { port, came } = await open();
    const other = `${PATH}?code=Another&state=${STATE}`;
    const replies = await Promise.all([ask(port, ANSWER), ask(port, ANSWER), ask(port, other)]);
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 410, 410]);
    assert.deepEqual((await ask(port, ANSWER)).status, 410);
    assert.match((await ask(port, ANSWER)).body, /This sign-in is no longer active/);
    assert.equal(came.length, 1);
  });

  it('takes the code of a browser that is gone before it has its page', async () => {
    const { server, port } = await open();
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${ANSWER} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`, () => socket.destroy());
    assert.deepEqual(await server.callback, { code: 'TheCode' });
  });

  it('takes cookies of other programs on this machine along', async () => {
    const { port } = await open();
    assert.equal((await ask(port, ANSWER, { headers: { Cookie: `c=${'x'.repeat(40_000)}` } })).status, 200);
  });

  it('hears the browser though another program holds as many connections as it can', async () => {
    const { port, came } = await open();
    const held = await hold(port, 150);
    assert.equal((await ask(port, ANSWER)).status, 200);
    assert.deepEqual(came, [{ code: 'TheCode' }]);
    held.forEach((socket) => socket.destroy());
  });

  it('is gone as soon as it is closed, with every connection', async () => {
    const { server, port } = await open();
    const idle = connect(port, '127.0.0.1');
    await new Promise((resolve) => idle.on('connect', resolve));
    const ended = new Promise((resolve) => idle.on('close', resolve));
    idle.on('error', () => undefined);
    server.close();
    await ended;
    await assert.rejects(ask(port, ANSWER), { code: 'ECONNREFUSED' });
  });

  it('says when no port can be had', async () => {
    const server = new CallbackServer(PATH, STATE, () => assert.fail(), log);
    await withoutFreePorts(() => assert.rejects(server.listen(), { code: 'EADDRNOTAVAIL' }));
  });
});
