import assert from 'node:assert/strict';
import { type SessionConfig, sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { blindPrompt } from '../../support/blindPrompt.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import type { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { exception, ORIGIN } from '../../support/mockAws.ts';
import {
  CORP,
  INVALID_CLIENT,
  LAB,
  openSessions,
  registered,
  started,
  token,
  UNAUTHORIZED_CLIENT,
} from '../../support/openSessions.ts';

describe('Sessions', () => {
  const clock = useFakeClock();

  const open = (
    secrets = new MemorySecrets(),
    configured: readonly SessionConfig[] = [CORP],
    shared: { windows?: MemoryWindows; lock?: MemoryLock } = {},
  ) => openSessions(clock(), { secrets, configured, ...shared });

  it('registers, signs in, stores the session, and tells of it once', async () => {
    const { aws, signIn, sessions, changes, secrets } = open();
    aws
      .next('/client/register', registered('c1'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    const from = Date.now();
    const session = await signIn(CORP);
    assert.deepEqual(session, {
      ...CORP,
      revision: from + 1000,
      accessToken: 't1',
      receivedAt: from + 1000,
      expiresAt: from + 1000 + 3_600_000,
      refreshToken: 'refresh of t1',
      clientId: 'c1',
      clientSecret: 'secret of c1',
      registrationExpiresAt: from + 7_776_000_000,
      issuer: ORIGIN,
      portalIssuer: ORIGIN,
    });
    assert.deepEqual(sessions.signedIn(), [session]);
    assert.deepEqual(changes, [{ added: ['corp'], changed: [], removed: [] }]);
    const { sessions: otherWindow } = open(secrets);
    await otherWindow.load();
    assert.deepEqual(otherWindow.signedIn(), [session]);
  });

  it('reuses the registration, and keeps the session’s identity, the next time', async () => {
    const { aws, signIn, changes, operations } = open();
    aws
      .next('/client/register', registered('c1'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    const first = await signIn(CORP);
    aws.next('/device_authorization', started()).next('/token', token('t2'));
    const second = await signIn(CORP);
    assert.equal(sessionId(first), sessionId(second));
    assert.deepEqual(changes[1], { added: [], changed: ['corp'], removed: [] });
    assert.deepEqual(operations().slice(3), [
      ['/device_authorization', 'c1'],
      ['/token', 'c1'],
    ]);
  });

  it('never shares a registration between portals or scopes', async () => {
    const { aws, signIn, operations } = open();
    for (const [config, client] of [
      [CORP, 'c1'],
      [LAB, 'c2'],
      [{ ...CORP, registrationScopes: ['codecatalyst:read_write', 'sso:account:access'] }, 'c3'],
    ] as const) {
      aws
        .next('/client/register', registered(client))
        .next('/device_authorization', started())
        .next('/token', token('t'));
      await signIn(config);
    }
    assert.equal(operations().filter(([path]) => path === '/client/register').length, 3);
  });

  it('registers anew when the registration is about to expire', async () => {
    const { aws, signIn, operations } = open();
    aws
      .next('/client/register', registered('c1', 20 * 60))
      .next('/device_authorization', started())
      .next('/token', token('t'));
    await signIn(CORP);
    clock().setSystemTime(Date.now() + 6 * 60_000);
    aws
      .next('/client/register', registered('c2'))
      .next('/device_authorization', started())
      .next('/token', token('t'));
    await signIn(CORP);
    assert.deepEqual(operations().at(-1), ['/token', 'c2']);
  });

  for (const refusal of [INVALID_CLIENT, UNAUTHORIZED_CLIENT]) {
    const name = Object.values(refusal.headers ?? {})[0]?.split(':')[0];
    it(`registers anew once, within the same sign-in, when the service says ${name}`, async () => {
      const { aws, signIn, operations } = open();
      aws
        .next('/client/register', registered('c1'))
        .next('/device_authorization', started())
        .next('/token', token('t1'));
      await signIn(CORP);
      aws.next('/device_authorization', refusal).next('/client/register', registered('c2'));
      aws.next('/device_authorization', started()).next('/token', token('t2'));
      assert.equal((await signIn(CORP)).accessToken, 't2');
      assert.deepEqual(operations().at(-1), ['/token', 'c2']);
    });
  }

  it('does not register a second time when the new registration is refused too', async () => {
    const { aws, signIn, operations } = open();
    aws.next('/client/register', registered('c1')).next('/device_authorization', INVALID_CLIENT);
    await assert.rejects(signIn(CORP), { code: 'Expired', message: /registration/ });
    assert.equal(operations().length, 2);
  });

  it('registers anew when the stored registration is corrupt', async () => {
    const { aws, signIn, operations, secrets } = open();
    aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    aws.next('/token', token('t1'));
    await signIn(CORP);
    const key = [...secrets.values.keys()].find((name) => name.startsWith('registration:')) ?? '';
    secrets.values.set(key, '{"version":1,"content":{"clientId":7}}');
    aws.next('/client/register', registered('c2')).next('/device_authorization', started());
    aws.next('/token', token('t2'));
    await signIn(CORP);
    assert.deepEqual(operations().at(-1), ['/token', 'c2']);
  });

  it('signs in although the registration cannot be stored', async () => {
    const { aws, signIn, secrets, log } = open();
    const store = secrets.store.bind(secrets);
    secrets.store = (key, value) =>
      key.startsWith('registration:') ? Promise.reject(new Error('no keyring')) : store(key, value);
    aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    aws.next('/token', token('t1'));
    assert.equal((await signIn(CORP)).accessToken, 't1');
    assert.match(log.lines.join(), /registration of this editor could not be stored/);
  });

  it('leaves everything as it was when a sign-in fails', async () => {
    const { aws, signIn, sessions, changes, secrets } = open();
    aws
      .next('/client/register', registered('c1'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    const session = await signIn(CORP);
    const stored = new Map(secrets.values);
    aws.next('/device_authorization', started());
    aws.next('/token', exception('AccessDeniedException', 'access_denied'));
    await assert.rejects(signIn(CORP), { code: 'AccessDenied' });
    assert.deepEqual(sessions.signedIn(), [session]);
    assert.deepEqual(secrets.values, stored);
    assert.equal(changes.length, 1);
  });

  it('keeps several sessions side by side, and signs out of one', async () => {
    const { aws, signIn, sessions, changes, log } = open();
    for (const config of [CORP, LAB]) {
      aws
        .next('/client/register', registered('c'))
        .next('/device_authorization', started())
        .next('/token', token(config.name));
      await signIn(config);
    }
    aws.next('/logout', { body: '' });
    assert.equal((await sessions.signOut(sessionId(CORP)))?.name, 'corp');
    await clock().tickAsync(0);
    assert.deepEqual(
      sessions.signedIn().map(({ name }) => name),
      ['lab'],
    );
    assert.deepEqual(changes.at(-1), { added: [], changed: [], removed: ['corp'] });
    assert.equal(aws.received.at(-1)?.headers['x-amz-sso_bearer_token'], 'corp');
    assert.match(log.lines.at(-1) ?? '', /^Signed out of corp/);
  });

  it('is signed out here before the service has answered, and whatever it answers', async () => {
    const { aws, signIn, sessions, secrets, log } = open();
    aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    await signIn(CORP);
    aws.next('/logout', { status: 503, body: 'busy' });
    aws.next('/logout', { status: 503, body: 'busy' }).next('/logout', { status: 503, body: 'busy' });
    await sessions.signOut(sessionId(CORP));
    assert.deepEqual(sessions.signedIn(), []);
    await clock().tickAsync(1000);
    assert.doesNotMatch([...secrets.values.values()].join(), /t1/);
    assert.match(log.lines.join('\n'), /the service did not confirm it/);
  });

  it('notices what another window has stored and deleted', async () => {
    const here = open();
    await here.sessions.load();
    const there = open(here.secrets);
    there.aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    there.aws.next('/logout', { body: '' });
    await there.signIn(CORP);
    await here.sessions.reload();
    assert.deepEqual(here.changes, [{ added: ['corp'], changed: [], removed: [] }]);
    await there.sessions.signOut(sessionId(CORP));
    await here.sessions.reload();
    assert.deepEqual(here.changes.at(-1), { added: [], changed: [], removed: ['corp'] });
  });

  it('loses no sign-in to a reading of the store that began before it', async () => {
    const { aws, sessions, secrets, signIn } = open(new MemorySecrets(), []);
    aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    await sessions.load();
    const get = secrets.get.bind(secrets);
    let indexReads = 0;
    secrets.get = async (key) => {
      const value = await get(key);
      // Only the first reading is slow: what it has read is old by the time that it is used.
      if (key === 'sessions' && ++indexReads === 1) {
        await new Promise((resolve) => setTimeout(resolve, 2500));
      }
      return value;
    };
    const reading = sessions.reload();
    const signingIn = signIn(CORP);
    await clock().tickAsync(10_000);
    await Promise.all([reading, signingIn]);
    assert.deepEqual(
      sessions.signedIn().map(({ name }) => name),
      ['corp'],
    );
  });

  it('keeps what it knows while the secret storage cannot be read, and reads again later', async () => {
    const { aws, signIn, sessions, changes, secrets, log } = open();
    aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    await signIn(CORP);
    const get = secrets.get.bind(secrets);
    secrets.get = () => Promise.reject(new Error('keyring is locked'));
    await sessions.reload();
    assert.equal(sessions.signedIn().length, 1);
    assert.equal(changes.length, 1);
    assert.match(log.lines.join(), /cannot be read at the moment/);
    secrets.get = get;

    const other = open(secrets);
    secrets.get = () => Promise.reject(new Error('keyring is locked'));
    await other.sessions.load();
    assert.deepEqual(other.sessions.signedIn(), []);
    secrets.get = get;
    await other.sessions.load();
    assert.equal(other.sessions.signedIn().length, 1);
  });

  it('is out of use, and logged out at the service, even when the storage does not forget it', async () => {
    const { aws, signIn, sessions, secrets } = open();
    aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    await signIn(CORP);
    aws.next('/logout', { body: '' });
    secrets.store = () => Promise.reject(new Error('no keyring'));
    await assert.rejects(sessions.signOut(sessionId(CORP)), { code: 'Service' });
    await clock().tickAsync(0);
    assert.deepEqual(sessions.signedIn(), []);
    assert.equal(aws.unused, 0);
  });

  it('takes a name for the session that is configured under it now', async () => {
    const configured = [CORP];
    const { aws, signIn, sessions } = open(new MemorySecrets(), configured);
    aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    await signIn(CORP);
    assert.equal(sessions.serving('corp', []).length, 1);
    configured[0] = { ...CORP, startUrl: 'https://moved.awsapps.com/start' };
    assert.deepEqual(sessions.serving('corp', []), []);
    assert.equal(sessions.named('corp').startUrl, 'https://moved.awsapps.com/start');
  });

  it('takes a name for the session that is signed in under it, not for another that a workspace suggests', async () => {
    const configured = [CORP];
    const { aws, signIn, sessions } = open(new MemorySecrets(), configured);
    aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    await signIn(CORP);
    configured[0] = { ...CORP, startUrl: 'https://evil.awsapps.com/start', isSuggested: true };
    assert.equal(sessions.named('corp').startUrl, CORP.startUrl);
    assert.equal(sessions.serving('corp', []).length, 1);
    configured.push({ ...CORP, startUrl: 'https://moved.awsapps.com/start' });
    assert.equal(sessions.named('corp').startUrl, 'https://moved.awsapps.com/start');
  });

  it('stores nothing once it was cancelled', async () => {
    const { aws, sessions, secrets } = open();
    aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    const controller = new AbortController();
    const get = secrets.get.bind(secrets);
    await sessions.load();
    secrets.get = async (key) => {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return get(key);
    };
    const prompt = blindPrompt();
    const signingIn = sessions.signIn(CORP, prompt, controller.signal);
    signingIn.catch(() => undefined);
    await clock().tickAsync(5_500);
    const reading = sessions.reload();
    await clock().tickAsync(1_000);
    const reason = new Error('enough');
    controller.abort(reason);
    await clock().tickAsync(60_000);
    await reading;
    await assert.rejects(signingIn, reason);
    assert.doesNotMatch([...secrets.values.values()].join(), /t1/);
  });

  it('knows the configured sessions, and those signed in without being configured', async () => {
    const { aws, signIn, sessions } = open();
    aws
      .next('/client/register', registered('c'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    await signIn(LAB);
    assert.deepEqual(
      sessions.known().map(({ name }) => name),
      ['corp', 'lab'],
    );
  });

  it('writes no secret into the log', async () => {
    const { aws, signIn, sessions, log } = open();
    aws
      .next('/client/register', registered('c1'))
      .next('/device_authorization', started())
      .next('/token', token('t1'));
    await signIn(CORP);
    aws.next('/logout', { body: '' });
    await sessions.signOut(sessionId(CORP));
    await clock().tickAsync(0);
    assert.ok(log.lines.length >= 2);
    assert.doesNotMatch(log.lines.join('\n'), /t1|secret of/);
  });
});
