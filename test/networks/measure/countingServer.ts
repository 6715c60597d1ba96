import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import type { Authority } from '../certificates.ts';

/** The answer to a poll, by and large. */
const body = JSON.stringify({ error: 'authorization_pending' });

/**
 * Answers polls, and says in the header `x-connections` over how many connections those of the same path have come so far. As
 * AWS, it keeps connections for a minute, and does not say so.
 */
export async function countingServer(certificates: string, authority: Authority) {
  const read = (name: string) => readFileSync(path.join(certificates, `${authority}.${name}.pem`));
  const used = new Map<string, Set<Socket>>();
  const server = createServer({ key: read('key'), cert: read('crt') }, (request, response) => {
    const { url = '', socket } = request;
    used.set(url, (used.get(url) ?? new Set()).add(socket));
    request.resume().once('end', () => {
      const connections = String(used.get(url)?.size);
      response.writeHead(400, { connection: 'keep-alive', 'x-connections': connections }).end(body);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
