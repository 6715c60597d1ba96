import assert from 'node:assert/strict';
import type { HttpRequest } from '../../../../src/http/client/HttpClient.ts';
import { pacedClient } from '../../../../src/http/client/pacedClient.ts';
import { useFakeClock } from '../../support/fakeClock.ts';

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const PORTAL = 'https://portal.example/';
const canWait = ({ url }: HttpRequest): boolean => url.includes('/list');

describe('pacedClient', () => {
  const clock = useFakeClock();

  /** Answers with what is given for each, then with 200; and notes which started when, in milliseconds. */
  function open(...answers: Answer[]) {
    const started: [what: string, at: number][] = [];
    const from = Date.now();
    const http = pacedClient(({ url }) => {
      const { status, headers = {} } = answers.shift() ?? { status: 200 };
      started.push([url, Date.now() - from]);
      return Promise.resolve({ status, header: (name) => headers[name], body: '' });
    }, canWait);
    const send = (url: string, members: Partial<HttpRequest> = {}) =>
      http({ method: 'GET', url, ...members }).then(
        () => 'answered',
        (reason: unknown) => reason,
      );
    const times = (): number[] => started.map(([, at]) => at);
    return { send, started, times };
  }

  it('starts ten at once, then ten a second, in the order in which they came', async () => {
    const { send, started, times } = open();
    const all = Promise.all(Array.from({ length: 25 }, (_, number) => send(`${PORTAL}list/${number}`)));
    await clock().tickAsync(0);
    assert.equal(started.length, 10);
    await clock().tickAsync(1_500);
    await all;
    assert.deepEqual(
      started.map(([what]) => what),
      Array.from({ length: 25 }, (_, number) => `${PORTAL}list/${number}`),
    );
    assert.deepEqual(times().slice(9), [0, ...Array.from({ length: 15 }, (_, number) => (number + 1) * 100)]);
  });

  it('never starts more than twenty within a second, however they come', async () => {
    const { send, times } = open();
    for (let round = 0; round < 60; round++) {
      Array.from({ length: (round * 7) % 13 }, () => void send(`${PORTAL}list`));
      await clock().tickAsync((round * 83) % 450);
    }
    await clock().tickAsync(60_000);
    const at = times();
    assert.ok(at.length > 300);
    const most = Math.max(
      ...at.map((from) => at.filter((time) => time >= from && time < from + 1_000).length),
    );
    assert.ok(most <= 20, String(most));
    assert.ok(most > 15, String(most));
  });

  it('pauses after an answer that asks for fewer, for a second or as long as it says, but half a minute at most', async () => {
    for (const [headers, pause] of [
      [{}, 1_000],
      [{ 'retry-after': '3' }, 3_000],
      [{ 'x-amz-retry-after': '1500' }, 1_500],
      [{ 'retry-after': '3600' }, 30_000],
    ] as const) {
      const { send, times } = open({ status: 429, headers });
      await send(`${PORTAL}list`);
      void send(`${PORTAL}list`);
      void send(`${PORTAL}list`);
      await clock().tickAsync(40_000);
      // And what was saved up is lost.
      assert.deepEqual(times(), [0, pause + 100, pause + 200]);
    }
  });

  it('makes no request whose signal is aborted while it waits, and gives its place to the next', async () => {
    const { send, started } = open();
    Array.from({ length: 10 }, () => void send(`${PORTAL}list/first`));
    const controller = new AbortController();
    const aborted = send(`${PORTAL}list/aborted`, { signal: controller.signal });
    const next = send(`${PORTAL}list/next`, { signal: AbortSignal.timeout(60_000) });
    const reason = new Error('enough');
    controller.abort(reason);
    assert.equal(await aborted, reason);
    await clock().tickAsync(100);
    assert.equal(await next, 'answered');
    assert.equal(started.at(-1)?.[0], `${PORTAL}list/next`);
    assert.equal(await send(`${PORTAL}list/late`, { signal: controller.signal }), reason);
    assert.equal(started.length, 11);
  });

  it('does not wait for long when the clock is set back', async () => {
    const { send, times } = open();
    Array.from({ length: 11 }, () => void send(`${PORTAL}list`));
    clock().setSystemTime(Date.now() - 3_600_000);
    await clock().tickAsync(31_000);
    assert.equal(times().length, 11);
  });

  it('has five requests under way at most, and what cannot wait goes ahead of lists', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const http = pacedClient(({ url }) => {
      asked.push(url.slice(PORTAL.length));
      return new Promise((resolve) =>
        answers.push(() => resolve({ status: 200, header: () => undefined, body: '' })),
      );
    }, canWait);
    const send = (what: string): void => void http({ method: 'GET', url: PORTAL + what });
    for (let number = 0; number < 8; number++) {
      send(`list/${number}`);
    }
    await clock().tickAsync(0);
    send('credentials');
    await clock().tickAsync(0);
    assert.deepEqual(asked, ['list/0', 'list/1', 'list/2', 'list/3', 'list/4']);
    answers[0]?.();
    await clock().tickAsync(0);
    assert.deepEqual(asked.slice(5), ['credentials']);
    answers[1]?.();
    await clock().tickAsync(0);
    assert.deepEqual(asked.slice(6), ['list/5']);
  });

  it('lets through what cannot wait during a pause, and what is for another host', async () => {
    const { send, started } = open({ status: 429, headers: { 'retry-after': '25' } });
    await send(`${PORTAL}list`);
    void send(`${PORTAL}list`);
    void send(`${PORTAL}credentials`);
    void send('https://other.example/list');
    await clock().tickAsync(0);
    assert.deepEqual(
      started.slice(1).map(([url]) => url),
      [`${PORTAL}credentials`, 'https://other.example/list'],
    );
  });
});
