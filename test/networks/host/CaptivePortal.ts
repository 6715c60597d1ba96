import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { Listening } from './Listening.ts';
import { type ServerCertificate, serverCertificate } from './serverCertificate.ts';
import type { Sightings } from './Sightings.ts';

const page = '<!doctype html><title>Welcome to the airport</title><p>Accept our terms to go on.</p>';

/** Answers for everybody, be it with its page or with the way there; to a CONNECT likewise. */
export class CaptivePortal extends Listening {
  constructor(answer: 'page' | 'redirect', sightings: Sightings, certificate?: ServerCertificate) {
    const listener: RequestListener = (request, response) => {
      sightings.add(request.headers);
      if (answer === 'page') response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      else response.writeHead(302, { location: 'http://login.airport.test/' }).end();
    };
    const server = certificate
      ? createTlsServer(serverCertificate(certificate), listener)
      : createPlainServer(listener);
    super(server);
    server.on('tlsClientError', () => undefined);
    server.on('connect', (_, socket: Socket) => {
      socket.end('HTTP/1.1 302 Found\r\nlocation: http://login.airport.test/\r\ncontent-length: 0\r\n\r\n');
    });
  }
}
