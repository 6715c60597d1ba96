import { once } from 'node:events';
import { createServer } from 'node:tls';
import type { AddressInfo, Socket } from 'node:net';
import type { LocalCertificate } from './localCertificate.ts';

/** Run by TokenServer, which sends a certificate first, and then asks how many connections there were. */
const [certificate] = (await once(process, 'message')) as [LocalCertificate];

const body = JSON.stringify({
  accessToken: 'aoaAAAAA'.padEnd(700, 'x'),
  expiresIn: 28_800,
  idToken: null,
  refreshToken: 'aorAAAAA'.padEnd(700, 'x'),
  tokenType: 'Bearer',
});
const answer = [
  'HTTP/1.1 200 OK',
  `Date: ${new Date().toUTCString()}`,
  'Content-Type: application/json',
  `Content-Length: ${body.length}`,
  'Connection: keep-alive',
  'x-amzn-RequestId: 5f2a1c3e-0000-4000-8000-000000000001',
  '',
  body,
].join('\r\n');

let connections = 0;
const server = createServer(certificate, (socket) => {
  connections++;
  serve(socket);
});
// So many sockets may be opened at once.
server.listen({ port: 0, host: '127.0.0.1', backlog: 512 });
await once(server, 'listening');
process.on('message', () => process.send?.(connections));
process.on('disconnect', () => process.exit());
process.send?.((server.address() as AddressInfo).port);

/** Reads requests that have a length, one after the other. */
function serve(socket: Socket): void {
  let received = '';
  socket.setNoDelay();
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('data', (text: string) => {
    received += text;
    for (;;) {
      const head = received.indexOf('\r\n\r\n');
      const length = Number(/content-length: *(\d+)/i.exec(received)?.[1] ?? 0);
      if (head < 0 || received.length < head + 4 + length) {
        return;
      }
      received = received.slice(head + 4 + length);
      socket.write(answer);
    }
  });
}
