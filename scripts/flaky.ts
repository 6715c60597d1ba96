import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { knownDurations } from './testing/durations.ts';
import { inLanes } from './testing/inLanes.ts';
import { prepare } from './testing/prepare.ts';
import { type ItemResult, runItem } from './testing/runItem.ts';
import { itemsOf } from './testing/tiers.ts';

/**
 * Runs the tests that have an editor again and again, on a machine that is busy with something else as well, and prints each that
 * did not pass every time. `--times N` says how often, `--only NAME` limits it to parts whose names hold that.
 */
const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, only: { type: 'string', default: '' } },
});
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1) throw new Error('--times takes a whole number, such as 20.');

const items = (['host', 'e2e'] as const)
  .flatMap((tier) => itemsOf(tier, { engine: 'newest' }))
  .filter(({ name }) => name.includes(values.only));
const known = knownDurations();
const longestFirst = items.sort((a, b) => (known[b.name] ?? Infinity) - (known[a.name] ?? Infinity));
const shared = await prepare(true);
/** Each computes without end, at the priority of the tests. */
const load = Array.from({ length: availableParallelism() }, () =>
  spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
);
const endLoad = () => {
  for (const child of load) child.kill();
};
process.once('exit', endLoad);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

/** How often each test, or a whole part, did not pass; with the logs that say why. */
const failures = new Map<string, string[]>();
let ran = 0;
for (let round = 1; round <= times; round++) {
  const results = await inLanes(availableParallelism(), longestFirst, (item) =>
    runItem({ ...item, log: `${item.name} round ${round}` }, shared),
  );
  for (const result of results) for (const title of failedIn(result)) note(title, result.log);
  ran += results.reduce((sum, { tests }) => sum + tests.length, 0);
  console.log(`round ${round} of ${times}: ${results.flatMap(failedIn).length} not passed`);
}

function failedIn({ name, counts, tests }: ItemResult): string[] {
  const failed = tests.filter(({ state }) => state === 'failed').map(({ title }) => `${name}: ${title}`);
  return failed.length === 0 && counts.failed > 0 ? [`${name}: the part as a whole`] : failed;
}

function note(title: string, log: string): void {
  failures.set(title, [...(failures.get(title) ?? []), log]);
}

endLoad();
console.log(`\n${ran} tests in ${times} rounds; ${failures.size} did not pass every time.`);
for (const [title, logs] of [...failures].sort(([, a], [, b]) => b.length - a.length))
  console.log(`${String(logs.length).padStart(4)} of ${times}  ${title}\n              ${logs.join(', ')}`);
process.exitCode = failures.size > 0 || ran === 0 ? 1 : 0;
