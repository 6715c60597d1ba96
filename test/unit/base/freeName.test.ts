import assert from 'node:assert/strict';
import { freeName } from '../../../src/base/freeName.ts';

describe('freeName', () => {
  const cases: [taken: string[], free: string][] = [
    [[], 'corp'],
    [['other', 'corp-2'], 'corp'],
    [['corp'], 'corp-2'],
    [['corp', 'corp-2', 'corp-4'], 'corp-3'],
  ];
  for (const [taken, free] of cases) {
    it(`is ${free} besides ${taken.join(', ') || 'none'}`, () =>
      assert.equal(
        freeName('corp', (name) => taken.includes(name)),
        free,
      ));
  }
});
