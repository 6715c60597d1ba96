import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { SealedLines, WrongKeyError } from '../../../../src/sessions/windows/SealedLines.ts';

describe('SealedLines', () => {
  const key = randomBytes(32);
  let server: Server;
  let sockets: Socket[] = [];

  beforeEach(async () => {
    sockets = [];
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });

  async function pair(): Promise<readonly [Socket, Socket]> {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [other] = (await once(server, 'connection')) as [Socket];
    sockets.push(client, other);
    return [client, other];
  }

  async function open() {
    const [client, other] = await pair();
    const [asking, answering] = await Promise.all([
      SealedLines.ask(client, key),
      SealedLines.answer(other, key),
    ]);
    return { client, other, asking, answering };
  }

  /** What is written next on the socket, which does not reach it. */
  function catchLine(socket: Socket): () => string {
    let line = '';
    socket.write = (text: string) => Boolean((line = text));
    return () => {
      delete (socket as Partial<Socket>).write;
      return line;
    };
  }

  it('carries lines both ways, each in its order', async () => {
    const { asking, answering } = await open();
    asking.send('one');
    asking.send('ü two\nlines');
    assert.equal(await answering.receive(), 'one');
    assert.equal(await answering.receive(), 'ü two\nlines');
    answering.send('three');
    assert.equal(await asking.receive(), 'three');
  });

  it('refuses a line that comes twice', async () => {
    const { client, asking, answering } = await open();
    const caught = catchLine(client);
    asking.send('once');
    const line = caught();
    client.write(line + line);
    assert.equal(await answering.receive(), 'once');
    await assert.rejects(answering.receive(), WrongKeyError);
  });

  it('refuses a line of another connection with the same key', async () => {
    const first = await open();
    const caught = catchLine(first.client);
    first.asking.send('elsewhere');
    const second = await open();
    second.client.write(caught());
    await assert.rejects(second.answering.receive(), WrongKeyError);
  });

  it('refuses its own line that comes back', async () => {
    const { client, other, asking } = await open();
    const caught = catchLine(client);
    asking.send('mine');
    other.write(caught());
    await assert.rejects(asking.receive(), WrongKeyError);
  });

  for (const [what, line] of [
    ['no nonce', 'short\n'],
    ['nothing that is sealed', `${Buffer.alloc(32).toString('base64')}\n\n`],
    ['less than a seal', `${Buffer.alloc(32).toString('base64')}\nAAAA\n`],
    ['another proof', `${Buffer.alloc(32).toString('base64')}\n${Buffer.alloc(21).toString('base64')}\n`],
  ] as const) {
    it(`refuses a side that sends ${what}`, async () => {
      const [client, other] = await pair();
      other.write(line);
      await assert.rejects(SealedLines.ask(client, key), WrongKeyError);
    });
  }

  it('takes no long line before the other side has proved what it is', async () => {
    const [client, other] = await pair();
    const answering = SealedLines.answer(other, key);
    client.write('x'.repeat(200));
    await assert.rejects(answering, /closed early/);
    assert.ok(other.destroyed);
  });

  it('answers nobody who has no key, even where the first message is all that is sealed', async () => {
    const [client, other] = await pair();
    const answering = SealedLines.answer(other, key);
    client.write(`${Buffer.alloc(32).toString('base64')}\n${Buffer.alloc(21).toString('base64')}\n`);
    await assert.rejects(answering, WrongKeyError);
  });
});
