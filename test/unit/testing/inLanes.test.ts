import assert from 'node:assert/strict';
import { inLanes } from '../../../scripts/testing/inLanes.ts';

describe('inLanes', () => {
  it('works on so many at a time, in their order, and answers in it', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const all = inLanes(2, ['a', 'b', 'c'], async (item) => {
      begun.push(item);
      await new Promise<void>((resolve) => ends.push(resolve));
      return item.toUpperCase();
    });
    assert.deepEqual(begun, ['a', 'b']);
    ends[1]?.();
    await new Promise(setImmediate);
    assert.deepEqual(begun, ['a', 'b', 'c']);
    for (const end of ends) end();
    assert.deepEqual(await all, ['A', 'B', 'C']);
  });

  it('needs no more lanes than there are items', async () => {
    assert.deepEqual(await inLanes(9, [1, 2], (item) => Promise.resolve(item)), [1, 2]);
  });
});
