import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import type { Figure } from './Figure.ts';
import { type Machine, machineSentence } from './machine.ts';
import { growthPlot } from './growthPlot.ts';
import { asMarkdown } from './table.ts';

const PAGE = path.join(repositoryRoot, 'docs/BENCHMARKS.md');
const PLOT = path.join(repositoryRoot, 'docs/growth.svg');
const [BEGIN, END] = ['<!-- The figures of one run, written by npm run bench. -->', '<!-- Up to here. -->'];

/** Puts the figures in the place of those that the page has, and draws the plot anew. */
export async function writeBenchmarksPage(figures: readonly Figure[], machine: Machine): Promise<void> {
  const page = readFileSync(PAGE, 'utf8');
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before < 0 || after < before) {
    throw new Error(`${PAGE} does not say where its figures are.`);
  }
  const text = [page.slice(0, before + BEGIN.length), `${machineSentence(machine)}.`, asMarkdown(figures)];
  const options = { ...(await resolveConfig(PAGE)), filepath: PAGE };
  writeFileSync(PAGE, await format([...text, page.slice(after)].join('\n\n'), options));
  const curves = figures.flatMap(({ curve, unit }) => (curve ? [{ ...curve, unit }] : []));
  if (curves.length > 0) {
    writeFileSync(PLOT, growthPlot(curves));
  }
}
