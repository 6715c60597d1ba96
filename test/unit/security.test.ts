import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** A file of tests and one title or more, as the page names them: `file` “title”, “title”. */
const CLAIM = /`((?:unit|conformance|host|networks|e2e)\/[\w/.]+\.test\.ts)`((?:,? “[^”]+”)+)/g;

/** The titles of the tests in a file, as they stand in the source. */
function titlesIn(file: string): string[] {
  const titles = read(`test/${file}`).matchAll(/\bit\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|`([^`]*)`)/g);
  return [...titles].map(([, single, double, template]) => single ?? double ?? template ?? '');
}

/** Whether the page means that title, in which “…” stands for anything. */
function isMeant(quoted: string, title: string): boolean {
  const parts = quoted.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`, 's').test(title);
}

describe('The threat model', () => {
  const text = read('SECURITY.md');
  const claims = [...text.matchAll(CLAIM)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  );

  it('names only tests that exist', () => {
    assert.ok(claims.length > 80, `${claims.length} tests are named.`);
    const missing = claims.filter(
      ({ file, title }) =>
        !existsSync(path.join(root, 'test', file)) || !titlesIn(file).some((known) => isMeant(title, known)),
    );
    assert.deepEqual(missing, []);
  });

  it('names a test for each line that holds', () => {
    const holds = text
      .split(/^(?=\*\*|## )/m)
      .filter((part) => part.startsWith('**Holds**'))
      .flatMap((part) => part.split('\n').filter((line) => line.startsWith('- ')));
    assert.ok(holds.length > 30, `${holds.length} lines hold.`);
    const untested = holds.filter(
      (line) => !line.includes('.test.ts` “') && !line.includes('](#who-may-run-what)'),
    );
    assert.deepEqual(untested, []);
  });
});
