import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { editorBuilds, engineNamed } from '../test/editor/editorBuilds.ts';
import { total } from './testing/Counts.ts';
import { knownDurations, rememberDurations } from './testing/durations.ts';
import { inLanes } from './testing/inLanes.ts';
import { prepare } from './testing/prepare.ts';
import { runItem, type ItemResult } from './testing/runItem.ts';
import { itemsOf, tierNames, type TierName } from './testing/tiers.ts';
import { touched } from './testing/touched.ts';
import type { WorkItem } from './testing/WorkItem.ts';

/**
 * Runs the tiers named as arguments, or all of them, side by side, and ends with one line of counts over all. `--changed`
 * runs only what a change against HEAD touches, `--since REV` against another revision. `--desktop` runs the host tier, and of
 * e2e the journeys that only a desktop shows, in a desktop VS Code. `--engine minimum` runs host and e2e in the oldest VS Code that the manifest allows. `--write` has
 * the tiers networks and faults rewrite their tables in the docs. `--list` says what would run. `--verbose` prints the output of what passed, too.
 */
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: 'boolean', default: false },
    since: { type: 'string' },
    desktop: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'newest' },
    lanes: { type: 'string' },
    list: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const { desktop, write } = values;
const engine = engineNamed(values.engine);
if (desktop && engine === 'minimum') {
  throw new Error('The minimum engine is a server build: leave --desktop or --engine away.');
}
const isTier = (name: string): name is TierName => (tierNames as readonly string[]).includes(name);
const unknown = asked.filter((name) => !isTier(name));
if (unknown.length > 0) {
  throw new Error(`There is no tier ${unknown.join(', no ')}. There are: ${tierNames.join(', ')}.`);
}
const tiers = asked.length > 0 ? asked.filter(isTier) : tierNames;
/** One more than there are cores: what runs in an editor waits for it half of the time. */
const lanes = Number(values.lanes ?? availableParallelism() + 1);
/** Besides, for what mostly waits. */
const WAITING_LANES = 2;

async function chosen(): Promise<WorkItem[]> {
  const items = tiers.flatMap((tier) => itemsOf(tier, { engine, desktop, write }));
  if (!values.changed && values.since === undefined) return items;
  const { run, left } = await touched(items, values.since ?? 'HEAD');
  console.log(`Left out, because no change touches it: ${left.join(', ') || 'nothing'}.\n`);
  return run;
}

function report({ name, counts, seconds, output, log }: ItemResult, alone: boolean): void {
  const { passed, failed, skipped } = counts;
  if (values.verbose || (alone && failed === 0)) console.log(`\n${output.trimEnd()}\n`);
  else if (failed > 0) console.log(`\n${failuresIn(output)}\n`);
  const parts = [`${passed} passed`, ...(failed ? [`${failed} failed: see ${log}`] : [])];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  console.log(`${failed ? '✘' : '✔'} ${name}: ${parts.join(', ')}, in ${Math.round(seconds)} s`);
}

/** What mocha says at the end; of others the last that they say. */
function failuresIn(output: string): string {
  const summary = output.search(/^\s+\d+ passing \(/m);
  const pictures = output.match(/^.*A picture of .*$/gm) ?? [];
  const rest = summary < 0 ? output.split('\n').slice(-60).join('\n') : output.slice(summary);
  return [...(summary < 0 ? [] : pictures), rest.trimEnd()].join('\n');
}

const started = performance.now();
const items = await chosen();
if (values.list) {
  for (const { name, files = [] } of items)
    console.log(files.length > 1 ? `${name}: ${files.join(' ')}` : name);
  process.exit(0);
}
if (engine === 'minimum') {
  console.log(`Host and e2e run in VS Code ${editorBuilds.minimum.vscodeVersion}, the minimum engine.`);
}
const shared = await prepare(tiers.some((tier) => !['checks', 'unit', 'faults'].includes(tier)));
const known = knownDurations();
// What nobody has timed yet may be long.
const secondsOf = ({ name }: WorkItem): number => known[name] ?? Infinity;
const longestFirst = [...items].sort((a, b) => secondsOf(b) - secondsOf(a));
const inTurn = (count: number, some: readonly WorkItem[]): Promise<ItemResult[]> =>
  inLanes(count, some, async (item) => {
    const result = await runItem(item, shared);
    report(result, items.length === 1);
    return result;
  });
const [waiting, busy] = [true, false].map((waits) =>
  longestFirst.filter((item) => (item.waits ?? false) === waits),
) as [WorkItem[], WorkItem[]];
const results = (await Promise.all([inTurn(lanes, busy), inTurn(WAITING_LANES, waiting)])).flat();
rememberDurations(
  Object.fromEntries(
    results
      .filter(({ counts }) => counts.failed === 0)
      .map(({ name, seconds }) => [name, Math.round(seconds)]),
  ),
);

const { passed, failed, skipped } = total(results.map(({ counts }) => counts));
const broken = results.filter(({ counts }) => counts.failed > 0);
for (const { name, log } of broken) console.log(`✘ ${name}: ${log}`);
console.log(`\n${results.length} parts in ${Math.round((performance.now() - started) / 1000)} s`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
