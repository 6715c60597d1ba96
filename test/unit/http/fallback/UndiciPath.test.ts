import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, createServer as createSilentServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProxySettings } from '../../../../src/http/fallback/proxyFor.ts';
import { UndiciPath } from '../../../../src/http/fallback/UndiciPath.ts';
import { makeCertificates } from '../../../networks/certificates.ts';
import { memoryLog } from '../../support/memoryLog.ts';

const NONE: ProxySettings = {
  proxySupport: 'override',
  proxy: '',
  noProxy: [],
  proxyAuthorization: undefined,
  proxyStrictSSL: true,
  systemCertificates: true,
};

/** A name that only a proxy of these tests knows. */
const NAME = 'oidc.aws.test';

describe('UndiciPath', () => {
  const opened: Server[] = [];
  const paths: UndiciPath[] = [];
  const hanging: Socket[][] = [];
  let folder: string;
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'undici-path-'));
    await makeCertificates(folder);
  });
  afterEach(() => {
    hanging.splice(0).forEach((sockets) => sockets.forEach((socket) => socket.destroy()));
    paths.splice(0).forEach((each) => each.dispose());
    opened.splice(0).forEach((server) => server.close().closeAllConnections());
  });
  after(() => rmSync(folder, { recursive: true }));

  const pem = (name: string) => path.join(folder, `${name}.pem`);

  function keysOf(certificate: string) {
    const [authority] = certificate.split('.');
    return { cert: readFileSync(pem(certificate)), key: readFileSync(pem(`${authority}.key`)) };
  }

  async function listen(server: Server): Promise<number> {
    opened.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** Counts its connections, and answers with what it is asked for. */
  async function serveTls(
    certificate = 'awsBundle.crt',
    listener: RequestListener = (request, response) => response.end(`${request.method} ${request.url}`),
  ) {
    const server = createServer(keysOf(certificate), listener);
    const count = { connections: 0 };
    server.on('secureConnection', () => count.connections++);
    const port = await listen(server);
    return { count, url: `https://127.0.0.1:${port}/token`, named: `https://${NAME}:${port}/token` };
  }

  /** Leads whatever it is asked for to this machine, to who has the right authorization, if any is needed. */
  async function serveProxy({
    authorization,
    certificate,
  }: { authorization?: string; certificate?: string } = {}) {
    const asked: string[] = [];
    const proxy = certificate === undefined ? createHttpServer() : createServer(keysOf(certificate));
    proxy.on('connect', ({ url = '', headers }, socket) => {
      asked.push(url);
      if (headers['proxy-authorization'] !== authorization) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
        return;
      }
      const onward = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    return { asked, port: await listen(proxy) };
  }

  function secondPath({
    settings = NONE,
    env = { AWS_CA_BUNDLE: pem('awsBundle.ca') },
  }: Partial<{ settings: ProxySettings; env: Record<string, string> }> = {}): UndiciPath {
    const made = new UndiciPath({ settings: () => settings, env, log: memoryLog() });
    paths.push(made);
    return made;
  }

  const get = (from: UndiciPath, url: string) => from.http({ method: 'GET', url });

  for (const variable of ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']) {
    it(`trusts who is in the file of ${variable}`, async () => {
      const { url } = await serveTls();
      const { status, body } = await get(secondPath({ env: { [variable]: pem('awsBundle.ca') } }), url);
      assert.deepEqual([status, body], [200, 'GET /token']);
    });
  }

  it('says who issued a certificate that nobody trusts, and that nothing was sent', async () => {
    const { url } = await serveTls('nobody.crt');
    await assert.rejects(get(secondPath(), url), ({ message, network }: Error & { network: object }) => {
      assert.match(message, /issued by “Test authority nobody”\./);
      assert.deepEqual(network, {
        kind: 'certificate',
        errno: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        maybeSent: false,
        issuer: 'Test authority nobody',
      });
      return true;
    });
  });

  it('looks at the files anew after a certificate was refused', async () => {
    const { url } = await serveTls('nobody.crt');
    const env = { AWS_CA_BUNDLE: pem('awsBundle.ca') };
    const path = secondPath({ env });
    await assert.rejects(get(path, url), { code: 'Network' });
    env.AWS_CA_BUNDLE = pem('nobody.ca');
    assert.equal((await get(path, url)).status, 200);
  });

  it('goes on without a file that is not there', async () => {
    const { url } = await serveTls();
    const env = { NODE_EXTRA_CA_CERTS: pem('missing'), AWS_CA_BUNDLE: pem('awsBundle.ca') };
    assert.equal((await get(secondPath({ env }), url)).status, 200);
  });

  it('keeps a connection for the requests that follow', async () => {
    const { url, count } = await serveTls();
    const path = secondPath();
    for (let i = 0; i < 5; i++) {
      await get(path, url);
      // It looks whether an idle connection still stands, once, before it is used again.
      await new Promise(setImmediate);
    }
    assert.equal(count.connections, 1);
  });

  it('sends what it is given, and reads headers whatever their case', async () => {
    const received: string[] = [];
    const { url } = await serveTls('awsBundle.crt', (request, response) => {
      request.on('data', (chunk: Buffer) => received.push(chunk.toString()));
      request.on('end', () => {
        received.push(request.headers['content-type'] ?? '');
        response.writeHead(400, { 'X-Amzn-ErrorType': 'InvalidGrantException' }).end('ä');
      });
    });
    const { status, header, body } = await secondPath().http({
      ...{ method: 'POST', url: `${url}?x=1`, body: '{"a":1}' },
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual(received, ['{"a":1}', 'application/json']);
    assert.deepEqual(
      [status, header('x-amzn-ERRORtype'), header('other'), body],
      [400, 'InvalidGrantException', undefined, 'ä'],
    );
  });

  it('asks for the head alone, as an own domain is asked for its portal', async () => {
    const methods: (string | undefined)[] = [];
    const { url } = await serveTls('awsBundle.crt', (request, response) => {
      methods.push(request.method);
      response.writeHead(302, { location: 'https://d-1234567890.awsapps.com/start' }).end();
    });
    const { status, header, body } = await secondPath().http({ method: 'HEAD', url });
    assert.deepEqual([status, header('Location'), body], [302, 'https://d-1234567890.awsapps.com/start', '']);
    assert.deepEqual(methods, ['HEAD']);
  });

  it('does not follow a redirect', async () => {
    const { url, count } = await serveTls('awsBundle.crt', (_, response) =>
      response.writeHead(302, { location: '/elsewhere' }).end(),
    );
    assert.equal((await get(secondPath(), url)).status, 302);
    assert.equal(count.connections, 1);
  });

  it('ends a hanging request at once, with the caller’s reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { url } = await serveTls('awsBundle.crt', () => controller.abort(reason));
    await assert.rejects(secondPath().http({ method: 'GET', url, signal: controller.signal }), reason);
  });

  it('reads an answer no further that is too large to come from AWS', async () => {
    let closed: Promise<unknown> | undefined;
    const { url } = await serveTls('awsBundle.crt', (_, response) => {
      closed = once(response, 'close');
      response.write('x'.repeat(1024 * 1024 + 1));
    });
    await assert.rejects(get(secondPath(), url), {
      message: /too large/,
      network: { kind: 'foreign', maybeSent: true, isUnread: true },
    });
    await closed;
  });

  it('ends in the middle of an answer, with the caller’s reason, and closes the connection', async () => {
    let closed: Promise<unknown> | undefined;
    const { url } = await serveTls('awsBundle.crt', (_, response) => {
      closed = once(response, 'close');
      response.write('{');
    });
    const controller = new AbortController();
    const reason = new Error('enough');
    const pending = secondPath().http({ method: 'GET', url, signal: controller.signal });
    while (!closed) {
      await new Promise(setImmediate);
    }
    controller.abort(reason);
    await assert.rejects(pending, reason);
    await closed;
  });

  /** A server that takes connections and says nothing, and tells of each. */
  async function serveSilence(onConnection: (socket: Socket) => void) {
    const taken: Socket[] = [];
    const silent = createSilentServer((socket) => {
      taken.push(socket.on('error', () => undefined));
      onConnection(socket);
    });
    hanging.push(taken);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    silent.unref();
    return { taken, port: (silent.address() as AddressInfo).port };
  }

  for (const who of ['server', 'proxy'] as const) {
    it(`ends at once while the ${who} does not answer, with the caller’s reason`, async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const { port } = await serveSilence(() => setImmediate(() => controller.abort(reason)));
      const settings = who === 'proxy' ? { ...NONE, proxy: `http://127.0.0.1:${port}` } : NONE;
      const url = who === 'proxy' ? `https://${NAME}/` : `https://127.0.0.1:${port}/`;
      const pending = secondPath({ settings }).http({ method: 'GET', url, signal: controller.signal });
      await assert.rejects(pending, reason);
    });
  }

  it('trusts nobody else where Node.js is told to trust anybody', async () => {
    const { url } = await serveTls('nobody.crt');
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await assert.rejects(get(secondPath(), url), { message: /doesn’t trust the certificate/ });
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });

  describe('by a proxy', () => {
    it('connects once to one that closes at once, and says so', async () => {
      const { taken, port } = await serveSilence((socket) => socket.end());
      const proxy = `http://127.0.0.1:${port}`;
      await assert.rejects(get(secondPath({ settings: { ...NONE, proxy } }), `https://${NAME}/`), {
        message: new RegExp(`^Couldn’t reach the proxy ${proxy}`),
      });
      assert.equal(taken.length, 1);
    });

    it('reaches a name that only the proxy knows', async () => {
      const { named } = await serveTls();
      const { asked, port } = await serveProxy();
      const path = secondPath({ settings: { ...NONE, proxy: `http://127.0.0.1:${port}` } });
      assert.equal((await get(path, named)).body, 'GET /token');
      assert.deepEqual(asked, [new URL(named).host]);
      assert.equal(path.proxyFor(named), `http://127.0.0.1:${port}`);
    });

    it('sends user name and password of the address', async () => {
      const { named } = await serveTls();
      const { port } = await serveProxy({
        authorization: `Basic ${Buffer.from('jane:pass word').toString('base64')}`,
      });
      const path = secondPath({ settings: { ...NONE, proxy: `http://jane:pass%20word@127.0.0.1:${port}` } });
      assert.equal((await get(path, named)).status, 200);
    });

    for (const proxyStrictSSL of [true, false]) {
      it(`whose own certificate nobody trusts: ${proxyStrictSSL ? 'refuses it' : 'takes it where told so'}`, async () => {
        const { named } = await serveTls();
        const { port } = await serveProxy({ certificate: 'nobody.crt' });
        const settings = { ...NONE, proxyStrictSSL, proxy: `https://127.0.0.1:${port}` };
        const answer = get(secondPath({ settings }), named);
        await (proxyStrictSSL
          ? assert.rejects(answer, {
              message: new RegExp(`the certificate of 127.0.0.1:${port}`),
            })
          : answer);
      });
    }

    it('says that the proxy wants a password', async () => {
      const { named } = await serveTls();
      const { port } = await serveProxy({ authorization: 'Basic abc' });
      const path = secondPath({ settings: { ...NONE, proxy: `http://127.0.0.1:${port}` } });
      await assert.rejects(get(path, named), {
        message: /requires authentication/,
        network: { kind: 'proxyAuthentication', errno: 'HTTP 407', maybeSent: false },
      });
    });

    it('says which proxy is not there', async () => {
      const { port } = await serveProxy();
      opened.splice(0).forEach((server) => server.close().closeAllConnections());
      const proxy = `http://jane:secret@127.0.0.1:${port}`;
      await assert.rejects(get(secondPath({ settings: { ...NONE, proxy } }), `https://${NAME}/`), {
        message: new RegExp(`^Couldn’t reach the proxy http://127\\.0\\.0\\.1:${port}\\.`),
      });
    });

    it('says who issued the certificate of a server behind it that nobody trusts', async () => {
      const { named } = await serveTls('nobody.crt');
      const { port } = await serveProxy();
      const path = secondPath({ settings: { ...NONE, proxy: `http://127.0.0.1:${port}` } });
      await assert.rejects(get(path, named), { message: /issued by “Test authority nobody”/ });
    });
  });

  describe('certificates', () => {
    const shown = (from: UndiciPath, url: string) => from.certificates(url, AbortSignal.timeout(5_000));

    it('are shown from the server’s own up to who is trusted', async () => {
      const { url } = await serveTls();
      const { chain, problem } = await shown(secondPath(), url);
      assert.equal(problem, undefined);
      assert.deepEqual(
        chain.map(({ subject, issuer }) => [subject, issuer]),
        [
          ['Local Identity Center', 'Test authority awsBundle'],
          ['Test authority awsBundle', 'Test authority awsBundle'],
        ],
      );
      assert.ok(chain.every(({ validFrom, validTo }) => validFrom < new Date() && validTo > new Date()));
    });

    it('are shown though nobody trusts them, with the reason', async () => {
      const { url } = await serveTls('awsBundle.expired');
      assert.equal((await shown(secondPath(), url)).problem, 'CERT_HAS_EXPIRED');
    });

    it('are shown through a proxy, by name', async () => {
      const { named } = await serveTls();
      const { port } = await serveProxy();
      const path = secondPath({ settings: { ...NONE, proxy: `http://127.0.0.1:${port}` } });
      assert.equal((await shown(path, named)).problem, undefined);
      const other = named.replace(NAME, 'oidc.elsewhere.test');
      assert.equal((await shown(path, other)).problem, 'ERR_TLS_CERT_ALTNAME_INVALID');
    });

    it('cannot be shown where nobody answers', async () => {
      const { url } = await serveTls();
      opened.splice(0).forEach((server) => server.close().closeAllConnections());
      await assert.rejects(shown(secondPath(), url), {
        code: 'Network',
        network: { kind: 'refused', errno: 'ECONNREFUSED', maybeSent: false },
      });
    });

    it('are given up when the caller goes', async () => {
      const silent = createHttpServer();
      silent.on('connection', () => controller.abort(reason));
      const controller = new AbortController();
      const reason = new Error('enough');
      const url = `https://127.0.0.1:${await listen(silent)}/`;
      await assert.rejects(secondPath().certificates(url, controller.signal), reason);
    });
  });
});
