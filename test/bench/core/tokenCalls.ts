import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { interleaved, type RoundOptions } from '../rounds.ts';
import { TokenServer } from '../TokenServer.ts';
import type { TokenClient } from './tokenClients.ts';
import type { Batch, Measured } from './tokenClientsProcess.ts';

/** What each client measured, in the order of the rounds. */
export type TokenCalls<Client extends TokenClient> = Record<Client, Measured[]>;

/** Has the clients call CreateToken over TLS on loopback, all of them in one process and the server in another. */
export async function tokenCalls<Client extends TokenClient>(
  clients: readonly Client[],
  batch: Omit<Batch, 'client'>,
  options: RoundOptions,
): Promise<TokenCalls<Client>> {
  const server = await TokenServer.start();
  const child = fork(path.join(import.meta.dirname, 'tokenClientsProcess.ts'), [server.url], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: server.certificateFile },
  });
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`The process that makes the calls has ended with ${code}.`);
  });
  gone.catch(() => undefined);
  try {
    const measure = async (client: Client): Promise<Measured> => {
      child.send({ client, ...batch });
      const [measured] = (await Promise.race([once(child, 'message'), gone])) as [Measured];
      return measured;
    };
    const contestants = Object.fromEntries(clients.map((client) => [client, () => measure(client)]));
    return await interleaved(options, contestants as Record<Client, () => Promise<Measured>>);
  } finally {
    child.kill();
    await server.stop();
  }
}
