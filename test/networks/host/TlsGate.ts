import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { Listening } from './Listening.ts';
import { join } from './pairUp.ts';
import { type ServerCertificate, serverCertificate } from './serverCertificate.ts';

/** An address of a proxy that is itself spoken to by TLS. */
export class TlsGate extends Listening {
  constructor(proxyPort: number, certificate: ServerCertificate) {
    const server = createServer(serverCertificate(certificate), (client) => {
      join(client, connect(proxyPort, '127.0.0.1'));
    });
    super(server);
    server.on('tlsClientError', () => undefined);
  }
}
