import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { abortable } from '../../../src/base/abortable.ts';

describe('abortable', () => {
  const reason = new Error('called off');

  it('gives what the promise gives, and leaves nothing behind', async () => {
    const { signal } = new AbortController();
    assert.equal(await abortable(signal, Promise.resolve(1)), 1);
    await assert.rejects(abortable(signal, Promise.reject(new Error('no'))), /no/);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('ends with the reason, before, while and at the moment that the promise ends', async () => {
    await assert.rejects(abortable(AbortSignal.abort(reason), Promise.resolve(1)), reason);
    const while_ = new AbortController();
    const waiting = abortable(while_.signal, new Promise(() => undefined));
    while_.abort(reason);
    await assert.rejects(waiting, reason);
    const same = new AbortController();
    let resolve: (value: number) => void = () => undefined;
    const ending = abortable(same.signal, new Promise<number>((settle) => (resolve = settle)));
    resolve(1);
    same.abort(reason);
    await assert.rejects(ending, reason);
  });
});
