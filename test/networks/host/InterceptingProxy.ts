import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { Listening } from './Listening.ts';
import { join } from './pairUp.ts';
import { type ServerCertificate, serverCertificate } from './serverCertificate.ts';

/**
 * A proxy that reads along: it ends the TLS of its clients with a certificate of its own, and speaks TLS itself to the
 * server, whose name only it knows. It sends its whole chain, as such proxies do.
 */
export class InterceptingProxy extends Listening {
  constructor({ authority }: Pick<ServerCertificate, 'authority'>) {
    const server = createServer();
    super(server);
    const secureContext = createSecureContext(serverCertificate({ authority, isWholeChainSent: true }));
    server.on('connect', ({ url = '' }, tunnel: Socket) => {
      tunnel.write('HTTP/1.1 200 Connection established\r\n\r\n');
      const client = new TLSSocket(tunnel, { isServer: true, secureContext });
      // Whether it trusts the server is its own affair.
      const service = connect({
        host: '127.0.0.1',
        port: Number(url.split(':').pop()),
        rejectUnauthorized: false,
      });
      join(client, service);
    });
  }
}
