import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { compared } from '../rounds.ts';
import { verdictOf } from '../verdict.ts';
import { tokenCalls } from './tokenCalls.ts';
import type { TokenClient } from './tokenClients.ts';
import type { Measured } from './tokenClientsProcess.ts';

const CLIENTS = [
  'first path',
  'second path',
  'fetch',
  'undici',
  'SDK',
  'raw socket',
] as const satisfies TokenClient[];

const NAMES: Readonly<Record<TokenClient, string>> = {
  'first path': 'the first path',
  'second path': 'the second path',
  fetch: 'bare global fetch',
  undici: `${packageWithVersion('undici')} by \`dispatch\``,
  SDK: packageWithVersion('@aws-sdk/client-sso-oidc'),
  'raw socket': 'raw TLS socket, kept alive',
};

/** What each path is built on. */
const FLOORS = { 'first path': 'fetch', 'second path': 'undici' } as const;

/** CreateToken over TLS, outside of an editor: by the editor's `fetch` (the first path), and by the undici of our own (the second). */
export const benchmark: Benchmark = {
  name: 'create-token',
  async run(): Promise<readonly Figure[]> {
    // It takes thousands of calls until the runtime has compiled all of a client.
    const measured = {
      'one at a time': await tokenCalls(CLIENTS, { calls: 250, concurrency: 1 }, { rounds: 31, warmUps: 15 }),
      '64 at once': await tokenCalls(CLIENTS, { calls: 1_000, concurrency: 64 }, { rounds: 21, warmUps: 10 }),
    };

    type Compared = (client: TokenClient) => Figure;

    const speed = (how: keyof typeof measured, theirs: TokenClient, target?: Figure['target']): Compared => {
      const of = (client: TokenClient) => measured[how][client].map(({ callsPerSecond }) => callsPerSecond);
      return (client) => ({
        what: `CreateToken by ${NAMES[client]}, ${how}`,
        ...{ unit: 'calls/s', peer: NAMES[theirs], ...compared(of(client), of(theirs)) },
        ...(target && { target }),
      });
    };

    const cpu = (target?: Figure['target']): Compared => {
      const of = (client: TokenClient) =>
        measured['one at a time'][client].map(({ cpuPerCall }: Measured) => cpuPerCall);
      return (client) => ({
        what: `CPU of a call by ${NAMES[client]}`,
        ...{ unit: 'µs', peer: NAMES.SDK, ...compared(of(client), of('SDK')) },
        ...(target && { target }),
      });
    };

    const first = (compare: Compared) => explained('first path', compare);
    const second = (compare: Compared) => explained('second path', compare);
    return [
      first(speed('one at a time', 'SDK', { atLeast: 1.6 })),
      first(speed('64 at once', 'SDK', { atLeast: 2.2 })),
      first(cpu({ atMost: 0.65 })),
      first(speed('one at a time', 'fetch', { atLeast: 0.9 })),
      second(speed('one at a time', 'SDK', { atLeast: 3.5 })),
      second(speed('64 at once', 'SDK', { atLeast: 8 })),
      second(cpu()),
      second(speed('one at a time', 'raw socket', { atLeast: 0.7 })),
      // What there is to reach.
      speed('one at a time', 'SDK')('fetch'),
      speed('64 at once', 'SDK')('fetch'),
      cpu()('fetch'),
      speed('one at a time', 'raw socket')('undici'),
      speed('64 at once', 'SDK')('undici'),
      speed('64 at once', 'SDK')('raw socket'),
    ];
  },
};

/** Where the target is missed, says whether it is what the path is built on that misses it. */
function explained(path: 'first path' | 'second path', compare: (client: TokenClient) => Figure): Figure {
  const figure = compare(path);
  if (verdictOf(figure) !== 'not reached') {
    return figure;
  }
  const floor = FLOORS[path];
  return {
    ...figure,
    note:
      verdictOf(compare(floor)) === 'not reached'
        ? `Out of reach: what the ${path} is built on, ${NAMES[floor]}, misses it by itself in the same run.`
        : `What the ${path} is built on, ${NAMES[floor]}, reaches it by itself: the rest is time limit, cancellation, retries, log and validation.`,
  };
}
