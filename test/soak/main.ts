import { setImmediate as turn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import '../unit/support/useShownArguments.ts';
import { machine, machineSentence } from '../bench/machine.ts';
import { quantile } from '../bench/statistics.ts';
import { markdownTable } from '../reliability/table.ts';
import { writeSection } from '../reliability/writeSection.ts';
import { credentialRequests } from './credentialRequests.ts';
import type { Part } from './Part.ts';
import { renewals } from './renewals.ts';
import { signIns, tokenReads } from './signIns.ts';

// Does everything very often, and looks at what is left: `--scale 0.01` does a hundredth of it, `--only NAME` one part; `--write`
// renews the table in the docs.
const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
/** What the heap may grow by from the middle to the end: caches of the runtime that fill. */
const GROWTH_BYTES = 2 * 1024 * 1024;
const scale = Number(values.scale);

const rows: string[][] = [];
const problems: string[] = [];
for (const make of [signIns, tokenReads, credentialRequests, renewals]) {
  const resources = await openResources();
  const part = await make();
  if (part.name.includes(values.only)) {
    rows.push(await soak(part, resources));
  } else {
    await part.end();
  }
}

async function soak(part: Part, resourcesBefore: Readonly<Record<string, number>>): Promise<string[]> {
  const { name, unit, count, perStep } = part;
  const steps = Math.max(4, Math.round((count * scale) / perStep));
  const durations: number[] = [];
  let [middle, highest] = [0, 0];
  for (let step = 0; step < steps; step++) {
    durations.push(...(await part.step()));
    if (step === Math.floor(steps / 2)) {
      middle = await heap();
    }
    highest = Math.max(highest, process.memoryUsage().rss);
  }
  const growth = (await heap()) - middle;
  const timers = await part.end();
  const left = Object.entries(await openResources()).flatMap(([type, now]) => {
    const more = now - (resourcesBefore[type] ?? 0);
    return more > 0 ? [`${more} ${type}`] : [];
  });
  if (timers > 0) {
    left.push(`${timers} of its timers`);
  }
  if (growth > GROWTH_BYTES) {
    problems.push(`${name}: the heap has grown by ${megabytes(growth)} from the middle on`);
  }
  problems.push(...left.map((what) => `${name}: ${what} left`));
  return [
    ...[name, (steps * perStep).toLocaleString('en'), unit],
    ...[0.5, 0.99].map((share) => milliseconds(quantile(durations, share))),
    ...[megabytes(growth), megabytes(highest), left.join(', ') || 'nothing'],
  ];
}

/** In bytes, of what is still referred to. */
async function heap(): Promise<number> {
  for (let turns = 0; turns < 5; turns++) {
    await turn();
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

/** What keeps the process alive, by kind. */
async function openResources(): Promise<Record<string, number>> {
  // What was closed goes in the next turns.
  for (let turns = 0; turns < 50; turns++) {
    await turn();
  }
  const counts: Record<string, number> = {};
  for (const type of process.getActiveResourcesInfo()) {
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

function milliseconds(value: number): string {
  return value < 0.1 ? `${(value * 1000).toFixed(1)} µs` : `${value.toFixed(1)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

const head = ['what', 'how often', 'time of a', 'p50', 'p99', 'heap grew by', 'most memory', 'left behind'];
const text = `${machineSentence(machine())}, ${scale === 1 ? 'the whole' : `scale ${scale}`}.\n\n${markdownTable(head, rows)}`;
console.log(text);
for (const problem of problems) {
  console.log(`✘ ${problem}`);
}
if (values.write && problems.length === 0 && values.only === '') {
  await writeSection('soak', text);
}
process.exitCode = problems.length > 0 ? 1 : 0;
