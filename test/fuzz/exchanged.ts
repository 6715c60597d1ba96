import { createConnection, type NetConnectOpts } from 'node:net';

/** How long an answer is waited for: who was not understood may wait for more. */
const WAIT_MS = 15;

/** Sends the bytes, and gives what comes back until the other side closes, or says nothing more for a moment. */
export function exchanged(to: NetConnectOpts, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection(to, () => socket.write(bytes));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // It may be refused before all of it has been sent.
    socket.on('error', () => undefined);
    socket.setTimeout(WAIT_MS, () => socket.destroy());
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
  });
}
