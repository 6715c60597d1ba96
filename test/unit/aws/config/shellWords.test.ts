import assert from 'node:assert/strict';
import { shellWords } from '../../../../src/aws/config/shellWords.ts';

describe('shellWords', () => {
  // What Python’s shlex.split makes of each.
  const cases: [string, string[] | undefined][] = [
    ['', []],
    ['  a\t b\n', ['a', 'b']],
    [`'Bob'"'"'s Corp' x`, ["Bob's Corp", 'x']],
    [`"a b"c'd e'`, ['a bcd e']],
    [`'' ""`, ['', '']],
    ['a\\ b \\"', ['a b', '"']],
    ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
    ["'a\\b'", ['a\\b']],
    ['a#b #c', ['a#b', '#c']],
    ['[PROD]-a.Admin', ['[PROD]-a.Admin']],
    ['büro\u00a0x', ['büro\u00a0x']],
    ["it's", undefined],
    ['"a', undefined],
    ['a\\', undefined],
    ['"a\\', undefined],
  ];
  for (const [text, words] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(shellWords(text), words));
  }
});
