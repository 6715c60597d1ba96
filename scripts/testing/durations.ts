import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../test/editor/repositoryRoot.ts';

/** Seconds, by the names of items. */
export type Durations = Record<string, number>;

/** What they were on two cores when somebody looked last. */
const usual = path.join(import.meta.dirname, 'durations.json');
const remembered = path.join(repositoryRoot, 'build/test-durations.json');

/** How long each item took here the last time, or usually takes. */
export function knownDurations(): Durations {
  return { ...read(usual), ...read(remembered) };
}

export function rememberDurations(durations: Durations): void {
  mkdirSync(path.dirname(remembered), { recursive: true });
  writeFileSync(remembered, `${JSON.stringify({ ...read(remembered), ...durations }, undefined, 2)}\n`);
}

function read(file: string): Durations {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Durations) : {};
}
