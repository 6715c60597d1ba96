import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import type { IdentityCenter } from '../identity-center/server.ts';
import { crashPoints } from './crashPoints.ts';
import { type Finding, nextStart } from './nextStart.ts';
import type { OperationName } from './operations.ts';

const BUNDLE = path.join(repositoryRoot, 'build/crashes/crashingProcess.cjs');

type Told = { readonly approve: string } | { readonly seen: readonly string[] };

/** Builds the core with crash points. */
export async function buildCrashing(): Promise<void> {
  mkdirSync(path.dirname(BUNDLE), { recursive: true });
  await build({
    entryPoints: [path.join(import.meta.dirname, 'crashingProcess.ts')],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    plugins: [crashPoints],
  });
}

/** The points of an operation, in the order in which a window comes by. */
export async function pointsOf(operation: OperationName, center: IdentityCenter): Promise<readonly string[]> {
  return inFolder(async (folder) => {
    let seen: readonly string[] = [];
    const child = start([folder, center.url, operation], center, (told) => void (seen = told));
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) {
      throw new Error(`“${operation}” ended with ${code}.`);
    }
    return seen;
  });
}

/** Kills a window over the operation at that point, and starts another. @throws where anything is lost or does not work. */
export async function killAt(
  operation: OperationName,
  point: string,
  center: IdentityCenter,
): Promise<Finding> {
  return inFolder(async (folder) => {
    const child = start([folder, center.url, operation, point], center);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (signal !== 'SIGKILL' && code !== 0) {
      throw new Error(`The window ended with ${code ?? signal}.`);
    }
    return nextStart(operation, folder, center.url, (userCode) => center.approve(userCode));
  });
}

function start(
  args: readonly string[],
  center: IdentityCenter,
  onSeen: (seen: readonly string[]) => void = () => undefined,
): ChildProcess {
  const child = fork(BUNDLE, args);
  child.on('message', (told: Told) => ('approve' in told ? center.approve(told.approve) : onSeen(told.seen)));
  return child;
}

async function inFolder<Result>(action: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'crash-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
