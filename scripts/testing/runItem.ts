import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GuardedProcess } from '../../test/editor/GuardedProcess.ts';
import { repositoryRoot } from '../../test/editor/repositoryRoot.ts';
import type { Counts } from './Counts.ts';
import type { WorkItem } from './WorkItem.ts';

/** An item that takes longer hangs. */
const LIMIT_MS = 15 * 60_000;
/** How long it may take to end once its tests have. */
const END_MS = 60_000;
const LOGS = 'build/test-logs';

export interface ItemResult {
  readonly name: string;
  readonly counts: Counts;
  readonly seconds: number;
  readonly output: string;
  /** Where the output is, relative to the root of the repository. */
  readonly log: string;
  readonly tests: readonly TestResult[];
}

/** As the reporter writes it. */
export interface TestResult {
  readonly title: string;
  readonly file: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
}

/** Runs an item in a process of its own, which leaves counts in a file. One that leaves none, or fails besides, has failed. */
export async function runItem(
  { name, log: named = name, args, env, files = [], isCheck }: WorkItem,
  shared: Readonly<Record<string, string>>,
): Promise<ItemResult> {
  const started = performance.now();
  const slug = named.replace(/[^A-Za-z0-9]+/g, '-');
  const at = (file: string): string => path.join(repositoryRoot, LOGS, file);
  const [log, counts, results] = [at(`${slug}.log`), at(`${slug}.counts`), at(`${slug}.results`)];
  mkdirSync(path.dirname(log), { recursive: true });
  for (const file of [log, counts, results]) rmSync(file, { force: true });

  let output = '';
  const child = new GuardedProcess(process.execPath, [...args, ...files], {
    cwd: repositoryRoot,
    env: {
      ...(process.env as Record<string, string>),
      ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
      ...shared,
      ...env,
      TEST_COUNTS: counts,
      TEST_RESULTS: results,
    },
    onOutput: (text) => (output += text),
  });
  const stop = (why: string) => {
    output += `\nStopped: ${why}.\n`;
    void child.stop();
  };
  const limit = setTimeout(() => stop(`${name} takes more than ${LIMIT_MS / 60_000} minutes`), LIMIT_MS);
  let endedAt: number | undefined;
  const watch = setInterval(() => {
    if (!existsSync(counts)) return;
    endedAt ??= performance.now();
    if (performance.now() - endedAt < END_MS) return;
    clearInterval(watch);
    stop('its tests have ended, but something that they left open keeps it alive');
  }, 1_000);
  const code = await child.exited;
  clearTimeout(limit);
  clearInterval(watch);
  writeFileSync(log, output);
  return {
    name,
    counts: isCheck
      ? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
      : countsIn(counts, code),
    seconds: (performance.now() - started) / 1000,
    output,
    log: path.relative(repositoryRoot, log),
    tests: linesOf<TestResult>(results),
  };
}

function countsIn(file: string, code: number): Counts {
  const [counts = { passed: 0, failed: 0, skipped: 0 }] = linesOf<Counts>(file);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function linesOf<Line>(file: string): Line[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}
