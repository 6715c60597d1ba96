import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SRC = path.resolve(import.meta.dirname, '../../../../src');

describe('Every question of the extension', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({
      file: file.replaceAll(path.sep, '/'),
      text: readFileSync(path.join(SRC, file), 'utf8'),
    }));

  it('goes through one port, whose types require a question, an example and a word on the way back', () => {
    const direct = files.filter(({ text }) => /\b(?:create|show)(?:QuickPick|InputBox)\b/.test(text));
    assert.deepEqual(
      direct.map(({ file }) => file),
      ['features/ui/editorUi.ts'],
    );
  });
});
