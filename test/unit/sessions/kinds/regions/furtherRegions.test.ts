import assert from 'node:assert/strict';
import { sessionId } from '../../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../../support/fakeClock.ts';
import { type Answer, connectionError, exception, MockAws, ORIGIN } from '../../../support/mockAws.ts';
import { CORP, openSessions, registered, started, token } from '../../../support/openSessions.ts';

const SECOND = 'us-west-2';
const SECOND_ISSUER = `https://oidc.${SECOND}.amazonaws.com`;
const SESSION = { ...CORP, regions: [SECOND] };
const ID = sessionId(SESSION);
const REFUSED = connectionError('ECONNREFUSED');
const LOST = connectionError('ECONNRESET');
const INVALID_GRANT = exception('InvalidGrantException', 'invalid_grant');
const UNAUTHORIZED: Answer = {
  status: 401,
  headers: { 'x-amzn-ErrorType': 'UnauthorizedException', 'x-amzn-RequestId': 'r' },
  body: { message: 'Session token not found or invalid' },
};

describe('A session with further regions', () => {
  const clock = useFakeClock();
  let second: MockAws;
  let home: ReturnType<typeof openSessions>;
  beforeEach(() => {
    second = new MockAws();
    home = openSessions(clock(), { configured: [SESSION], elsewhere: { [SECOND]: second } });
  });
  afterEach(() => home.sessions.dispose());

  const signInAt = (aws: MockAws, name: string) => {
    aws.next('/client/register', registered(`c of ${name}`)).next('/device_authorization', started());
    aws.next('/token', token(name));
    return home.signIn(SESSION);
  };
  const expire = (): void => clock().setSystemTime((home.sessions.find(ID)?.expiresAt ?? 0) + 1);
  /** Waits for an answer as the fake clock goes on. */
  async function ticked<Result>(promise: Promise<Result>): Promise<Result> {
    promise.catch(() => undefined);
    await clock().tickAsync(100);
    return promise;
  }
  const fresh = () => ticked(home.sessions.fresh(ID));

  it('is signed in to in the next where the first refuses connections, with a registration of its own', async () => {
    home.aws.next('/client/register', REFUSED);
    const session = await signInAt(second, 't1');
    assert.deepEqual(
      [session.issuer, session.portalIssuer, session.region],
      [SECOND_ISSUER, SECOND_ISSUER, 'us-east-1'],
    );
    assert.equal(session.clientId, 'c of t1');
    assert.deepEqual(home.aws.received, []);
    // The first answers again, but isn't asked yet: its registration would be another one.
    second.next('/device_authorization', started()).next('/token', token('t2'));
    assert.equal((await home.signIn(SESSION)).clientId, 'c of t1');
    clock().setSystemTime(Date.now() + 5 * 60_000);
    assert.equal((await signInAt(home.aws, 't3')).issuer, ORIGIN);
    assert.equal(second.unused + home.aws.unused, 0);
  });

  it('is not signed in to in the next where the first refuses the request', async () => {
    home.aws.next('/client/register', registered('c'));
    home.aws.next('/device_authorization', exception('InvalidRequestException', 'invalid_request'));
    await assert.rejects(home.signIn(SESSION), { code: 'InvalidRequest' });
    assert.deepEqual(second.received, []);
  });

  it('says what is wrong with the first where the next is no region of it', async () => {
    home.aws.next('/client/register', REFUSED);
    second.next('/client/register', registered('c'));
    second.next('/device_authorization', exception('InvalidRequestException', 'invalid_request'));
    await assert.rejects(home.signIn(SESSION), { code: 'Network', message: /oidc\.us-east-1/ });
  });

  it('stays where its code came from: that is never sent to another region', async () => {
    home.aws.next('/client/register', registered('c')).next('/device_authorization', started());
    home.aws.next('/token', REFUSED).next('/token', LOST).next('/token', token('t1'));
    assert.equal((await home.signIn(SESSION)).issuer, ORIGIN);
    assert.deepEqual(second.received, []);
  });

  it('is renewed in the next where the first refuses connections, and comes back', async () => {
    await signInAt(home.aws, 't1');
    expire();
    home.aws.next('/token', REFUSED);
    second.next('/token', token('t2'));
    const renewed = await fresh();
    assert.deepEqual([renewed.accessToken, renewed.issuer], ['t2', SECOND_ISSUER]);
    assert.equal(second.received[0]?.body['refreshToken'], 'refresh of t1');
    expire();
    home.aws.next('/token', token('t3'));
    const back = await fresh();
    assert.deepEqual([back.accessToken, back.issuer], ['t3', ORIGIN]);
    assert.equal(home.aws.received.at(-1)?.body['refreshToken'], 'refresh of t2');
  });

  it('is renewed where it was issued when the first doesn’t know it, and goes on', async () => {
    home.aws.next('/client/register', REFUSED);
    await signInAt(second, 't1');
    expire();
    home.aws.next('/token', INVALID_GRANT);
    second.next('/token', token('t2'));
    assert.equal((await fresh()).accessToken, 't2');
    assert.equal(home.aws.unused, 0);
    expire();
    second.next('/token', INVALID_GRANT);
    const over = home.sessions.fresh(ID);
    over.catch(() => undefined);
    await clock().tickAsync(10_000);
    await assert.rejects(over, { code: 'NotSignedIn' }, 'The region that issued it is believed.');
  });

  for (const [what, answer] of [
    ['after the request may have arrived', LOST],
    ['after an error of the servers', { status: 503, body: '' }],
  ] as const) {
    it(`is not renewed in the next ${what}: a refresh token works once`, async () => {
      await signInAt(home.aws, 't1');
      expire();
      home.aws.next('/token', answer);
      await assert.rejects(fresh(), { code: answer === LOST ? 'Network' : 'Service' });
      assert.deepEqual(second.received, []);
    });
  }

  it('goes on where the next doesn’t know its token', async () => {
    await signInAt(home.aws, 't1');
    expire();
    home.aws.next('/token', REFUSED);
    second.next('/token', INVALID_GRANT);
    await assert.rejects(fresh(), { code: 'Network', message: /oidc\.us-east-1/ });
    assert.deepEqual(home.sessions.endedUntold(), []);
    assert.equal(home.sessions.find(ID)?.isAnswerLost, undefined);
  });

  it('uses the portal of the next, which doesn’t end it', async () => {
    await signInAt(home.aws, 't1');
    const asked: string[] = [];
    const logout = (): Promise<string> =>
      home.atPortal(ID, async (portal, accessToken) => {
        asked.push(accessToken);
        await portal.logout(accessToken, new AbortController().signal);
        return 'done';
      });
    home.aws.next('/logout', REFUSED);
    second.next('/logout', { body: '' });
    assert.equal(await ticked(logout()), 'done');
    second.next('/logout', UNAUTHORIZED);
    home.aws.next('/logout', REFUSED).next('/logout', REFUSED).next('/logout', REFUSED);
    const failing = logout();
    failing.catch(() => undefined);
    await clock().tickAsync(10_000);
    await assert.rejects(failing, { code: 'Network' });
    assert.deepEqual(asked, ['t1', 't1', 't1', 't1']);
    assert.deepEqual(home.sessions.endedUntold(), []);
  });

  it('knows its regions after a restart', async () => {
    home.aws.next('/client/register', REFUSED);
    await signInAt(second, 't1');
    const later = openSessions(clock(), {
      secrets: home.secrets,
      configured: [],
      elsewhere: { [SECOND]: second },
    });
    await later.sessions.load();
    assert.deepEqual(later.sessions.find(ID)?.regions, [SECOND]);
    await later.sessions.regions.expectIssuer(later.sessions.find(ID)!, 'issuer');
    later.sessions.dispose();
  });
});
