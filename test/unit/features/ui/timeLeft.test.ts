import assert from 'node:assert/strict';
import { timeLeft } from '../../../../src/features/ui/timeLeft.ts';

describe('timeLeft', () => {
  const second = 1_000;
  const minute = 60 * second;
  for (const [ms, text] of [
    [-minute, '0 s left'],
    [45 * second, '50 s left'],
    [minute, '1 min left'],
    [60 * minute - 1, '59 min left'],
    [60 * minute, '1 h 0 min left'],
    [432 * minute + 59 * second, '7 h 12 min left'],
  ] as const) {
    it(`says ${text}`, () => assert.equal(timeLeft(ms), text));
  }
});
