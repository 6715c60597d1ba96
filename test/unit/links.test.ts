import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

const pages = [
  ...[
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'SUPPORT.md',
    'CHANGELOG.md',
    'api/README.md',
    'api/CHANGELOG.md',
  ],
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];

const read = (page: string): string => readFileSync(path.join(root, page), 'utf8');
const withoutCode = (page: string): string =>
  page.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, 'code');

/** As GitHub and VS Code name the headings of a page. */
function anchors(page: string): Set<string> {
  const headings = read(page)
    .replace(/^```.*?^```$/gms, '')
    .matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** @returns what is wrong with a link; undefined: nothing. */
function problemOf(page: string, target: string): string | undefined {
  const [file = '', anchor] = target.split('#');
  const linked = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
  if (linked.startsWith('..') || !existsSync(path.join(root, linked))) return `there is no ${linked}`;
  if (anchor !== undefined && !anchors(linked).has(anchor)) return `${linked} has no #${anchor}`;
  return undefined;
}

describe('The pages', () => {
  for (const page of pages) {
    it(`link to what is there: ${page}`, () => {
      const targets = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(
        ([, target = '']) => target,
      );
      const problems = targets
        .filter((target) => !/^[a-z]+:/.test(target))
        .flatMap((target) => problemOf(page, target) ?? []);
      assert.deepEqual(problems, []);
    });
  }

  it('have names that differ by more than case, which some file systems ignore', () => {
    const names = pages.map((page) => page.toLowerCase());
    assert.equal(new Set(names).size, names.length);
  });

  it('can each be reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const [, target = ''] of withoutCode(read(page)).matchAll(/\]\(([^)\s#:]+\.md)/g)) {
        const linked = path.posix.join(path.posix.dirname(page), target);
        if (existsSync(path.join(root, linked))) reached.add(linked);
      }
    }
    assert.deepEqual(
      pages.filter((page) => !reached.has(page)),
      ['api/CHANGELOG.md'],
    );
  });
});
