import assert from 'node:assert/strict';
import { Harness } from './harness.ts';
import type { Registration } from './harness.ts';

describe('Polling for a token', () => {
  let harness: Harness;
  let client: Registration;
  let deviceCode: string;
  let userCode: string;

  async function begin(interval: number | null): Promise<void> {
    harness = await Harness.open({ interval });
    client = await harness.register();
    ({ deviceCode, userCode } = await harness.startDevice(client));
  }
  afterEach(() => harness.center.stop());

  async function pollAfter(seconds: number): Promise<unknown> {
    harness.pass(seconds);
    const { status, json } = await harness.poll(client, deviceCode);
    return status === 200 ? 'tokens' : json['error'];
  }

  it('is patient with one that keeps the interval', async () => {
    await begin(2);
    for (let polls = 0; polls < 5; polls += 1) assert.equal(await pollAfter(2), 'authorization_pending');
  });

  it('allows for the granularity of timers, and for no more', async () => {
    await begin(2);
    await pollAfter(0);
    assert.equal(await pollAfter(1.995), 'authorization_pending');
    assert.equal(await pollAfter(1.994), 'slow_down');
  });

  it('lets the first poll come at once, and counts from it', async () => {
    await begin(2);
    assert.equal(await pollAfter(0), 'authorization_pending');
    assert.equal(await pollAfter(0), 'slow_down');
  });

  it('adds five seconds for good, every time', async () => {
    await begin(1);
    await pollAfter(0);
    assert.equal(await pollAfter(0.5), 'slow_down');
    assert.equal(await pollAfter(5.9), 'slow_down');
    assert.equal(await pollAfter(10.9), 'slow_down');
    assert.equal(await pollAfter(16), 'authorization_pending');
    assert.equal(await pollAfter(16), 'authorization_pending');
    assert.equal(await pollAfter(15.9), 'slow_down');
  });

  it('keeps a fast poll from its tokens, and gives them to the next one', async () => {
    await begin(1);
    await pollAfter(0);
    harness.center.approve(userCode);
    assert.equal(await pollAfter(0.5), 'slow_down');
    assert.equal(await pollAfter(6), 'tokens');
  });

  it('takes the interval for five seconds where none was stated', async () => {
    await begin(null);
    await pollAfter(0);
    assert.equal(await pollAfter(5), 'authorization_pending');
    assert.equal(await pollAfter(4.9), 'slow_down');
  });

  it('slows down one device code and leaves the others alone', async () => {
    await begin(1);
    const other = await harness.startDevice(client);
    await pollAfter(0);
    await harness.poll(client, other.deviceCode);
    assert.equal(await pollAfter(0.5), 'slow_down');
    harness.pass(0.5);
    const reply = await harness.poll(client, other.deviceCode);
    assert.equal(reply.json['error'], 'authorization_pending');
  });
});
