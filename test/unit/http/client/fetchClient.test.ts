import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchClient } from '../../../../src/http/client/fetchClient.ts';

describe('fetchClient', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  it('looks fetch up for each call, and gives it a string and an object', async () => {
    const calls: unknown[][] = [];
    const http = fetchClient(() => (...args: unknown[]) => {
      calls.push(args);
      return Promise.resolve(new Response(`answer ${calls.length}`));
    });
    assert.equal((await http({ method: 'GET', url: 'https://a.example/' })).body, 'answer 1');
    assert.equal((await http({ method: 'GET', url: 'https://a.example/' })).body, 'answer 2');
    assert.equal(typeof calls[0]?.[0], 'string');
    assert.equal(Object.getPrototypeOf(calls[0]?.[1]), Object.prototype);
  });

  it('does not follow a redirect: whoever redirects must not be handed a secret', async () => {
    let followed = false;
    const url = await serve((request, response) => {
      followed ||= request.url === '/elsewhere';
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const { status } = await fetchClient()({ method: 'POST', url, body: '{}' });
    assert.equal(status, 307);
    assert.equal(followed, false);
  });

  it('ends a hanging request within 100 ms of an abort, with the reason', async () => {
    let arrived: () => void;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const url = await serve(() => arrived());
    const controller = new AbortController();
    const pending = fetchClient()({ method: 'GET', url, signal: controller.signal });
    await arrival;
    const reason = new Error('enough');
    const from = performance.now();
    controller.abort(reason);
    await assert.rejects(pending, reason);
    assert.ok(performance.now() - from < 100);
  });

  it('sends nothing when it was aborted before', async () => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests++;
      response.end();
    });
    const reason = new Error('enough');
    await assert.rejects(fetchClient()({ method: 'GET', url, signal: AbortSignal.abort(reason) }), reason);
    assert.equal(requests, 0);
  });

  it('calls a refused connection by its name', async () => {
    const url = await serve((_, response) => response.end());
    servers.splice(0).forEach((server) => server.close().closeAllConnections());
    await assert.rejects(fetchClient()({ method: 'GET', url }), {
      code: 'Network',
      message: /refused the connection/,
    });
  });

  it('calls a connection that breaks off a failed one', async () => {
    const url = await serve((request) => request.socket.destroy());
    await assert.rejects(fetchClient()({ method: 'GET', url }), { code: 'Network', message: /failed\./ });
  });
});
