import { connect, createServer } from 'node:net';
import { Listening } from './Listening.ts';
import { join } from './pairUp.ts';

/** An address of a proxy that can go down and come up again, and knows how often somebody came. */
export class Gate extends Listening {
  constructor(proxyPort: number) {
    super(createServer((client) => join(client, connect(proxyPort, '127.0.0.1'))));
  }
}
