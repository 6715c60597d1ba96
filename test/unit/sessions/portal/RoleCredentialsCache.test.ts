import assert from 'node:assert/strict';
import type { RoleCredentials as Credentials, SsoPortal } from '../../../../src/aws/services/SsoPortal.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { RoleCredentialsCache } from '../../../../src/sessions/portal/RoleCredentialsCache.ts';
import { useFakeClock } from '../../support/fakeClock.ts';

const ROLE = { session: 's1', accountId: '111122223333', roleName: 'Reader' };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe('RoleCredentials', () => {
  const clock = useFakeClock();
  let lifetime: number;
  beforeEach(() => (lifetime = HOUR_MS));

  /** A portal that answers with what stands in the list, in order. */
  function open(...answers: (string | Error)[]) {
    const asked: unknown[] = [];
    const portal = {
      getRoleCredentials: async (token: string, role: object): Promise<Credentials> => {
        asked.push([token, role]);
        const answer = answers.shift();
        await Promise.resolve();
        if (answer instanceof Error) {
          throw answer;
        }
        return {
          accessKeyId: answer ?? '',
          secretAccessKey: 'secret',
          sessionToken: 'token',
          expiration: Date.now() + lifetime,
        };
      },
    } as unknown as SsoPortal;
    const credentials = new RoleCredentialsCache((session, action) => action(portal, `token of ${session}`));
    return { credentials, asked };
  }

  it('asks once for all callers, and not again until five minutes before the expiry', async () => {
    const { credentials, asked } = open('A', 'B');
    const all = await Promise.all(Array.from({ length: 50 }, () => credentials.get(ROLE)));
    assert.ok(all.every(({ accessKeyId }) => accessKeyId === 'A'));
    assert.deepEqual(asked, [['token of s1', { accountId: '111122223333', roleName: 'Reader' }]]);
    clock().setSystemTime(Date.now() + HOUR_MS - 5 * MINUTE_MS - 1);
    assert.equal((await credentials.get(ROLE)).accessKeyId, 'A');
    clock().setSystemTime(Date.now() + 1);
    assert.equal(credentials.cached(ROLE), undefined);
    assert.equal((await credentials.get(ROLE)).accessKeyId, 'B');
    assert.equal(asked.length, 2);
  });

  it('asks sooner for a caller that needs them to be good for longer', async () => {
    const { credentials, asked } = open('A', 'B');
    const get = async () => (await credentials.get(ROLE, 16 * MINUTE_MS)).accessKeyId;
    assert.equal(await get(), 'A');
    clock().setSystemTime(Date.now() + 43 * MINUTE_MS);
    assert.equal(await get(), 'A');
    clock().setSystemTime(Date.now() + 2 * MINUTE_MS);
    assert.equal((await credentials.get(ROLE)).accessKeyId, 'A');
    assert.equal(await get(), 'B');
    assert.equal(asked.length, 2);
  });

  it('are asked for anew where the clock was set back to before they came', async () => {
    const { credentials } = open('A', new AwsSsoError('Network', 'no network'), 'B');
    await credentials.get(ROLE);
    clock().setSystemTime(Date.now() - 24 * HOUR_MS);
    assert.equal(credentials.left(ROLE), undefined);
    await assert.rejects(credentials.get(ROLE), { code: 'Network' });
    assert.equal((await credentials.get(ROLE)).accessKeyId, 'B');
    assert.equal(credentials.left(ROLE)?.accessKeyId, 'B');
  });

  it('does not ask each time where none live for that long', async () => {
    lifetime = 15 * MINUTE_MS;
    const { credentials, asked } = open('A', 'B');
    await credentials.get(ROLE, 16 * MINUTE_MS);
    clock().setSystemTime(Date.now() + 9 * MINUTE_MS);
    await credentials.get(ROLE, 16 * MINUTE_MS);
    assert.equal(asked.length, 1);
    clock().setSystemTime(Date.now() + MINUTE_MS);
    await credentials.get(ROLE, 16 * MINUTE_MS);
    assert.equal(asked.length, 2);
  });

  it('keeps sessions, accounts and roles apart', async () => {
    const { credentials } = open('A', 'B', 'C', 'D');
    const roles = [
      ROLE,
      { ...ROLE, session: 's2' },
      { ...ROLE, accountId: '999999999999' },
      { ...ROLE, roleName: 'Writer' },
    ];
    for (const [index, role] of roles.entries()) {
      assert.equal((await credentials.get(role)).accessKeyId, 'ABCD'[index]);
    }
    assert.equal(credentials.cached(ROLE)?.accessKeyId, 'A');
  });

  it('gives what is good still when no new ones can be had, and tries again for the next caller', async () => {
    const { credentials } = open('A', new AwsSsoError('Network', 'no network'), 'B');
    await credentials.get(ROLE);
    clock().setSystemTime(Date.now() + HOUR_MS - MINUTE_MS);
    assert.equal((await credentials.get(ROLE)).accessKeyId, 'A');
    assert.equal((await credentials.get(ROLE)).accessKeyId, 'B');
  });

  for (const [code, ms] of [
    ['Network', HOUR_MS],
    ['NotSignedIn', HOUR_MS - MINUTE_MS],
  ] as const) {
    it(`rejects with ${code} ${ms / MINUTE_MS} min after those that it has`, async () => {
      const { credentials } = open('A', new AwsSsoError(code, 'sorry'));
      await credentials.get(ROLE);
      clock().setSystemTime(Date.now() + ms);
      await assert.rejects(credentials.get(ROLE), { code });
    });
  }

  it('names the account and the role that are not assigned', async () => {
    const { credentials } = open(new AwsSsoError('RoleNotAssigned', 'no'));
    await assert.rejects(credentials.get(ROLE), {
      code: 'RoleNotAssigned',
      message: /Reader .* 111122223333/,
    });
  });

  it('does not keep an answer that comes after that of the next person', async () => {
    const answers: ((credentials: Credentials) => void)[] = [];
    const portal = {
      getRoleCredentials: () => new Promise<Credentials>((resolve) => answers.push(resolve)),
    } as unknown as SsoPortal;
    const credentials = new RoleCredentialsCache((_, action) => action(portal, 'token'));
    const answer = (accessKeyId: string): Credentials => ({
      ...{ accessKeyId, secretAccessKey: 'secret', sessionToken: 'token' },
      expiration: Date.now() + HOUR_MS,
    });
    const first = credentials.get(ROLE);
    first.catch(() => undefined);
    credentials.keepOnly(new Set());
    const second = credentials.get(ROLE);
    answers[1]?.(answer('second'));
    await second;
    answers[0]?.(answer('first'));
    await assert.rejects(first, { code: 'NotSignedIn' });
    assert.equal(credentials.cached(ROLE)?.accessKeyId, 'second');
  });

  it('forgets those of a session that is not there any more, those that are still to come included', async () => {
    const { credentials } = open('A', 'B', 'C');
    const other = { ...ROLE, session: 's2' };
    await credentials.get(other);
    const late = credentials.get(ROLE);
    late.catch(() => undefined);
    credentials.keepOnly(new Set(['s2']));
    // Another person, who has signed in since.
    assert.equal((await credentials.get(ROLE)).accessKeyId, 'C');
    await assert.rejects(late, { code: 'NotSignedIn' });
    assert.equal(credentials.cached(ROLE)?.accessKeyId, 'C');
    credentials.forget(ROLE);
    assert.equal(credentials.cached(ROLE), undefined);
    assert.equal(credentials.cached(other)?.accessKeyId, 'A');
    credentials.keepOnly(new Set());
    assert.equal(credentials.cached(other), undefined);
  });
});
