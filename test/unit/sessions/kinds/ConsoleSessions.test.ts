import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { isAwsSsoError } from '../../../../src/base/errors.ts';
import { newDpopKey } from '../../../../src/aws/services/dpop.ts';
import { consoleId } from '../../../../src/sessions/kinds/console.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { type Answer, connectionError, type MockAws } from '../../support/mockAws.ts';
import {
  ALICE,
  credentials,
  CREDENTIALS_MS,
  openConsoles,
  signinException,
  tokens,
} from '../../support/openConsoles.ts';

const ID = consoleId(ALICE);
const MINUTE_MS = 60_000;
const PATH = '/v1/token';

describe('ConsoleSessions', () => {
  const clock = useFakeClock();

  /** A window in which somebody has just signed in. */
  async function signedIn(options: Parameters<typeof openConsoles>[0] = {}, brought = tokens()) {
    const window = openConsoles(options);
    await window.add(ALICE, brought);
    window.changes.length = 0;
    return window;
  }

  /** Takes the clock to so many milliseconds before the credentials expire, without any timer noticing. */
  function leave(ms: number): void {
    clock().setSystemTime(Date.UTC(2026, 0, 1) + CREDENTIALS_MS - ms);
  }

  /** The access key, or the code of the error, that a call comes to. */
  async function outcome(promise: Promise<{ accessKeyId: string }>): Promise<string> {
    const settled = promise.then(
      ({ accessKeyId }) => accessKeyId,
      (error: unknown) => (isAwsSsoError(error) ? `${error.code}: ${error.message}` : String(error)),
    );
    await clock().tickAsync(5_000);
    return settled;
  }

  /** The public part of the key that each request was proved with. */
  function provenBy({ received }: MockAws): unknown[] {
    return received.map(({ headers }) => {
      const [header = ''] = headers['dpop']?.split('.') ?? [];
      return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { jwk: unknown }).jwk;
    });
  }

  it('keeps all of a session in one document of the secret store, key included', async () => {
    const dpopKey = newDpopKey();
    const { secrets, changes, sessions } = openConsoles();
    await sessions.add(ALICE, tokens(1, dpopKey), new AbortController().signal);
    assert.deepEqual(changes, [{ added: ['ASIA1'], changed: [], removed: [] }]);
    const keys = [...secrets.values.keys()].sort();
    assert.deepEqual(keys, [`console:${ID}`, 'consoles']);
    const { version, content } = JSON.parse(secrets.values.get(`console:${ID}`) ?? '') as {
      version: number;
      content: Record<string, unknown>;
    };
    assert.equal(version, 1);
    const { arn, accessKeyId, refreshToken } = content;
    assert.deepEqual([arn, accessKeyId, refreshToken], [ALICE.arn, 'ASIA1', 'ASOR1']);
    assert.equal(content['dpopKey'], dpopKey);
    assert.match(dpopKey, /^-----BEGIN EC PRIVATE KEY-----/);
    const later = openConsoles({ secrets });
    await later.sessions.load();
    assert.equal(later.sessions.current(ID)?.accessKeyId, 'ASIA1');
  });

  it('ignores a document whose key cannot make proofs', async () => {
    const { secrets, sessions } = await signedIn();
    const text = secrets.values.get(`console:${ID}`) ?? '';
    const dpopKey = sessions.find(ID)?.dpopKey ?? '';
    secrets.values.set(`console:${ID}`, text.replace(JSON.stringify(dpopKey), '"no key"'));
    const later = openConsoles({ secrets });
    await later.sessions.load();
    assert.deepEqual(later.sessions.stored(), []);
    assert.match(later.log.lines.join('\n'), /cannot be read and is ignored/);
  });

  it('renews when five of fifteen minutes are left, behind the answer, and not before', async () => {
    const { aws, sessions, changes } = await signedIn();
    leave(5 * MINUTE_MS + 1);
    assert.equal(sessions.current(ID)?.accessKeyId, 'ASIA1');
    await clock().tickAsync(0);
    assert.equal(aws.received.length, 0);
    aws.next(PATH, credentials(2));
    leave(5 * MINUTE_MS);
    assert.equal(sessions.current(ID)?.accessKeyId, 'ASIA1');
    await clock().tickAsync(0);
    assert.equal(sessions.current(ID)?.accessKeyId, 'ASIA2');
    assert.deepEqual(aws.received[0]?.body, {
      clientId: 'arn:aws:signin:::devtools/same-device',
      grantType: 'refresh_token',
      refreshToken: 'ASOR1',
    });
    assert.deepEqual(changes, [{ added: [], changed: ['ASIA2'], removed: [] }]);
  });

  it('has everybody wait for one renewal when they have expired', async () => {
    const { aws, sessions, changes } = await signedIn();
    leave(-1);
    aws.next(PATH, credentials(2));
    const all = await Promise.all(Array.from({ length: 20 }, () => outcome(sessions.fresh(ID))));
    assert.deepEqual(new Set(all), new Set(['ASIA2']));
    assert.equal(aws.received.length, 1);
    assert.equal(changes.length, 1);
  });

  it('stores what is new before anybody hears of it', async () => {
    const secrets = new MemorySecrets();
    const { aws, sessions, changes } = await signedIn({ secrets });
    leave(-1);
    aws.next(PATH, credentials(2));
    const store = secrets.store.bind(secrets);
    let told: number | undefined;
    secrets.store = (key, value) => {
      if (value.includes('ASIA2')) {
        told = changes.length;
      }
      return store(key, value);
    };
    assert.equal(await outcome(sessions.fresh(ID)), 'ASIA2');
    assert.equal(told, 0);
  });

  it('renews once for all windows, and each has what came', async () => {
    const shared = { secrets: new MemorySecrets(), windows: new MemoryWindows(), lock: new MemoryLock() };
    const here = await signedIn(shared);
    const there = openConsoles(shared);
    await there.sessions.load();
    there.changes.length = 0;
    leave(-1);
    here.aws.next(PATH, credentials(2));
    there.aws.next(PATH, credentials(3));
    const keys = await Promise.all([here, there].map(({ sessions }) => outcome(sessions.fresh(ID))));
    assert.equal(keys[0], keys[1]);
    assert.equal(here.aws.received.length + there.aws.received.length, 1);
    assert.deepEqual([here.changes.length, there.changes.length], [1, 1]);
  });

  it('gives a window that has a secret storage of its own what another one has renewed', async () => {
    const windows = new MemoryWindows();
    const here = await signedIn({ windows });
    const there = openConsoles({ windows, secrets: new MemorySecrets(here.secrets.values) });
    await there.sessions.load();
    leave(-1);
    here.aws.next(PATH, credentials(2));
    assert.equal(await outcome(here.sessions.fresh(ID)), 'ASIA2');
    assert.equal(there.sessions.current(ID)?.accessKeyId, 'ASIA2');
    assert.match(there.secrets.values.get(`console:${ID}`) ?? '', /ASOR2/);
  });

  it('proves each renewal with the key of the sign-in, for twelve hours, and then ends', async () => {
    const dpopKey = newDpopKey();
    const { aws, sessions, changes } = await signedIn({}, tokens(1, dpopKey));
    const { received } = aws;
    let number = 1;
    for (const start = Date.now(); Date.now() - start < 12 * 60 * MINUTE_MS;) {
      if (aws.unused === 0) {
        aws.next(PATH, credentials(++number));
      }
      await clock().tickAsync(MINUTE_MS);
      assert.ok(sessions.current(ID), 'there are credentials all the time');
    }
    // Every seven to ten minutes.
    assert.ok(received.length > 60 && received.length < 110, `${received.length} renewals`);
    const tokensSent = received.map(({ body }) => body['refreshToken']);
    assert.deepEqual(
      tokensSent,
      [...tokensSent.keys()].map((index) => `ASOR${index + 1}`),
    );
    const { kty, crv, x, y } = createPublicKey(dpopKey).export({ format: 'jwk' });
    provenBy(aws).forEach((jwk) => assert.deepEqual(jwk, { kty, crv, x, y }));
    while (aws.unused > 0) {
      await clock().tickAsync(MINUTE_MS);
    }
    aws.next(PATH, signinException('TOKEN_EXPIRED'));
    await clock().tickAsync(20 * MINUTE_MS);
    assert.equal(sessions.find(ID), undefined);
    assert.deepEqual(changes.at(-1)?.removed.length, 1);
  });

  const PASSING: [string, Answer | Error][] = [
    ['5xx', { status: 503, body: 'busy' }],
    ['server_error', signinException('server_error', 500, 'InternalServerException')],
    ['something else that answers', { status: 200, body: '<html>Welcome to the hotel</html>' }],
    ['a lost answer', connectionError('ECONNRESET')],
    ['another key, or a wrong clock', signinException('INVALID_REQUEST', 400, 'ValidationException')],
  ];
  for (const [name, answer] of PASSING) {
    it(`keeps the session and its credentials through ${name}`, async () => {
      const { aws, sessions, changes } = await signedIn();
      leave(10_000);
      aws.next(PATH, answer);
      assert.equal(await outcome(sessions.fresh(ID)), 'ASIA1');
      assert.deepEqual(changes, []);
      assert.deepEqual(sessions.endedUntold(), []);
    });
  }

  it('keeps the session through 429, and repeats the request as it is asked to', async () => {
    const { aws, sessions } = await signedIn();
    leave(10_000);
    const busy = signinException('INVALID_REQUEST', 429, 'TooManyRequestsError');
    aws.next(PATH, busy).next(PATH, busy).next(PATH, busy);
    assert.equal(await outcome(sessions.fresh(ID)), 'ASIA1');
    assert.deepEqual(sessions.endedUntold(), []);
  });

  it('goes on after the expiry, and says why there is nothing at the moment', async () => {
    const { aws, sessions } = await signedIn();
    leave(-1);
    aws.next(PATH, { status: 503, body: 'busy' });
    assert.match(
      await outcome(sessions.fresh(ID)),
      /^Service: You’re still signed in as user\/alice \(111122223333\), but its credentials couldn’t be refreshed\./,
    );
    aws.next(PATH, credentials(2));
    await clock().tickAsync(10_000);
    assert.equal(sessions.current(ID)?.accessKeyId, 'ASIA2');
  });

  const ENDS: [string, Answer, string, RegExp][] = [
    ['TOKEN_EXPIRED', signinException('TOKEN_EXPIRED'), 'sessionOver', /12 hours\. Sign in again\.$/],
    [
      'USER_CREDENTIALS_CHANGED',
      signinException('USER_CREDENTIALS_CHANGED', 403),
      'credentialsChanged',
      /Your AWS password or sign-in has changed\. Sign in again\.$/,
    ],
    [
      'INSUFFICIENT_PERMISSIONS',
      signinException('INSUFFICIENT_PERMISSIONS', 403),
      'notPermitted',
      /the policy SignInLocalDevelopmentAccess\. Sign in again\.$/,
    ],
    ['a refusal without a reason', signinException(''), 'refused', /AWS refused to renew it\./],
  ];
  for (const [name, answer, reason, sentence] of ENDS) {
    it(`ends with ${name}, and says what to do`, async () => {
      const { aws, sessions, changes, endedTimes } = await signedIn();
      leave(-1);
      aws.next(PATH, answer);
      const said = await outcome(sessions.fresh(ID));
      assert.match(said, /^NotSignedIn: Your console sign-in as user\/alice \(111122223333\) has ended\./);
      assert.match(said, sentence);
      assert.deepEqual(changes, [{ added: [], changed: [], removed: ['ASIA1'] }]);
      assert.deepEqual(
        sessions.endedUntold().map(({ ended }) => ended),
        [reason],
      );
      assert.equal(endedTimes(), 1);
    });
  }

  it('ends with another key once no sign-in lasts that long; until then it may be the clock', async () => {
    const { aws, sessions } = await signedIn();
    const refused = signinException('INVALID_REQUEST', 400, 'ValidationException');
    leave(-1);
    aws.next(PATH, refused);
    assert.match(
      await outcome(sessions.fresh(ID)),
      /still signed in.*Check the clock of this machine, or sign in again/,
    );
    assert.deepEqual(sessions.endedUntold(), []);
    leave(-12 * 60 * MINUTE_MS);
    aws.next(PATH, refused);
    assert.match(await outcome(sessions.fresh(ID)), /AWS refused to renew it\./);
  });

  it('takes no credentials away when a lost answer has cost the refresh token', async () => {
    const { aws, sessions } = await signedIn();
    // Whatever moment this window has chosen for itself, it has come.
    leave(2 * MINUTE_MS);
    aws.next(PATH, connectionError('ECONNRESET'));
    sessions.current(ID);
    await clock().tickAsync(500);
    aws.next(PATH, signinException('TOKEN_EXPIRED'));
    // Answers take turns of the event loop, which no clock gives.
    for (let turns = 0; turns < 300 && sessions.find(ID)?.refreshToken !== undefined; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock().tickAsync(100);
    }
    assert.equal(aws.received.length, 1);
    assert.equal(sessions.current(ID)?.accessKeyId, 'ASIA1');
    leave(-1);
    assert.match(await outcome(sessions.fresh(ID)), /last renewal didn’t complete/);
  });

  it('has one window tell the person', async () => {
    const shared = { secrets: new MemorySecrets(), windows: new MemoryWindows(), lock: new MemoryLock() };
    const here = await signedIn(shared);
    const there = openConsoles(shared);
    await there.sessions.load();
    leave(-1);
    here.aws.next(PATH, signinException('TOKEN_EXPIRED'));
    await outcome(here.sessions.fresh(ID));
    const claims = await Promise.all([here, there].map(({ sessions }) => sessions.claimTelling(ID)));
    assert.deepEqual(claims.sort(), [false, true]);
    assert.deepEqual([...here.sessions.endedUntold(), ...there.sessions.endedUntold()], []);
  });

  it('signs out in all windows, whatever a renewal that is under way brings', async () => {
    const shared = { secrets: new MemorySecrets(), windows: new MemoryWindows(), lock: new MemoryLock() };
    const here = await signedIn(shared);
    const there = openConsoles(shared);
    await there.sessions.load();
    leave(-1);
    there.aws.next(PATH, credentials(2));
    const renewing = outcome(there.sessions.fresh(ID));
    await here.sessions.signOut(ID);
    assert.match(await renewing, /^NotSignedIn: .* You signed out\./);
    assert.deepEqual([here.sessions.stored(), there.sessions.stored()], [[], []]);
    assert.doesNotMatch(shared.secrets.values.get(`console:${ID}`) ?? '', /PRIVATE|ASOR|ASIA/);
    assert.deepEqual(here.sessions.endedUntold(), []);
  });

  it('takes another sign-in to the same session for the same account', async () => {
    const { sessions, changes, add } = await signedIn();
    await clock().tickAsync(1000);
    await add({ ...ALICE, region: 'eu-west-1' }, tokens(2));
    assert.deepEqual(changes, [{ added: [], changed: ['ASIA2'], removed: [] }]);
    assert.deepEqual([sessions.regionOf(ALICE.arn), sessions.regionOf()], ['eu-west-1', 'eu-west-1']);
    assert.equal(sessions.regionOf('arn:aws:iam::111122223333:user/bob'), undefined);
  });

  it('knows those signed in first, in the region of the sign-in, then those that profiles name', async () => {
    const bob = { arn: 'arn:aws:iam::111122223333:user/bob', region: 'us-west-2' };
    const { sessions, add } = openConsoles({
      profiles: () => Promise.resolve([bob, { ...ALICE, region: 'us-west-2' }]),
    });
    await add();
    assert.deepEqual(
      sessions.known().map(({ arn, region }) => [arn, region]),
      [
        [ALICE.arn, ALICE.region],
        [bob.arn, bob.region],
      ],
    );
  });

  it('leaves messages about other things to others', async () => {
    const { sessions } = await signedIn();
    assert.equal(sessions.answer({ kind: 'records', records: [] }), undefined);
    assert.equal(sessions.answer({ kind: 'consoleRecords', records: { arn: 'x' } }), undefined);
  });

  it('writes no secret into the log', async () => {
    const { aws, sessions, log } = await signedIn();
    leave(-1);
    aws.next(PATH, credentials(2)).next(PATH, signinException('TOKEN_EXPIRED'));
    await outcome(sessions.fresh(ID));
    await clock().tickAsync(20 * MINUTE_MS);
    await outcome(sessions.fresh(ID));
    assert.match(log.lines.join('\n'), /has ended \(sessionOver\)/);
    assert.doesNotMatch(log.lines.join('\n'), /ASIA|ASOR|secret \d|session \d|PRIVATE/);
  });
});
