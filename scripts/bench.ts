import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Benchmark, Figure, NamedFigure } from '../test/bench/Figure.ts';
import { machine, machineSentence } from '../test/bench/machine.ts';
import { asText } from '../test/bench/table.ts';
import { ratioOf, type Verdict, verdictOf } from '../test/bench/verdict.ts';
import { writeBenchmarksPage } from '../test/bench/writeBenchmarksPage.ts';
import { packageExtension } from './packageExtensions.ts';

/**
 * Runs the benchmarks named as arguments, or all of them, and prints the table. `--json FILE` writes it, `--write` renews
 * the page in the docs and its plots, `--list` says which benchmarks there are. A target that is missed is no failure; a benchmark that breaks is.
 */
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

const folder = path.join(import.meta.dirname, '../test/bench');
const modules = ['core', 'editor'].flatMap((part) =>
  readdirSync(path.join(folder, part))
    .filter((name) => name.endsWith('.bench.ts'))
    .sort()
    .map((name) => path.join(folder, part, name)),
);
const benchmarks = await Promise.all(
  modules.map(async (file) => {
    const { benchmark } = (await import(pathToFileURL(file).href)) as { benchmark: Benchmark };
    return { name: benchmark.name, file };
  }),
);
const names = benchmarks.map(({ name }) => name);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  throw new Error(`There is no benchmark ${unknown.join(', no ')}. There are: ${names.join(', ')}.`);
}
if (values.write && asked.length > 0) {
  throw new Error('The page holds figures of one run: leave the names away, or --write.');
}
if (values.list) {
  console.log(names.join('\n'));
  process.exit();
}

if (values.json !== undefined) {
  // Before all that takes its time.
  mkdirSync(path.dirname(path.resolve(values.json)), { recursive: true });
}
packageExtension();
const figures: NamedFigure[] = [];
const broken: string[] = [];
for (const { name, file } of benchmarks.filter((one) => asked.length === 0 || asked.includes(one.name))) {
  const started = performance.now();
  try {
    const measured = await measure(file);
    figures.push(...measured.map((figure) => ({ benchmark: name, ...figure })));
  } catch (error) {
    broken.push(name);
    console.error(error);
  }
  console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

const here = machine();
console.log(`\n${machineSentence(here)}\n\n${asText(figures)}`);
const count = (verdict: Verdict) => figures.filter((figure) => verdictOf(figure) === verdict).length;
console.log(
  `\n${count('reached')} targets reached, ${count('not reached')} not` +
    (broken.length > 0 ? `; without a figure: ${broken.join(', ')}` : ''),
);
if (values.json !== undefined) {
  const lines = figures.map((figure) => ({
    ...figure,
    ratio: ratioOf(figure),
    verdict: verdictOf(figure),
  }));
  writeFileSync(values.json, `${JSON.stringify({ machine: here, figures: lines, broken }, undefined, 2)}\n`);
}
if (values.write) {
  await writeBenchmarksPage(figures, here);
}
process.exitCode = broken.length > 0 ? 1 : 0;

async function measure(file: string): Promise<readonly Figure[]> {
  const child = fork(path.join(folder, 'benchmarkProcess.ts'), [file]);
  const broken = once(child, 'exit').then(([code]) => {
    throw new Error(`It has ended with ${code}, without figures.`);
  });
  broken.catch(() => undefined);
  const [figures] = (await Promise.race([once(child, 'message'), broken])) as [readonly Figure[]];
  return figures;
}
