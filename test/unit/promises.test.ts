import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { isThere, namedTests } from './support/namedTests.ts';

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');

/** The part of a page under a heading of the second level. */
function partOf(page: string, heading: string): string {
  const [, rest] = read(page).split(`\n## ${heading}\n`);
  assert.ok(rest, `${page} has “${heading}”.`);
  return rest.split('\n## ')[0] ?? '';
}

/** The rows of all tables of a text, but for their heads. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const isRule = (line = ''): boolean => line.startsWith('| -');
  return text
    .split('\n')
    .filter((line, index, lines) => line.startsWith('| ') && !isRule(line) && !isRule(lines[index + 1]))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('The table of promises', () => {
  const rows = rowsOf(partOf('docs/RELIABILITY.md', 'Promises')).map(([promise = '', by = '']) => ({
    promise,
    by,
  }));
  const plain = (line: string): string =>
    line
      .replace(/^- /, '')
      .replaceAll('**', '')
      .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
  const isKept = (text: string): boolean => rows.some(({ promise }) => text.startsWith(promise));
  const promises = [
    ...['Features', 'Security'].flatMap((heading) => partOf('README.md', heading).split('\n')),
  ]
    // What doesn't get a role is a limit.
    .filter((line) => line.startsWith('- ') && !line.includes('#what-doesnt-get-the-role'))
    .map(plain);
  const kept = rowsOf(partOf('SECURITY.md', 'What is kept where')).map(([what = '']) => what);

  it('has each of the README’s, and each thing that SECURITY.md says is kept', () => {
    assert.ok(promises.length > 12 && kept.length > 18, `${promises.length} and ${kept.length}`);
    assert.deepEqual(
      [...promises, ...kept].filter((text) => !isKept(text)),
      [],
    );
  });

  it('has nothing that nobody promises any more', () => {
    const all = [...promises, ...kept];
    assert.deepEqual(
      rows.filter(({ promise }) => !all.some((text) => text.startsWith(promise))),
      [],
    );
  });

  it('names for each a part of the page, another page, or tests, all of which exist', () => {
    const headings = [...read('docs/RELIABILITY.md').matchAll(/^## (.+)$/gm)].map(
      ([, heading = '']) => `#${heading.toLowerCase().replaceAll(' ', '-')}`,
    );
    const isPlace = (link: string): boolean =>
      headings.includes(link) || existsSync(path.join(repositoryRoot, 'docs', link));
    const missing = rows.flatMap(({ promise, by }) => {
      const links = [...by.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
      const tests = namedTests(by);
      return [
        ...(links.length + tests.length === 0 ? [promise] : []),
        ...links.filter((link) => !isPlace(link)),
        ...tests.filter((test) => !isThere(test)).map(({ file, title }) => `${file}: ${title}`),
        // Not a test whose title is not quoted in the form that is looked for.
        ...(by.match(/`[^`]+\.test\.ts`/g) ?? []).filter(
          (file) => !tests.some((test) => file === `\`${test.file}\``),
        ),
      ];
    });
    assert.deepEqual(missing, []);
  });
});
