import assert from 'node:assert/strict';
import { AwsSsoError, type NetworkFailureKind } from '../../../../../src/base/errors.ts';
import {
  RegionFailover,
  type RegionalTask,
} from '../../../../../src/sessions/kinds/regions/RegionFailover.ts';
import type { SessionServices } from '../../../../../src/sessions/kinds/SessionServices.ts';
import { useFakeClock } from '../../../support/fakeClock.ts';
import { memoryLog } from '../../../support/memoryLog.ts';

const [FIRST, SECOND] = ['us-east-1', 'us-west-2'] as const;
const SESSION = { region: FIRST, regions: [SECOND] };
const MINUTE_MS = 60_000;

/** How a region answers. */
type Answer = 'here' | NetworkFailureKind | { status: number; name?: string };

function error(region: string, answer: Answer, maybeSent: boolean): AwsSsoError {
  const message = `${region}: ${JSON.stringify(answer)}`;
  if (typeof answer === 'string') {
    return new AwsSsoError('Network', message, {
      network: { kind: answer as NetworkFailureKind, maybeSent },
    });
  }
  const { status, name = `HTTP ${status}` } = answer;
  const service = { service: 'sso', name, status, retryable: status >= 500 } as const;
  return new AwsSsoError('Service', message, { service });
}

describe('The regions of a session', () => {
  const clock = useFakeClock();
  let asked: string[];
  let answers: Record<string, Answer>;
  let addresses: Record<string, string>;
  let failover: RegionFailover;
  const log = memoryLog();
  beforeEach(() => {
    asked = [];
    answers = {};
    addresses = {};
    failover = new RegionFailover({
      services(region, hasNext) {
        if (addresses[region] === '') {
          return Promise.reject(new Error('No such address.'));
        }
        return Promise.resolve({
          issuer: addresses[region] ?? region,
          hasNext,
        } as unknown as SessionServices);
      },
      log,
    });
  });

  const task = (more: Partial<RegionalTask<string>> = {}): RegionalTask<string> => ({
    run(_, region) {
      asked.push(region);
      const answer = answers[region] ?? 'here';
      return answer === 'here' ? Promise.resolve(region) : Promise.reject(error(region, answer, false));
    },
    mayRepeat: () => true,
    isBelieved: () => true,
    ...more,
  });
  const run = (session = SESSION as Parameters<RegionFailover['run']>[0], more = {}) =>
    failover.run(session, task(more));

  it('are asked in their order, the first that answers', async () => {
    assert.equal(await run(), FIRST);
    assert.deepEqual(asked, [FIRST]);
  });

  for (const kind of ['name', 'refused', 'unreachable', 'timeout', 'broken'] as const) {
    it(`go on in the next after ${kind}, and come back after five minutes`, async () => {
      answers = { [FIRST]: kind };
      assert.equal(await run(), SECOND);
      answers = {};
      assert.equal(await run(), SECOND);
      assert.deepEqual(asked, [FIRST, SECOND, SECOND]);
      clock().setSystemTime(Date.now() + 5 * MINUTE_MS);
      assert.equal(await run(), FIRST);
      assert.equal(await run(), FIRST);
    });
  }

  for (const kind of ['proxy', 'proxyAuthentication', 'certificate', 'foreign'] as const) {
    it(`don’t go on after ${kind}, which is in every way`, async () => {
      answers = { [FIRST]: kind };
      await assert.rejects(run(), { message: `${FIRST}: "${kind}"` });
      assert.deepEqual(asked, [FIRST]);
    });
  }

  for (const status of [400, 401, 403, 429]) {
    it(`don’t go on after a refusal of AWS, ${status}`, async () => {
      answers = { [FIRST]: { status } };
      await assert.rejects(run(), { code: 'Service' });
      assert.deepEqual(asked, [FIRST]);
    });
  }

  it('go on after errors of its servers only once these have lasted', async () => {
    answers = { [FIRST]: { status: 503 } };
    await assert.rejects(run(), { code: 'Service' });
    clock().setSystemTime(Date.now() + MINUTE_MS / 2 - 1);
    await assert.rejects(run(), { code: 'Service' });
    clock().setSystemTime(Date.now() + 1);
    assert.equal(await run(), SECOND);
  });

  it('take errors of servers that are far apart, or with an answer between, for passing ones', async () => {
    for (const between of ['here', { status: 503 }] as const) {
      answers = { [FIRST]: { status: 503 } };
      await assert.rejects(run(), { code: 'Service' });
      answers = { [FIRST]: between };
      await run().catch(() => undefined);
      clock().setSystemTime(Date.now() + (between === 'here' ? MINUTE_MS : 3 * MINUTE_MS));
      answers = { [FIRST]: { status: 503 } };
      await assert.rejects(run(), { code: 'Service' });
    }
    assert.ok(!asked.includes(SECOND));
  });

  it('are the network’s, not theirs, where all fail: the first is what is said, and is asked first again', async () => {
    answers = { [FIRST]: 'name', [SECOND]: 'timeout' };
    await assert.rejects(run(), { message: `${FIRST}: "name"` });
    answers = {};
    assert.equal(await run(), FIRST);
    assert.deepEqual(asked, [FIRST, SECOND, FIRST]);
  });

  it('come back at once where the next one fails, too', async () => {
    answers = { [FIRST]: 'refused' };
    await run();
    answers = { [SECOND]: 'refused' };
    assert.equal(await run(), FIRST);
    assert.equal(await run(), FIRST);
    assert.deepEqual(asked, [FIRST, SECOND, SECOND, FIRST, FIRST]);
  });

  it('say what is wrong with the first while that is asked last', async () => {
    answers = { [FIRST]: 'refused' };
    await run();
    answers = { [FIRST]: 'timeout', [SECOND]: 'refused' };
    await assert.rejects(run(), { message: `${FIRST}: "timeout"` });
  });

  it('don’t go on where something may have been used up', async () => {
    answers = { [FIRST]: 'timeout' };
    await assert.rejects(run(SESSION, { mayRepeat: () => false }), { message: `${FIRST}: "timeout"` });
    assert.deepEqual(asked, [FIRST]);
  });

  it('don’t believe another region about the tokens of one, and ask that', async () => {
    const issued = { ...SESSION, issuer: SECOND };
    const isBelieved: RegionalTask<string>['isBelieved'] = (_, there) => there.issuer === SECOND;
    answers = { [FIRST]: { status: 401 } };
    assert.equal(await run(issued, { isBelieved }), SECOND);
    assert.equal(await run(issued, { isBelieved }), SECOND, 'The first isn’t asked again about them.');
    assert.deepEqual(asked, [FIRST, SECOND, SECOND]);
    answers = { [FIRST]: { status: 401 }, [SECOND]: 'refused' };
    await assert.rejects(run(issued, { isBelieved }), { message: `${SECOND}: "refused"` });
    answers = { [SECOND]: { status: 401 } };
    await assert.rejects(run(issued, { isBelieved }), { message: new RegExp(`^${SECOND}`) });
  });

  it('say what is wrong with the first where the next doesn’t know the tokens', async () => {
    answers = { [FIRST]: 'refused', [SECOND]: { status: 400 } };
    await assert.rejects(run(SESSION, { isBelieved: () => false }), { message: `${FIRST}: "refused"` });
  });

  it('are one where an endpoint is set for all, which may repeat its requests', async () => {
    addresses = { [FIRST]: 'http://127.0.0.1:1', [SECOND]: 'http://127.0.0.1:1' };
    answers = { [FIRST]: 'refused' };
    const repeats: unknown[] = [];
    const watched: Partial<RegionalTask<string>> = {
      run(there, region) {
        repeats.push((there as { hasNext?: boolean }).hasNext);
        return task().run(there, region);
      },
    };
    await assert.rejects(run(SESSION, watched), { code: 'Network' });
    assert.deepEqual([asked, repeats], [[FIRST], [undefined]]);
    addresses = {};
    await run(SESSION, watched);
    assert.deepEqual(
      repeats,
      [undefined, true, undefined],
      'The next one is asked rather than the same again.',
    );
  });

  it('leave one out that can’t be used, and name each once', async () => {
    addresses = { 'us-iso-east-1': '' };
    answers = { [FIRST]: 'refused' };
    assert.equal(await run({ region: FIRST, regions: [FIRST, 'us-iso-east-1', SECOND, SECOND] }), SECOND);
    assert.deepEqual(asked, [FIRST, SECOND]);
    assert.ok(log.lines.some((line) => line.startsWith("us-iso-east-1 can't be used")));
  });

  it('hand on what is no failure of a service, at once', async () => {
    const reason = new Error('Aborted.');
    await assert.rejects(run(SESSION, { run: () => Promise.reject(reason) }), reason);
  });

  it('are the only ones that tokens may come from', async () => {
    await failover.expectIssuer({ ...SESSION, issuer: SECOND }, 'issuer');
    await failover.expectIssuer(SESSION, 'issuer');
    await assert.rejects(failover.expectIssuer({ ...SESSION, issuer: 'eu-west-1' }, 'issuer'), {
      code: 'InvalidRequest',
      message: /eu-west-1, but the endpoint is now us-east-1/,
    });
  });
});
