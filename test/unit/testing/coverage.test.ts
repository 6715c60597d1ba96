import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { collectOwn } from '../../../scripts/testing/coverage.ts';

describe('collectOwn', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'coverage-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function collected(coverage: object): unknown[] {
    const v8 = path.join(folder, 'v8');
    mkdirSync(v8);
    writeFileSync(path.join(v8, 'coverage-1.json'), JSON.stringify(coverage));
    writeFileSync(path.join(v8, 'coverage-2.json'), '{"result":[{"url":"file:///re');
    const own = path.join(folder, 'own');
    collectOwn([v8], '/repository', own);
    return readdirSync(own).map((name) => JSON.parse(readFileSync(path.join(own, name), 'utf8')) as unknown);
  }

  it('takes sources and bundles, and those of a placed extension for the same', () => {
    const placed = 'file:///tmp/editor-1/extensions/sso-signin.aws-sso-0.1.0';
    const map = (sources: string[]) => ({ lineLengths: [1], data: { sources } });
    assert.deepEqual(
      collected({
        result: [
          { url: 'file:///repository/src/a.ts', functions: [] },
          { url: `${placed}/dist/extension.cjs`, functions: [] },
          { url: 'file:///tmp/editor-1/extensions/sso-signin.aws-sso-probe-0.1.0/dist/extension.cjs' },
          { url: 'file:///repository/test/a.test.ts' },
          { url: 'node:fs' },
        ],
        'source-map-cache': {
          [`${placed}/dist/extension.cjs`]: map([`${placed}/src/extension.ts`]),
          'file:///elsewhere.js': map([]),
        },
      }),
      [
        {
          result: [
            { url: 'file:///repository/src/a.ts', functions: [] },
            { url: 'file:///repository/dist/extension.cjs', functions: [] },
          ],
          'source-map-cache': {
            'file:///repository/dist/extension.cjs': map(['/repository/src/extension.ts']),
          },
        },
      ],
    );
  });

  it('leaves out what has nothing of this extension, or was written by half', () => {
    assert.deepEqual(collected({ result: [{ url: 'file:///elsewhere.js' }] }), []);
  });
});
