import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { withFallback } from '../../src/http/client/withFallback.ts';
import type { Fault as CenterFault } from '../identity-center/server.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import type { Way, World } from './World.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const JSON_HEADERS = { 'Content-Type': 'application/json' };
const ENOTFOUND = Object.assign(new Error('getaddrinfo ENOTFOUND oidc.example'), {
  code: 'ENOTFOUND',
  syscall: 'getaddrinfo',
  hostname: 'oidc.example',
});

/** One column: what happens to an operation. */
interface Fault {
  /** Begins it. @returns what ends it. */
  readonly begin: (world: World, operation: string) => Promise<() => void | Promise<void>> | (() => void);
  /** The answer is held for ten seconds, and then comes. */
  readonly isHeld?: true;
  readonly isOfRegions?: true;
}

const always = (fault: CenterFault): Fault => ({
  begin(world, operation) {
    world.center.fail(operation, fault, Infinity);
    return () => world.center.healthy();
  },
});
const atFirst = (fault: CenterFault): Fault => ({
  begin(world, operation) {
    world.center.fail(operation, fault);
    return () => world.center.healthy();
  },
});
const clockAhead = (ms: number): Fault => ({
  begin(world) {
    world.skew = -ms;
    world.clock.setSystemTime(Date.now() + ms);
    return () => undefined;
  },
});
const forMinute = (fault: CenterFault): Fault => ({
  begin(world, operation) {
    world.center.fail(operation, fault, Infinity);
    setTimeout(() => world.center.healthy(), MINUTE_MS);
    return () => undefined;
  },
});
const throughWay = (way: Way, isForAll = false): Fault => ({
  begin(world, operation) {
    world.way = (asked) => (isForAll || asked === operation ? way : undefined);
    return () => (world.way = undefined);
  },
});

/** To another address, under the same path. */
const to =
  (origin: string): Way =>
  (request, pass) =>
    pass({ ...request, url: request.url.replace(/^\w+:\/\/[^/]+/, origin) });

async function resettingServer() {
  // Reads the ClientHello, and resets.
  const server = createServer((socket: Socket) => socket.once('data', () => socket.resetAndDestroy()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Where nothing listens. */
const closed: Way = async (request, pass) => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return to(`http://127.0.0.1:${port}`)(request, pass);
};

export const FAULTS = {
  'connection drops before AWS acts': always({ kind: 'drop' }),
  'connection drops before AWS acts, once': atFirst({ kind: 'drop' }),
  'connection drops after AWS has acted': atFirst({ kind: 'dropAfter' }),
  'connection drops within the answer': atFirst({ kind: 'dropWithin' }),
  'answer is cut off': atFirst({ kind: 'cut' }),
  'answer takes ten seconds': { ...always({ kind: 'delayBefore', ms: DAY_MS }), isHeld: true },
  'no answer, AWS has not acted': always({ kind: 'delayBefore', ms: DAY_MS }),
  'no answer, AWS has acted': atFirst({ kind: 'delayAfter', ms: DAY_MS }),
  'page of a captive portal': always({ kind: 'html', status: 200 }),
  'page of a load balancer (503)': always({ kind: 'html', status: 503 }),
  'JSON of a middlebox (403)': always({
    ...{ kind: 'status', status: 403, headers: JSON_HEADERS },
    body: '{"error":"access_denied","message":"Blocked by policy"}',
  }),
  'JSON of a middlebox (200)': always({
    ...{ kind: 'status', status: 200, headers: JSON_HEADERS },
    body: '{"status":"ok"}',
  }),
  '429, once': atFirst({ kind: 'status', status: 429, headers: JSON_HEADERS, body: '{}' }),
  '429, Retry-After: 2, once': atFirst({
    ...{ kind: 'status', status: 429, body: '{}' },
    headers: { ...JSON_HEADERS, 'Retry-After': '2' },
  }),
  '429, Retry-After: 3600, always': always({
    ...{ kind: 'status', status: 429, body: '{}' },
    headers: { ...JSON_HEADERS, 'Retry-After': '3600' },
  }),
  '500, once': atFirst({ kind: 'status', status: 500 }),
  '500, once, AWS has acted': atFirst({ kind: 'status', status: 500, after: true }),
  '500 for a minute': forMinute({ kind: 'status', status: 500 }),
  'wrong content type': always({ kind: 'contentType', type: 'text/html' }),
  'answer of 2 MiB': atFirst({ kind: 'oversized', bytes: 2 * 1024 * 1024 }),
  'every header twice': always({ kind: 'doubledHeaders' }),
  'clock a day ahead': clockAhead(DAY_MS),
  'clock a day behind': clockAhead(-DAY_MS),
  'TLS is reset': {
    async begin(world, operation) {
      const { server, origin } = await resettingServer();
      world.way = (asked) => (asked === operation ? to(origin) : undefined);
      return () => {
        world.way = undefined;
        server.close();
      };
    },
  },
  'connection is refused': throughWay(closed),
  'name is not found': throughWay((request) => {
    const failing = fetchClient(
      () => () => Promise.reject(new TypeError('fetch failed', { cause: ENOTFOUND })),
    );
    const { http } = withFallback(failing, () => Promise.resolve({ http: failing } as never), memoryLog());
    return http({ ...request, url: request.url.replace(/^\w+:\/\/[^/]+/, 'https://oidc.example') });
  }),
  'first region down, second up': { ...throughWay(closed, true), isOfRegions: true },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;
export const faultNames = Object.keys(FAULTS) as FaultName[];
export const fault = (name: FaultName): Fault => FAULTS[name];
