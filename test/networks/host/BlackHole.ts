import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A thread that listens and then does nothing any more, so that nobody takes what the system has accepted for it. */
const listener = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(workerData, 0, 0));
  });
`;

/** An address that answers no SYN (RFC 9293 section 3.5), as a firewall has it that drops: its queue is full. */
export class BlackHole {
  readonly #worker: Worker;
  readonly #awake: Int32Array<SharedArrayBuffer>;
  readonly #queue: Socket[] = [];
  #port = 0;

  constructor() {
    this.#awake = new Int32Array(new SharedArrayBuffer(4));
    this.#worker = new Worker(listener, { eval: true, workerData: this.#awake });
  }

  get port(): number {
    return this.#port;
  }

  /** @throws if the system takes ever more connections all the same. */
  async open(): Promise<void> {
    [this.#port] = (await once(this.#worker, 'message')) as [number];
    for (let tries = 0; tries < 16; tries++) {
      if (!(await this.#isAnswered())) return;
    }
    throw new Error('The queue of a server that takes no connections does not fill up here.');
  }

  async close(): Promise<void> {
    for (const socket of this.#queue) socket.destroy();
    Atomics.store(this.#awake, 0, 1);
    Atomics.notify(this.#awake, 0);
    await this.#worker.terminate();
  }

  async #isAnswered(): Promise<boolean> {
    const socket = connect(this.#port, '127.0.0.1').on('error', () => undefined);
    this.#queue.push(socket);
    return once(socket, 'connect', { signal: AbortSignal.timeout(500) }).then(
      () => true,
      () => false,
    );
  }
}
