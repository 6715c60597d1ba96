import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { compared } from '../rounds.ts';
import { tokenCalls } from './tokenCalls.ts';
import type { Measured } from './tokenClientsProcess.ts';

const speed = (all: readonly Measured[]) => all.map(({ callsPerSecond }) => callsPerSecond);
const cpu = (all: readonly Measured[]) => all.map(({ cpuPerCall }) => cpuPerCall);

/** CreateToken by the editor's `fetch`, outside of an editor. */
export const benchmark: Benchmark = {
  name: 'first-path',
  async run(): Promise<readonly Figure[]> {
    const sdk = packageWithVersion('@aws-sdk/client-sso-oidc');
    const clients = ['first path', 'fetch', 'SDK'] as const;
    // Short ones, so that within each round the machine is as busy for one as for the others.
    const one = await tokenCalls(clients, { calls: 60, concurrency: 1 }, { rounds: 50, warmUps: 20 });
    const many = await tokenCalls(clients, { calls: 320, concurrency: 64 }, { rounds: 30, warmUps: 10 });
    return [
      {
        what: 'CreateToken by the first path, one at a time',
        unit: 'calls/s',
        peer: sdk,
        ...compared(speed(one['first path']), speed(one.SDK)),
        target: { atLeast: 1.6 },
      },
      {
        what: 'CreateToken by the first path, 64 at once',
        unit: 'calls/s',
        peer: sdk,
        ...compared(speed(many['first path']), speed(many.SDK)),
        target: { atLeast: 2.2 },
      },
      {
        what: 'CPU of a call by the first path',
        unit: 'µs',
        peer: sdk,
        ...compared(cpu(one['first path']), cpu(one.SDK)),
        target: { atMost: 0.65 },
      },
      {
        what: 'CreateToken by the first path, one at a time',
        unit: 'calls/s',
        peer: 'bare global fetch',
        ...compared(speed(one['first path']), speed(one.fetch)),
        target: { atLeast: 0.9 },
      },
    ];
  },
};
