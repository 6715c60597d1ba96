import { type CreateToken, type TokenClient, tokenClient } from './tokenClients.ts';

/** What is to be measured. */
export interface Batch {
  readonly client: TokenClient;
  readonly calls: number;
  /** How many calls are under way at once. */
  readonly concurrency: number;
}

export interface Measured {
  readonly callsPerSecond: number;
  /** Of this process, in microseconds. */
  readonly cpuPerCall: number;
}

/** Run by `tokenCalls`, with the server's certificate among those that Node.js trusts. */
const [url = ''] = process.argv.slice(2);
const clients = new Map<string, Promise<CreateToken>>();

process.on('message', (batch: Batch) => void measure(batch).then((measured) => process.send?.(measured)));

async function measure({ client, calls, concurrency }: Batch): Promise<Measured> {
  const key = `${client} ${concurrency}`;
  const made = clients.get(key) ?? tokenClient(client, url, concurrency);
  clients.set(key, made);
  const createToken = await made;
  let left = calls;
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) {
        await createToken();
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { callsPerSecond: calls / seconds, cpuPerCall: (user + system) / calls };
}
