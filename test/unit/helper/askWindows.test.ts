import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askWindows } from '../../../src/helper/askWindows.ts';
import { useFakeClock } from '../support/fakeClock.ts';

const QUESTION = {
  session: 'corp',
  accountId: '111122223333',
  roleName: 'Admin',
  isWaiting: false,
  parent: 0,
};
const ANSWER = { output: '{}' };

/** On a machine that has too much to do, as where hundreds of programs ask at once. */
describe('Asking a window that is slow', () => {
  const clock = useFakeClock();
  let folder: string;
  let server: Server;
  let connected: Promise<unknown[]>;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'windows-'));
    const name = path.join(folder, 'a'.repeat(32));
    const address = process.platform === 'win32' ? `\\\\.\\pipe\\aws-sso-${process.pid}` : `${name}.sock`;
    writeFileSync(name, `${address}\nits word\nword`);
    server = createServer((socket) => socket.on('error', () => undefined)).listen(address);
    connected = once(server, 'connection');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const connection = async (): Promise<Socket> => (await connected)[0] as Socket;
  const say = (socket: Socket, line: string): unknown => socket.write(`${line}\n`);

  it('waits anew once the window has said that it is there', async () => {
    const asked = askWindows(folder, QUESTION);
    const socket = await connection();
    clock().tick(9_000);
    say(socket, 'its word');
    await once(socket, 'data');
    clock().tick(9_000);
    say(socket, JSON.stringify(ANSWER));
    assert.deepEqual(await asked, ANSWER);
  });

  it('takes an answer that is there already when the time is over', async () => {
    const asked = askWindows(folder, QUESTION);
    const socket = await connection();
    say(socket, 'its word');
    await once(socket, 'data');
    // Where timers come next, and what has arrived after them.
    await new Promise((resolve) => setImmediate(resolve));
    say(socket, JSON.stringify(ANSWER));
    clock().tick(10_000);
    assert.deepEqual(await asked, ANSWER);
  });

  it('ends where the window says nothing more', async () => {
    const asked = askWindows(folder, QUESTION);
    const socket = await connection();
    say(socket, 'its word');
    await once(socket, 'data');
    clock().tick(10_000);
    assert.equal(await asked, 'silent');
  });
});
