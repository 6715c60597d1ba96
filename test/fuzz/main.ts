import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import '../unit/support/useShownArguments.ts';
import { markdownTable } from '../reliability/table.ts';
import { writeSection } from '../reliability/writeSection.ts';
import { SeededRandom } from '../unit/support/seededRandom.ts';
import { messageOf } from '../../src/base/errors.ts';
import { configTarget } from './configTarget.ts';
import { callbackTarget, credentialsTarget } from './loopbackTargets.ts';
import { mutated } from './mutated.ts';
import type { Target } from './Target.ts';
import { windowsTarget } from './windowsTarget.ts';

// Gives each target what strangers may send, for so many seconds in all: first what has once gone wrong, then what a seed makes.
// What goes wrong is kept in kept.json, and tried first from then on. `--write` renews the table in the docs.
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});
/** After so many inputs, it is made sure that the target still works. */
const CHECK_EVERY = 50;
/** How many connections come at a time. */
const AT_ONCE = 8;
const KEPT = path.join(import.meta.dirname, 'kept.json');

interface Kept {
  readonly target: string;
  /** In base64. */
  readonly input: string;
}

const kept = existsSync(KEPT) ? (JSON.parse(readFileSync(KEPT, 'utf8')) as Kept[]) : [];
const made = [callbackTarget, credentialsTarget, windowsTarget, () => Promise.resolve(configTarget())];
const targets = (await Promise.all(made.map((make) => make()))).filter(({ name }) =>
  name.includes(values.only),
);
const failures: (Kept & { readonly problem: string })[] = [];
let stray: unknown;
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => (stray = error));
}

// What listens here keeps no process alive.
const alive = setInterval(() => undefined, 1_000);
const rows: string[][] = [];
for (const target of targets) {
  const until = performance.now() + (Number(values.seconds) * 1000) / targets.length;
  rows.push([target.name, ...(await fuzz(target, until))]);
  target.close();
}
clearInterval(alive);

/** @returns how many inputs there were, how many of them kept ones, and the failures. */
async function fuzz(target: Target, until: number): Promise<string[]> {
  const random = new SeededRandom(Number(values.seed));
  const before = kept.filter(({ target: name }) => name === target.name);
  const first: Buffer[] = before.map(({ input }) => Buffer.from(input, 'base64'));
  const found = failures.length;
  let inputs = 0;
  while ((first.length > 0 || performance.now() < until) && failures.length === found) {
    const batch = first.splice(0, 1);
    // A file has one content at a time.
    const size = target.name === 'config reader' || batch.length > 0 ? 1 : AT_ONCE;
    while (batch.length < size) batch.push(mutated(target.samples, random));
    const results = await Promise.allSettled(batch.map((bytes) => target.feed(bytes)));
    const [rejected] = results.flatMap((result, at) =>
      result.status === 'rejected' ? [{ reason: result.reason as unknown, input: batch[at] }] : [],
    );
    inputs += batch.length;
    const isDue = inputs % CHECK_EVERY < size;
    const broken =
      rejected?.reason ?? stray ?? (isDue ? await target.check().then(noProblem, asIs) : undefined);
    if (broken !== undefined) {
      stray = undefined;
      for (const input of rejected ? [rejected.input ?? Buffer.of()] : batch) {
        failures.push({ target: target.name, input: input.toString('base64'), problem: messageOf(broken) });
      }
    }
  }
  return [inputs, before.length, failures.length - found].map((count) => count.toLocaleString('en'));
}

function noProblem(): undefined {
  return undefined;
}

function asIs(error: unknown): unknown {
  return error;
}

const text = markdownTable(['target', 'inputs', 'of them kept', 'failures'], rows);
console.log(`Seed ${values.seed}, ${values.seconds} s.\n\n${text}`);
for (const { target, input, problem } of failures) {
  console.log(`✘ ${target}: ${problem}\n  ${input.slice(0, 400)}`);
}
if (failures.length > 0) {
  const all = [...kept, ...failures.map(({ target, input }) => ({ target, input }))];
  writeFileSync(KEPT, `${JSON.stringify(all, undefined, 2)}\n`);
}
if (values.write && failures.length === 0 && values.only === '') {
  await writeSection('fuzz', `One run of ${values.seconds} seconds:\n\n${text}`);
}
process.exitCode = failures.length > 0 ? 1 : 0;
