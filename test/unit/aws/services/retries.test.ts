import assert from 'node:assert/strict';
import { AwsSsoError, type NetworkFailure, type ServiceFailure } from '../../../../src/base/errors.ts';
import { type Operation, REPEATABLE, Retries } from '../../../../src/aws/services/retries.ts';
import { useFakeClock } from '../../support/fakeClock.ts';

function answered(status: number, members: Partial<ServiceFailure> = {}): AwsSsoError {
  const retryable = [429, 500, 502, 503, 504].includes(status);
  return new AwsSsoError(status === 429 ? 'Throttled' : 'Service', 'text', {
    service: { service: 'sso-oidc', name: 'X', status, retryable, ...members },
  });
}

function unanswered(network: NetworkFailure): AwsSsoError {
  return new AwsSsoError('Network', 'text', { network });
}

const REFUSED = unanswered({ kind: 'refused', errno: 'ECONNREFUSED', maybeSent: false });
const RESET = unanswered({ kind: 'broken', errno: 'ECONNRESET', maybeSent: true });

describe('Retries', () => {
  const clock = useFakeClock();

  /** Runs the operation, failing with each of the errors in turn and then succeeding. */
  async function run(operation: Operation, errors: Error[], retries = new Retries(() => 1)) {
    const at: number[] = [];
    const from = Date.now();
    const queue = [...errors];
    const attempt = () => {
      at.push(Date.now() - from);
      const error = queue.shift();
      return error === undefined ? Promise.resolve('done') : Promise.reject(error);
    };
    const promise = retries
      .run(operation, attempt, new AbortController().signal)
      .catch((error: unknown) => error);
    await clock().tickAsync(120_000);
    return { outcome: await promise, at };
  }

  it('says what was answered last when time is up before the next attempt', async () => {
    const timeout = new AbortController();
    setTimeout(() => timeout.abort(new DOMException('Out of time', 'TimeoutError')), 5_000);
    const throttled = answered(429, { retryAfter: 10_000 });
    const outcome = new Retries()
      .run('CreateToken refresh_token', () => Promise.reject(throttled), timeout.signal)
      .catch((error: unknown) => error);
    await clock().tickAsync(5_000);
    assert.equal(await outcome, throttled);
  });

  it('decides for every operation', () => {
    assert.deepEqual(REPEATABLE, {
      RegisterClient: 'safe',
      StartDeviceAuthorization: 'safe',
      'CreateToken device_code': 'never',
      'CreateToken refresh_token': 'unsent',
      'CreateToken authorization_code': 'unsent',
      ListAccounts: 'patient',
      ListAccountRoles: 'patient',
      AssumeRole: 'safe',
      getSigninToken: 'safe',
      GetRoleCredentials: 'safe',
      Logout: 'safe',
      'CreateOAuth2Token refresh_token': 'unsent',
      'CreateOAuth2Token authorization_code': 'unsent',
    });
  });

  /** Whether a second request follows the failure. */
  const table: [string, AwsSsoError, { safe: boolean; unsent: boolean }][] = [
    ['a refused connection', REFUSED, { safe: true, unsent: true }],
    ['a connection that broke off', RESET, { safe: true, unsent: false }],
    [
      'a captive portal’s page',
      unanswered({ kind: 'foreign', maybeSent: true }),
      { safe: false, unsent: false },
    ],
    ['429', answered(429), { safe: true, unsent: true }],
    ['500', answered(500), { safe: true, unsent: false }],
    ['502', answered(502), { safe: true, unsent: false }],
    ['503', answered(503), { safe: true, unsent: false }],
    ['504', answered(504), { safe: true, unsent: false }],
    ['501', answered(501), { safe: false, unsent: false }],
    ['400', answered(400), { safe: false, unsent: false }],
    ['401', answered(401), { safe: false, unsent: false }],
    ['403', answered(403), { safe: false, unsent: false }],
  ];
  for (const [what, error, expected] of table) {
    for (const [operation, repeatable] of Object.entries(REPEATABLE) as [
      Operation,
      (typeof REPEATABLE)[Operation],
    ][]) {
      const kind = repeatable === 'patient' ? 'safe' : repeatable;
      const repeats = kind !== 'never' && expected[kind];
      it(`${repeats ? 'repeats' : 'does not repeat'} ${operation} after ${what}`, async () => {
        const { outcome, at } = await run(operation, [error]);
        assert.equal(at.length, repeats ? 2 : 1);
        assert.equal(outcome, repeats ? 'done' : error);
      });
    }
  }

  it('gives up after three attempts, with the last error', async () => {
    const errors = [answered(500), answered(502), answered(503), answered(504)];
    const { outcome, at } = await run('ListAccounts', errors);
    assert.equal(outcome, errors[2]);
    assert.equal(at.length, 3);
  });

  it('backs off exponentially, longer when throttled, with jitter', async () => {
    assert.deepEqual((await run('ListAccounts', [answered(500), answered(500)])).at, [0, 50, 150]);
    assert.deepEqual((await run('ListAccounts', [answered(429), answered(429)])).at, [0, 1000, 3000]);
    const half = new Retries(() => 0.5);
    assert.deepEqual((await run('ListAccounts', [answered(500), answered(500)], half)).at, [0, 25, 75]);
  });

  it('waits as long as the service asks, and gives up at once when that is too long', async () => {
    const { at } = await run('ListAccounts', [answered(429, { retryAfter: 7000 })]);
    assert.deepEqual(at, [0, 8000]);
    const long = await run('ListAccounts', [answered(429, { retryAfter: 31_000 })]);
    assert.equal(long.at.length, 1);
  });

  it('spends no more than its budget on a service in trouble, and earns it back by successes', async () => {
    const retries = new Retries(() => 0);
    const failing = Array.from({ length: 3 }, () => answered(500));
    let attempts = 0;
    for (let i = 0; i < 20; i++) {
      attempts += (await run('ListAccounts', failing, retries)).at.length;
    }
    assert.equal(attempts, 20 + 20);
    for (let i = 0; i < 5; i++) {
      await run('ListAccounts', [], retries);
    }
    assert.equal((await run('ListAccounts', failing, retries)).at.length, 2);
  });

  it('waits out that the service asks for fewer lists, in ten attempts and at no cost; and nothing else so long', async () => {
    const retries = new Retries(() => 0);
    const throttled = Array.from({ length: 10 }, () => answered(429));
    for (let i = 0; i < 5; i++) {
      const { outcome, at } = await run('ListAccountRoles', throttled, retries);
      assert.deepEqual([outcome, at.length], [throttled[9], 10]);
    }
    assert.equal((await run('ListAccounts', throttled.slice(1), retries)).outcome, 'done');
    assert.equal((await run('GetRoleCredentials', throttled, retries)).at.length, 3);
    assert.equal((await run('ListAccounts', [answered(429, { retryAfter: 31_000 })], retries)).at.length, 1);
  });

  it('repeats nothing that is not an answer of AWS or of the network', async () => {
    const bug = new TypeError('bug');
    assert.equal((await run('ListAccounts', [bug])).outcome, bug);
  });

  it('stops at once with the reason when it is cancelled while waiting', async () => {
    const controller = new AbortController();
    const retries = new Retries(() => 1);
    const promise = retries.run('Logout', () => Promise.reject(answered(429)), controller.signal);
    promise.catch(() => undefined);
    await clock().tickAsync(500);
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(promise, reason);
  });
});
