import assert from 'node:assert/strict';
import { ChangeQueue } from '../../../../src/features/terminals/ChangeQueue.ts';

describe('ChangeQueue', () => {
  const forever = (): Promise<never> => new Promise(() => undefined);

  it('makes one change after the other, whether or not those before it failed', async () => {
    const queue = new ChangeQueue();
    const order: string[] = [];
    const change = (name: string, error?: Error) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
      if (error) throw error;
      return name;
    };
    const first = queue.run(change('first', new Error('broken')));
    const second = queue.run(change('second'));
    await assert.rejects(first, /broken/);
    assert.equal(await second, 'second');
    assert.deepEqual(order, ['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('calls off what runs and what waits; and waits for none of it afterwards', async () => {
    const queue = new ChangeQueue();
    let signal: AbortSignal | undefined;
    const running = queue.run((given) => {
      signal = given;
      return forever();
    });
    running.catch(() => undefined);
    const begun: string[] = [];
    const waiting = queue.run(() => Promise.resolve(void begun.push('waiting')));
    await Promise.resolve();
    await Promise.resolve();
    const reason = new Error('stopped');
    queue.abort(reason);
    await assert.rejects(waiting, reason);
    assert.equal(await queue.run(() => Promise.resolve('next')), 'next');
    assert.deepEqual(begun, []);
    assert.ok(signal === undefined || signal.aborted);
  });
});
