import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repositoryRoot } from '../editor/repositoryRoot.ts';

const PAGE = path.join(repositoryRoot, 'docs/RELIABILITY.md');

/** The parts of the page that a run writes, by the script that does. */
type Section = 'faults' | 'crashes' | 'fuzz' | 'soak' | 'mutation';

/** Puts the text in the place of the one that the page has. */
export async function writeSection(section: Section, text: string): Promise<void> {
  const { before, after } = around(section);
  writeFileSync(PAGE, before + (await formatted(text)) + after);
}

/** What the page says there now. */
export function sectionText(section: Section): string {
  return around(section).text;
}

/** Whether the page says the same. */
export async function isWritten(section: Section, text: string): Promise<boolean> {
  return around(section).text === (await formatted(text));
}

function around(section: Section) {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [
    `<!-- Written by npm run test:${section} -- --write. -->\n`,
    '\n<!-- Up to here. -->',
  ];
  const start = page.indexOf(begin) + begin.length;
  const stop = page.indexOf(end, start);
  if (start < begin.length || stop < 0) {
    throw new Error(`${PAGE} does not say where the part of test:${section} is.`);
  }
  return { before: page.slice(0, start), text: page.slice(start, stop), after: page.slice(stop) };
}

async function formatted(text: string): Promise<string> {
  return `\n${await format(text, { ...(await resolveConfig(PAGE)), filepath: PAGE })}`;
}
