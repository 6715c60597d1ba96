import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import {
  type ContainerCredentials,
  CredentialsServer,
  tokenFor,
} from '../../../../src/http/loopback/CredentialsServer.ts';
import { hold } from '../../support/hold.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { TalkingProcess } from '../../support/TalkingProcess.ts';

const SECRET = 'Qm9yaW5nU2VjcmV0';
const PATH = '/role/my%20corp/111122223333/PowerUser%2FAccess';
const CREDENTIALS: ContainerCredentials = {
  AccessKeyId: 'ASIA1',
  SecretAccessKey: 'TheSecretKey',
  Token: 'TheToken',
  Expiration: '2026-11-20T08:07:23Z',
  AccountId: '111122223333',
};
const service = { service: 'sso', name: 'SomeException' } as const;

interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** What opens the path. */
const TOKEN = tokenFor(SECRET, PATH);

describe('CredentialsServer', function () {
  this.timeout(10_000);

  let opened: CredentialsServer[] = [];
  let asked: string[] = [];
  let log = memoryLog();

  beforeEach(() => {
    opened = [];
    asked = [];
    log = memoryLog();
  });
  afterEach(() => opened.forEach((server) => server.dispose()));

  type Credentials = (path: string) => Promise<ContainerCredentials | undefined>;
  const known: Credentials = (path) => {
    asked.push(path);
    return Promise.resolve(path === PATH ? CREDENTIALS : undefined);
  };

  function create(credentials = known) {
    const server = new CredentialsServer(credentials, log);
    opened.push(server);
    return server;
  }

  async function open(credentials = known) {
    const server = create(credentials);
    return { server, port: await server.listen(SECRET) };
  }

  function ask(port: number, options: http.RequestOptions = {}, body?: string): Promise<Reply> {
    const { headers, ...rest } = options;
    const sent = Object.entries({ Authorization: tokenFor(SECRET, rest.path ?? PATH), ...headers }).filter(
      ([, value]) => value !== undefined,
    );
    return new Promise((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1',
        port,
        path: PATH,
        agent: false,
        headers: Object.fromEntries(sent) as http.OutgoingHttpHeaders,
        ...rest,
      });
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      request.end(body);
    });
  }

  /** All that comes back for these bytes, until the server closes the connection. */
  async function talk(port: number, bytes: string): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    socket.on('error', () => undefined);
    socket.write(bytes);
    await new Promise((resolve) => socket.on('close', resolve));
    return heard;
  }

  const rawRequest = (
    port: number,
    line = `GET ${PATH} HTTP/1.1`,
    authorization = tokenFor(SECRET, line.split(' ')[1] ?? ''),
  ) => `${line}\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${authorization}\r\n`;

  function assertNothingSecretIn(text: string) {
    for (const secret of [SECRET, TOKEN, CREDENTIALS.SecretAccessKey, CREDENTIALS.Token]) {
      assert.ok(!text.includes(secret), text);
    }
  }

  it('gives the credentials of a path to who has the secret', async () => {
    const { server, port } = await open();
    assert.equal(server.uri(PATH), `http://127.0.0.1:${port}${PATH}`);
    const response = await fetch(server.uri(PATH), { headers: { Authorization: TOKEN } });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), CREDENTIALS);
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.ok([...response.headers.keys()].every((name) => !name.startsWith('access-control-')));
    assert.deepEqual(asked, [PATH]);
    assert.deepEqual(log.lines, [`GET ${PATH}: 200`]);
    assert.equal((await ask(port, { headers: { Host: `localhost:${port}` } })).status, 200);
  });

  it('tells nothing to who has not', async () => {
    const { port } = await open();
    const other = tokenFor(SECRET, `${PATH}2`);
    const wrong = [
      '',
      'x',
      SECRET,
      other,
      TOKEN.toLowerCase(),
      TOKEN.slice(0, -1),
      `${TOKEN}0`,
      `Bearer ${TOKEN}`,
    ];
    const requests = [{}, { path: '/nothing' }, { method: 'POST' }, { method: 'OPTIONS' }];
    const replies: Reply[] = [];
    for (const request of requests) {
      for (const Authorization of wrong) {
        replies.push(await ask(port, { ...request, headers: { Authorization } }));
      }
      replies.push(await ask(port, { ...request, headers: { Authorization: undefined } }));
    }
    const told = ({ status, headers, body }: Reply) => ({ status, body, headers: { ...headers, date: '' } });
    const [first, ...others] = replies.map(told);
    assert.equal(first?.status, 401);
    assert.match(first?.body ?? '', /Open a new terminal/);
    others.forEach((other) => assert.deepEqual(other, first));
    assert.deepEqual(asked, []);
    assert.equal(log.lines.length, replies.length);
    assertNothingSecretIn(log.lines.join());
  });

  it('takes no empty secret for one that is missing', async () => {
    const server = create();
    const port = await server.listen('');
    assert.equal((await ask(port, { headers: { Authorization: undefined } })).status, 401);
  });

  const OTHER_HOSTS = (port: number) => [
    `evil.example:${port}`,
    `127.0.0.1.evil.example:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `[::1]:${port}`,
    `0.0.0.0:${port}`,
  ];

  it('refuses a request that was meant for another host', async () => {
    const { port } = await open();
    for (const Host of OTHER_HOSTS(port)) {
      for (const Authorization of [TOKEN, 'wrong']) {
        const { status, body } = await ask(port, { headers: { Host, Authorization } });
        assert.deepEqual({ status, body }, { status: 403, body: '' }, Host);
      }
    }
    assert.match(
      await talk(port, `GET ${PATH} HTTP/1.0\r\nAuthorization: ${TOKEN}\r\n\r\n`),
      /^HTTP\/1.1 403 /,
    );
    assert.match(
      await talk(port, `GET ${PATH} HTTP/1.1\r\nAuthorization: ${TOKEN}\r\n\r\n`),
      /^HTTP\/1.1 400 /,
    );
    assert.deepEqual(asked, []);
    assert.equal(log.lines.length, 13);
  });

  it('refuses a web page, even one that has the secret', async () => {
    const { port } = await open();
    for (const Origin of ['null', '', 'https://evil.example', `http://127.0.0.1:${port}`]) {
      for (const method of ['GET', 'OPTIONS']) {
        const { status, body, headers } = await ask(port, { method, headers: { Origin } });
        assert.deepEqual({ status, body }, { status: 403, body: '' }, Origin);
        assert.ok(Object.keys(headers).every((name) => !name.startsWith('access-control-')));
      }
    }
    assert.deepEqual(asked, []);
    assert.equal(log.lines.length, 8);
  });

  it('answers GET alone', async () => {
    const { port } = await open();
    for (const method of ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      const { status, body, headers } = await ask(port, { method });
      assert.deepEqual(
        { status, body, allow: headers.allow },
        { status: 405, body: '', allow: 'GET' },
        method,
      );
    }
    assert.equal((await ask(port, { headers: { 'Content-Length': '1' } }, 'x')).status, 413);
    assert.equal((await ask(port, { headers: { 'Transfer-Encoding': 'chunked' } }, 'x')).status, 413);
    assert.deepEqual(asked, []);
    assert.equal((await ask(port, { headers: { 'Content-Length': '0' } })).status, 200);
    assert.equal(log.lines.length, 10);
  });

  it('says when there is no such path', async () => {
    const { port } = await open();
    const paths = ['/', `${PATH}/`, `/x/..${PATH}`, `${PATH}?x=1`, `http://127.0.0.1:${port}${PATH}`];
    for (const path of paths) {
      const { status, body } = await ask(port, { path });
      assert.equal(status, 404, path);
      assert.equal((JSON.parse(body) as { code: string }).code, 'NotFound');
    }
    assert.deepEqual(asked, paths);
    assert.equal(log.lines.length, paths.length);
  });

  it('answers within a second, and has what came late the next time', async () => {
    let credentials: ContainerCredentials | undefined;
    let late = (): void => undefined;
    const { port } = await open(() => {
      if (credentials) {
        return Promise.resolve(credentials);
      }
      return new Promise((resolve) => {
        late = () => {
          credentials = CREDENTIALS;
          resolve(credentials);
        };
      });
    });
    const started = performance.now();
    const { status, body } = await ask(port);
    const took = performance.now() - started;
    assert.equal(status, 503);
    assert.match(body, /Try again/);
    assert.ok(took > 600 && took < 1300, `took ${took} ms`);
    late();
    assert.deepEqual(JSON.parse((await ask(port)).body), CREDENTIALS);
    assert.equal(log.lines.length, 2);
  });

  it('does not mind what fails late', async () => {
    let fail = (): void => undefined;
    const { port } = await open(() => new Promise((_, reject) => (fail = () => reject(new Error('late')))));
    assert.equal((await ask(port)).status, 503);
    fail();
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(log.lines.length, 1);
  });

  for (const [status, error] of [
    [403, new AwsSsoError('NotSignedIn', 'Nobody is signed in to “corp”.')],
    [
      403,
      new AwsSsoError('RoleNotAssigned', 'No.', { service: { ...service, status: 403, retryable: false } }),
    ],
    [403, new AwsSsoError('Service', 'Odd.', { service: { ...service, status: 400, retryable: false } })],
    [403, new AwsSsoError('Network', 'A proxy.', { network: { kind: 'foreign', maybeSent: true } })],
    [503, new AwsSsoError('Network', 'No connection.', { network: { kind: 'refused', maybeSent: false } })],
    [503, new AwsSsoError('Network', 'Another window is at it.')],
    [503, new AwsSsoError('Service', 'Down.', { service: { ...service, status: 500, retryable: true } })],
    [503, new AwsSsoError('Throttled', 'Too fast.')],
  ] as const) {
    it(`hands on the sentence “${error.message}” with ${status}`, async () => {
      const { port } = await open(() => Promise.reject(error));
      const { status: given, body, headers } = await ask(port);
      const { code, message } = error;
      assert.equal(given, status);
      assert.equal(headers['content-type'], 'application/json');
      assert.equal(headers['cache-control'], 'no-store');
      assert.deepEqual(JSON.parse(body), { code, message, Code: code, Message: message });
      assert.deepEqual(log.lines, [`GET ${PATH}: ${status} ${code}: ${message}`]);
    });
  }

  it('keeps to itself what it did not expect, but for the log', async () => {
    for (const credentials of [
      () => Promise.reject(new TypeError('x is not a function')),
      () => {
        throw new TypeError('x is not a function');
      },
    ]) {
      log = memoryLog();
      const { port } = await open(credentials);
      const { status, body } = await ask(port);
      assert.equal(status, 500);
      assert.ok(!body.includes('function'), body);
      assert.deepEqual(log.lines, [`GET ${PATH}: 500 Internal: x is not a function`]);
    }
  });

  it('answers 1,000 requests at once', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => index);
    let waiting = 0;
    let release = (): void => undefined;
    const together = new Promise<void>((resolve) => (release = resolve));
    const { port } = await open(async (path) => {
      waiting++;
      if (waiting === all.length) {
        release();
      }
      await Promise.race([together, new Promise((resolve) => setTimeout(resolve, 500))]);
      return { ...CREDENTIALS, AccessKeyId: path };
    });
    const replies = await Promise.all(all.map((index) => ask(port, { path: `/${index}` })));
    replies.forEach(({ status, body }, index) => {
      assert.equal(status, 200);
      assert.equal((JSON.parse(body) as ContainerCredentials).AccessKeyId, `/${index}`);
    });
  });

  it('answers several requests on one connection, in their order', async () => {
    const { port } = await open(async (path) => {
      await new Promise((resolve) => setTimeout(resolve, path === '/slow' ? 200 : 0));
      return { ...CREDENTIALS, AccessKeyId: path };
    });
    const lines = ['GET /slow HTTP/1.1', 'GET /quick HTTP/1.1', 'HEAD /none HTTP/1.1'];
    const heard = await talk(port, lines.map((line) => `${rawRequest(port, line)}\r\n`).join(''));
    const found = heard.match(/(?<=HTTP\/1.1 )\d+|(?<="AccessKeyId":")[^"]+/g);
    assert.deepEqual(found, ['200', '/slow', '200', '/quick', '405']);

    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    agent.on('free', (socket) => sockets.add(socket));
    await Promise.all([1, 2, 3].map(() => ask(port, { agent, path: '/quick' })));
    agent.destroy();
    assert.equal(sockets.size, 1);
  });

  it('allows one try for each connection, and reads no body', async () => {
    const { port } = await open();
    const heard = await talk(port, `${rawRequest(port, undefined, 'wrong')}\r\n`.repeat(2));
    assert.equal(heard.match(/HTTP\/1.1/g)?.length, 1);
    assert.match(heard, /^HTTP\/1.1 401 /);
    const endless = `${rawRequest(port, `POST ${PATH} HTTP/1.1`, 'wrong')}Content-Length: 99999999\r\n\r\nx`;
    assert.match(await talk(port, endless), /^HTTP\/1.1 401 /);
    assert.deepEqual(asked, []);
  });

  it('reads no endless headers and no endless path', async () => {
    const { port } = await open();
    for (const tooMuch of [`X: ${'x'.repeat(10_000)}\r\n\r\n`, `${'Name: value\r\n'.repeat(2000)}\r\n`]) {
      assert.match(await talk(port, rawRequest(port) + tooMuch), /^HTTP\/1.1 431 /);
    }
    assert.match(
      await talk(port, rawRequest(port, `GET /${'x'.repeat(10_000)} HTTP/1.1`)),
      /^HTTP\/1.1 431 /,
    );
    assert.match(await talk(port, 'what?\r\n\r\n'), /^HTTP\/1.1 400 /);
    assert.deepEqual(asked, []);
    assertNothingSecretIn(log.lines.join());
    assert.equal((await ask(port)).status, 200);
  });

  it('drops who is slow to ask, and answers others meanwhile', async () => {
    const { port } = await open();
    const started = performance.now();
    const drip = connect(port, '127.0.0.1');
    drip.on('error', () => undefined).write('GET / HTTP/1.1\r\n');
    const timer = setInterval(() => drip.write('X: x\r\n'), 100);
    const slow = Promise.all([
      once(drip.resume(), 'close'),
      talk(port, ''),
      talk(port, 'GE'),
      talk(port, rawRequest(port)),
      ...Array.from({ length: 200 }, () => talk(port, rawRequest(port))),
    ]);
    assert.equal((await ask(port)).status, 200);
    await slow;
    clearInterval(timer);
    const took = performance.now() - started;
    assert.ok(took < 4000, `took ${took} ms`);
    assert.equal(asked.length, 1);
  });

  it('answers though another program holds as many connections as it can', async () => {
    const { port } = await open();
    const held = await hold(port, 2_100);
    assert.equal((await ask(port)).status, 200);
    held.forEach((socket) => socket.destroy());
  });

  it('listens on 127.0.0.1 alone', async () => {
    const { port } = await open();
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const addresses = others.filter(({ scopeid }) => !scopeid).map(({ address }) => address);
    addresses.push('::1', ...(process.platform === 'linux' ? ['127.0.0.2'] : []));
    for (const address of addresses.filter((one) => one !== '127.0.0.1')) {
      const socket = connect({ host: address, port, timeout: 1000 });
      socket.on('timeout', () => socket.destroy(new Error('nobody')));
      await assert.rejects(once(socket, 'connect'), address);
    }
  });

  it('listens once, with the first secret', async () => {
    const server = create();
    const ports = await Promise.all([server.listen(SECRET), server.listen('other')]);
    assert.equal(ports[0], ports[1]);
    assert.equal(await server.listen('third', 1), ports[0]);
    assert.equal((await ask(ports[0])).status, 200);
  });

  it('takes the port that it had, once it is free', async () => {
    const { server, port } = await open();
    await ask(port);
    server.dispose();
    const next = create();
    assert.equal(await next.listen(SECRET, port), port);
    assert.equal((await ask(port)).status, 200);
    assert.deepEqual(log.lines, Array(2).fill(`GET ${PATH}: 200`));
  });

  it('takes another port where that is taken, or is none', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    for (const wanted of [port, 70_000]) {
      const other = await create().listen(SECRET, wanted);
      assert.notEqual(other, wanted);
      assert.equal((await ask(other)).status, 200);
    }
    taken.close();
    assert.equal(log.lines.filter((line) => line.includes('cannot be had')).length, 2);
  });

  it('ends everything when it is disposed', async () => {
    let heard = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (heard = resolve));
    const { server, port } = await open(() => new Promise(() => heard()));
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    const refused = assert.rejects(ask(port), { code: 'ECONNRESET' });
    await waiting;
    server.dispose();
    server.dispose();
    await refused;
    await once(idle.resume(), 'close');
    await assert.rejects(ask(port), { code: 'ECONNREFUSED' });
  });

  it('does not listen any more once it is disposed, even while it begins', async () => {
    const { server: first, port } = await open();
    first.dispose();
    const early = create();
    const listening = early.listen(SECRET, port);
    early.dispose();
    await assert.rejects(listening);
    await assert.rejects(early.listen(SECRET, port));
    await assert.rejects(ask(port), { code: 'ECONNREFUSED' });
  });

  for (const end of ['dispose', 'disconnect']) {
    it(`keeps no process alive, told to ${end}`, async () => {
      const other = new TalkingProcess('credentialsProcess.ts');
      await once(other.child, 'message');
      const port = Number(other.words[0]);
      const agent = new http.Agent({ keepAlive: true });
      const headers = (path: string) => ({ Authorization: tokenFor('secret', path) });
      assert.equal((await ask(port, { agent, headers: headers('/now'), path: '/now' })).status, 200);
      const idle = connect(port, '127.0.0.1').on('error', () => undefined);
      await once(idle, 'connect');
      const pending = assert.rejects(ask(port, { headers: headers(PATH) }));
      const told = performance.now();
      other.tell({ [end]: true });
      await other.exited;
      const took = performance.now() - told;
      assert.ok(took < 1500, `took ${took} ms`);
      assert.equal(other.child.exitCode, 0);
      await pending;
      agent.destroy();
    });
  }
});
