import assert from 'node:assert/strict';
import { named, onOneLine, quoted } from '../../../../src/features/diagnosis/quoted.ts';

describe('quoted', () => {
  it('is one code span, whatever others have chosen', () => {
    assert.equal(quoted('Corp Root CA'), '`Corp Root CA`');
    assert.equal(quoted('a`b``c\n# d\u202e'), '`a b c # d`');
    assert.equal(quoted('x'.repeat(200)), `\`${'x'.repeat(120)}…\``);
  });
});

describe('named', () => {
  it('has nothing that a notification would make a link of', () =>
    assert.equal(named('[x](command:y) `z`'), '“x command:y z”'));
});

describe('onOneLine', () => {
  it('leaves letters of all scripts, and their combinations', () =>
    assert.equal(
      onOneLine(' Zertifizierungsstelle  für \u0000東京\u200f\r\n '),
      'Zertifizierungsstelle für 東京',
    ));
});
