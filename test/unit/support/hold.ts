import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Connects so many times to a port of this machine, and asks for nothing. */
export async function hold(port: number, connections: number): Promise<Socket[]> {
  const held: Socket[] = [];
  while (held.length < connections) {
    const some = Array.from({ length: Math.min(50, connections - held.length) }, () =>
      connect(port, '127.0.0.1'),
    );
    some.forEach((socket) => socket.on('error', () => undefined));
    await Promise.all(some.map((socket) => once(socket, 'connect')));
    held.push(...some);
  }
  return held;
}
