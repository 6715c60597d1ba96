import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { compared } from '../rounds.ts';
import { bundleSdk } from './sdkBundle.ts';

const ROUNDS = 40;

/** How long an extension host stands still while it reads a bundle for the first time. */
export const benchmark: Benchmark = {
  name: 'load',
  async run(): Promise<readonly Figure[]> {
    const ours = ['extension', 'main'].map((name) => path.join(repositoryRoot, `dist/${name}.cjs`));
    const sdk = await bundleSdk();
    const measured: { main: number; all: number; sdk: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const times = await loadTimes(round % 2 === 0 ? [...ours, sdk] : [sdk, ...ours]);
      const [main = NaN, ...others] = ours.map((file) => times[file] ?? NaN);
      measured.push({ main, all: others.reduce((sum, ms) => sum + ms, main), sdk: times[sdk] ?? NaN });
    }
    const peer = packageWithVersion('@aws-sdk/client-sso-oidc');
    const theirs = measured.map((times) => times.sdk);
    const note =
      'The first `require` in a new process that has loaded the modules of Node.js which an extension host has, and a small module of an extension; all bundles in each process, in turn first.';
    return [
      {
        what: 'Load of the main bundle in a running host',
        ...{ unit: 'ms', peer, note, target: { atMost: 0.05 } },
        ...compared(
          measured.map(({ main }) => main),
          theirs,
        ),
      },
      {
        what: 'Load of all bundles that a session needs',
        ...{ unit: 'ms', peer, note },
        ...compared(
          measured.map(({ all }) => all),
          theirs,
        ),
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
