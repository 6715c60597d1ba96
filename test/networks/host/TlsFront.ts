import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { type ServerCertificate, serverCertificate } from './serverCertificate.ts';
import { Listening } from './Listening.ts';
import { pairUp } from './pairUp.ts';
import type { Sightings } from './Sightings.ts';

/** What becomes of answers: all that follows the head is held back, or the connection is reset in its middle. */
export type Spoiling = 'stall' | 'reset';

/** TLS in front of the local Identity Center, as AWS has it. */
export class TlsFront extends Listening {
  spoiling: Spoiling | undefined;

  /** @param behind where the Identity Center listens. */
  constructor(behind: string, sightings: Sightings, certificate: ServerCertificate, host?: string) {
    const server = createServer(serverCertificate(certificate));
    super(server, host);
    server.on('tlsClientError', () => undefined);
    const { hostname, port } = new URL(behind);
    server.on('secureConnection', (client) => {
      const service = connect(Number(port), hostname);
      pairUp(client, service);
      client.on('data', (chunk: Buffer) => {
        sightings.look(chunk);
        service.write(chunk);
      });
      service.on('data', (answer: Buffer) => {
        if (!this.spoiling) return void client.write(answer);
        const head = answer.indexOf('\r\n\r\n') + 4;
        const isReset = this.spoiling === 'reset';
        client.write(answer.subarray(0, isReset ? head + 10 : head), () => {
          if (isReset) this.reset(client.remotePort);
        });
      });
    });
  }
}
