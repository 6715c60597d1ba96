import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import type { NamedFigure } from './Figure.ts';
import { growthPlot } from './growthPlot.ts';
import { type Machine, machineSentence } from './machine.ts';
import { asMarkdown } from './table.ts';

const FOLDER = path.join(repositoryRoot, 'docs');
const PAGE = path.join(FOLDER, 'BENCHMARKS.md');
const [BEGIN, END] = ['<!-- The figures of one run, written by npm run bench. -->', '<!-- Up to here. -->'];

/** Puts the figures in the place of those that the page has, and draws a plot for each benchmark with curves. */
export async function writeBenchmarksPage(figures: readonly NamedFigure[], machine: Machine): Promise<void> {
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || after < before) {
    throw new Error(`${PAGE} does not say where its figures are.`);
  }
  const text = [page.slice(0, before + BEGIN.length), `${machineSentence(machine)}.`, asMarkdown(figures)];
  const options = { ...(await resolveConfig(PAGE)), filepath: PAGE };
  writeFileSync(PAGE, await format([...text, page.slice(after)].join('\n\n'), options));
  for (const name of new Set(figures.map(({ benchmark }) => benchmark))) {
    const curves = figures.flatMap(({ benchmark, curve, unit }) =>
      benchmark === name && curve ? [{ ...curve, unit }] : [],
    );
    if (curves.length > 0) {
      writeFileSync(path.join(FOLDER, `${name}.svg`), growthPlot(curves));
    }
  }
}
