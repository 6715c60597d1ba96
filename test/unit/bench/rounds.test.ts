import assert from 'node:assert/strict';
import { alone, compared, interleaved } from '../../bench/rounds.ts';
import { median, midmean, quartiles } from '../../bench/statistics.ts';

describe('The rounds of the benchmarks', () => {
  it('have each contestant measure once, with another one first each time, and warm-ups that do not count', async () => {
    const order: string[] = [];
    const says = (name: string) => () => order.push(name);
    const measured = await interleaved({ rounds: 2, warmUps: 1 }, { a: says('a'), b: says('b') });
    assert.deepEqual(order, ['a', 'b', 'b', 'a', 'a', 'b']);
    assert.deepEqual(measured, { a: [4, 5], b: [3, 6] });
  });

  it('are compared round by round', () => {
    assert.deepEqual(compared([1, 20, 100], [2, 10, 50]), {
      ...{ ours: 20, theirs: 10 },
      ...{ ratio: 2, spread: [1.25, 2] },
    });
    assert.deepEqual(alone([3, 1, 2]), { ours: 2, spread: [1.5, 2.5], isAbsolute: true });
  });
});

describe('Quartiles', () => {
  it('lie between values, in proportion, whatever the order', () => {
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.deepEqual(quartiles([4, 1, 3, 2]), [1.75, 3.25]);
    assert.deepEqual(quartiles([7]), [7, 7]);
    assert.throws(() => median([]), RangeError);
  });

  it('bound what the mean of the middle half is made of', () => {
    assert.equal(midmean([100, 2, 3, 0]), 2.5);
    assert.equal(midmean([2, 2, 2, 3]), 2);
  });
});
