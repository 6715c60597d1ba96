import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { compared } from '../rounds.ts';
import { tokenCalls } from './tokenCalls.ts';
import type { TokenClient } from './tokenClients.ts';
import type { Measured } from './tokenClientsProcess.ts';

const CLIENTS = ['first path', 'second path', 'fetch', 'SDK', 'raw socket'] as const satisfies TokenClient[];
type Contestant = (typeof CLIENTS)[number];

/** CreateToken over TLS, outside of an editor: by the editor's `fetch` (the first path), and by the undici of our own (the second). */
export const benchmark: Benchmark = {
  name: 'create-token',
  async run(): Promise<readonly Figure[]> {
    // It takes thousands of calls until the runtime has compiled all of a client.
    const one = await tokenCalls(CLIENTS, { calls: 250, concurrency: 1 }, { rounds: 31, warmUps: 15 });
    const many = await tokenCalls(CLIENTS, { calls: 1_000, concurrency: 64 }, { rounds: 21, warmUps: 10 });
    const peers: Record<Exclude<Contestant, 'first path' | 'second path'>, string> = {
      SDK: packageWithVersion('@aws-sdk/client-sso-oidc'),
      fetch: 'bare global fetch',
      'raw socket': 'raw TLS socket, kept alive',
    };
    const figure = (
      how: 'one at a time' | '64 at once',
      ours: 'first path' | 'second path',
      theirs: keyof typeof peers,
      target: Figure['target'],
    ): Figure => {
      const measured = how === 'one at a time' ? one : many;
      return {
        what: `CreateToken by the ${ours}, ${how}`,
        unit: 'calls/s',
        peer: peers[theirs],
        ...compared(speed(measured[ours]), speed(measured[theirs])),
        ...(target && { target }),
      };
    };
    const cpuFigure = (ours: 'first path' | 'second path', target: Figure['target']): Figure => ({
      what: `CPU of a call by the ${ours}`,
      unit: 'µs',
      peer: peers.SDK,
      ...compared(cpu(one[ours]), cpu(one.SDK)),
      ...(target && { target }),
    });
    return [
      figure('one at a time', 'first path', 'SDK', { atLeast: 1.6 }),
      figure('64 at once', 'first path', 'SDK', { atLeast: 2.2 }),
      cpuFigure('first path', { atMost: 0.65 }),
      figure('one at a time', 'first path', 'fetch', { atLeast: 0.9 }),
      figure('one at a time', 'second path', 'SDK', { atLeast: 3.5 }),
      figure('64 at once', 'second path', 'SDK', { atLeast: 8 }),
      cpuFigure('second path', undefined),
      figure('one at a time', 'second path', 'raw socket', { atLeast: 0.7 }),
    ];
  },
};

function speed(all: readonly Measured[]): number[] {
  return all.map(({ callsPerSecond }) => callsPerSecond);
}

function cpu(all: readonly Measured[]): number[] {
  return all.map(({ cpuPerCall }) => cpuPerCall);
}
