import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import { LoopbackServer } from '../../../../src/http/loopback/LoopbackServer.ts';
import { hold } from '../../support/hold.ts';

describe('LoopbackServer', () => {
  const opened: LoopbackServer[] = [];
  afterEach(() => opened.splice(0).forEach((server) => server.close()));

  async function open(respond: (response: ServerResponse) => void, maxConnections = 3) {
    const options = {
      requestMs: 60_000,
      lookMs: 60_000,
      idleMs: 60_000,
      maxHeaderBytes: 1_000,
      maxConnections,
    };
    const server = new LoopbackServer(options, (_, response) => respond(response));
    opened.push(server);
    return server.listen();
  }

  async function ask(port: number, agent: http.Agent | false = false): Promise<number | undefined> {
    const request = http.get({ host: '127.0.0.1', port, agent });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await once(response.resume(), 'end');
    return response.statusCode;
  }

  it('makes room by the connection that has been idle for longest', async () => {
    const port = await open((response) => response.end());
    const [first, second, third] = await hold(port, 3);
    const [fourth] = await hold(port, 1);
    await once(first!.resume(), 'close');
    assert.deepEqual(
      [second, third, fourth].map((socket) => socket!.closed),
      [false, false, false],
    );
    [second, third, fourth].forEach((socket) => socket!.destroy());
  });

  it('counts a connection as idle from its last answer on', async () => {
    const port = await open((response) => response.end());
    const agent = new http.Agent({ keepAlive: true });
    const [held] = await hold(port, 1);
    assert.equal(await ask(port, agent), 200);
    const later = await hold(port, 2);
    await once(held!.resume(), 'close');
    assert.equal(await ask(port, agent), 200);
    agent.destroy();
    later.forEach((socket) => socket.destroy());
  });

  it('ends no connection that waits for its answer', async () => {
    const waiting: ServerResponse[] = [];
    const port = await open((response) => waiting.push(response));
    const asked = [ask(port), ask(port)];
    while (waiting.length < 2) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const held = await hold(port, 10);
    waiting.forEach((response) => response.end());
    assert.deepEqual(await Promise.all(asked), [200, 200]);
    held.forEach((socket) => socket.destroy());
  });

  it('has no more connections than it may, all of them waiting', async () => {
    const waiting: ServerResponse[] = [];
    const port = await open((response) => waiting.push(response));
    const asked = [ask(port), ask(port), ask(port)];
    while (waiting.length < 3) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [fourth] = await hold(port, 1);
    await once(fourth!.resume(), 'close');
    waiting.forEach((response) => response.end());
    assert.deepEqual(await Promise.all(asked), [200, 200, 200]);
  });
});
