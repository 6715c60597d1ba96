import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { isThere, namedTests } from './support/namedTests.ts';

describe('The threat model', () => {
  const text = readFileSync(path.join(repositoryRoot, 'SECURITY.md'), 'utf8');
  const claims = namedTests(text);

  it('names only tests that exist', () => {
    assert.ok(claims.length > 80, `${claims.length} tests are named.`);
    const missing = claims.filter((test) => !isThere(test));
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
