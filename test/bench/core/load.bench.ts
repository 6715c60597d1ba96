import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { compared } from '../rounds.ts';
import { bundleSdk } from './sdkBundle.ts';

const ROUNDS = 41;

/** How long an extension host stands still while it reads a bundle for the first time. */
export const benchmark: Benchmark = {
  name: 'load',
  async run(): Promise<readonly Figure[]> {
    const main = path.join(repositoryRoot, 'dist/extension.cjs');
    const sdk = await bundleSdk();
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const times = await loadTimes(round % 2 === 0 ? [main, sdk] : [sdk, main]);
      ours.push(times[main] ?? NaN);
      theirs.push(times[sdk] ?? NaN);
    }
    return [
      {
        what: 'Load of the main bundle in a running host',
        unit: 'ms',
        peer: packageWithVersion('@aws-sdk/client-sso-oidc'),
        ...compared(ours, theirs),
        target: { atMost: 0.05 },
        note: 'The first `require` in a new process that has loaded the modules of Node.js which an extension host has; both bundles in each process, in turn first.',
      },
    ];
  },
};

/** In milliseconds, in a process of their own, in that order. */
async function loadTimes(files: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const child = fork(path.join(import.meta.dirname, 'loadProcess.cjs'), files);
  const [times] = (await once(child, 'message')) as [Record<string, number>];
  await once(child, 'exit');
  return times;
}
