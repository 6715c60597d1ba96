import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('The README', () => {
  it('shows extension authors the ten lines that the end-to-end tests run', () => {
    const tenLines = read('examples/consumer/src/tenLines.ts');
    assert.equal(tenLines.trimEnd().split('\n').length, 10);
    const [, section = ''] = read('README.md').split('\n## For extension authors\n');
    const [, block] = /^```ts\n(.*?)^```$/ms.exec(section) ?? [];
    assert.equal(block, tenLines);
  });
});
