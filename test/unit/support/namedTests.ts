import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';

/** A test, as a page names it. */
interface NamedTest {
  readonly file: string;
  readonly title: string;
}

/** A file of tests and one title or more, as the pages name them: `file` “title”, “title”. */
const CLAIM = /`((?:unit|conformance|host|networks|e2e)\/[\w/.]+\.test\.ts)`((?:,? “[^”]+”)+)/g;

/** The tests that a text names. */
export function namedTests(text: string): readonly NamedTest[] {
  return [...text.matchAll(CLAIM)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  );
}

export function isThere({ file, title }: NamedTest): boolean {
  const at = path.join(repositoryRoot, 'test', file);
  return existsSync(at) && titlesIn(readFileSync(at, 'utf8')).some((known) => isMeant(title, known));
}

/** The titles of the tests in a file, as they stand in the source. */
function titlesIn(source: string): string[] {
  const titles = source.matchAll(/\bit\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|`([^`]*)`)/g);
  return [...titles].map(([, single, double, template]) => single ?? double ?? template ?? '');
}

/** Whether the page means that title, in which “…” stands for anything. */
function isMeant(quoted: string, title: string): boolean {
  const parts = quoted.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 's').test(title);
}
