import assert from 'node:assert/strict';
import { Limiter } from '../../../src/base/Limiter.ts';

describe('Limiter', () => {
  it('lets no more than so many run at a time, and the others in the order in which they came', async () => {
    const limiter = new Limiter(3);
    const order: number[] = [];
    const ends: (() => void)[] = [];
    let running = 0;
    let most = 0;
    const all = Array.from({ length: 10 }, (_, number) =>
      limiter.run(async () => {
        order.push(number);
        most = Math.max(most, ++running);
        await new Promise<void>((resolve) => ends.push(resolve));
        running--;
        return number;
      }),
    );
    for (let ended = 0; ended < 10; ended++) {
      await new Promise((resolve) => setImmediate(resolve));
      ends.shift()?.();
    }
    assert.deepEqual(await Promise.all(all), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(most, 3);
  });

  it('has those that are urgent go ahead of those that wait and are not', async () => {
    const limiter = new Limiter(1);
    const order: string[] = [];
    const run = (name: string, isUrgent?: boolean) =>
      limiter.run(() => Promise.resolve(void order.push(name)), isUrgent);
    const all = [run('1'), run('2'), run('3'), run('urgent 1', true), run('urgent 2', true), run('4')];
    await Promise.all(all);
    assert.deepEqual(order, ['1', 'urgent 1', 'urgent 2', '2', '3', '4']);
  });

  it('gives the place of one that fails to the next', async () => {
    const limiter = new Limiter(1);
    const failing = limiter.run(() => Promise.reject(new Error('no')));
    const next = limiter.run(() => Promise.resolve('yes'));
    await assert.rejects(failing, /no/);
    assert.equal(await next, 'yes');
    assert.equal(await limiter.run(() => Promise.resolve('again')), 'again');
  });
});
