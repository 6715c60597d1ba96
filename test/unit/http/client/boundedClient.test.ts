import assert from 'node:assert/strict';
import type { AwsSsoError } from '../../../../src/base/errors.ts';
import { boundedClient } from '../../../../src/http/client/boundedClient.ts';
import type { Cancellation } from '../../../../src/http/client/Cancellation.ts';
import { useFakeClock } from '../../support/fakeClock.ts';

const REQUEST = { method: 'GET', url: 'https://aws.example/' } as const;

describe('boundedClient', () => {
  const clock = useFakeClock();

  /** One whose requests are never answered. */
  function hanging(timeoutMs?: number) {
    const cancellations: Cancellation[] = [];
    const http = boundedClient((_, cancellation) => {
      cancellations.push(cancellation);
      return new Promise(() => undefined);
    }, timeoutMs);
    return { http, cancellations };
  }

  for (const [timeoutMs, limit] of [
    [undefined, 15_000],
    [200, 200],
  ] as const) {
    it(`waits ${limit} ms for an answer, and ends the request then`, async () => {
      const { http, cancellations } = hanging(timeoutMs);
      const aborted: Error[] = [];
      const outcomes: AwsSsoError[] = [];
      http(REQUEST).catch((error: AwsSsoError) => outcomes.push(error));
      cancellations[0]!.onCancel = (reason) => aborted.push(reason);
      await clock().tickAsync(limit - 1);
      assert.equal(outcomes.length, 0);
      assert.equal(cancellations[0]!.signal.aborted, false);
      await clock().tickAsync(1);
      assert.deepEqual(outcomes[0]?.network, {
        kind: 'timeout',
        errno: 'TimeoutError',
        maybeSent: true,
      });
      assert.equal(cancellations[0]!.signal.aborted, true);
      assert.equal(aborted.length, 1);
    });
  }

  it('ends with the reason of its caller, and tells who asks later as well', async () => {
    const { http, cancellations } = hanging();
    const controller = new AbortController();
    const pending = http({ ...REQUEST, signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(pending, reason);
    const heard: Error[] = [];
    cancellations[0]!.onCancel = (error) => heard.push(error);
    assert.deepEqual(heard, [reason]);
    assert.equal(cancellations[0]!.signal.reason, reason);
  });

  it('keeps nothing of a request that is over', async () => {
    const controller = new AbortController();
    let kept = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      kept++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      kept--;
      remove(...args);
    };
    const answers = [
      () => Promise.resolve({ status: 200, header: () => undefined, body: '' }),
      () => Promise.reject(new Error('no')),
    ];
    for (const answer of answers) {
      await boundedClient(answer)({ ...REQUEST, signal }).catch(() => undefined);
    }
    assert.equal(kept, 0);
    assert.equal(clock().countTimers(), 0);
  });
});
