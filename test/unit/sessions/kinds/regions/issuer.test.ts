import assert from 'node:assert/strict';
import { consoleId } from '../../../../../src/sessions/kinds/console.ts';
import { sessionId } from '../../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../../support/fakeClock.ts';
import { MemorySecrets } from '../../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../../support/memoryWindows.ts';
import { ORIGIN } from '../../../support/mockAws.ts';
import { ALICE, credentials, openConsoles, tokens } from '../../../support/openConsoles.ts';
import { CORP, openSessions, registered, started, token } from '../../../support/openSessions.ts';

const ID = sessionId(CORP);
const ELSEWHERE = 'http://localhost:4566';
const SENTENCE = new RegExp(`signed in at ${ORIGIN}, but the endpoint is now ${ELSEWHERE}`);

describe('A session of IAM Identity Center in a window with another endpoint', () => {
  const clock = useFakeClock();

  /** Signed in at AWS, then seen by a window that has other endpoints. */
  async function elsewhere(addresses: Parameters<typeof openSessions>[1] = { issuer: () => ELSEWHERE }) {
    const shared = { secrets: new MemorySecrets(), windows: new MemoryWindows(), lock: new MemoryLock() };
    const home = openSessions(clock(), shared);
    home.aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    home.aws.next('/token', token('t1'));
    await home.signIn(CORP);
    const away = openSessions(clock(), { ...shared, ...addresses });
    await away.sessions.load();
    return { home, away };
  }
  type Windows = Awaited<ReturnType<typeof elsewhere>>;

  const expire = ({ home }: Windows): void =>
    clock().setSystemTime((home.sessions.find(ID)?.expiresAt ?? 0) + 1);

  it('is not renewed there, which a sentence says, and goes on', async () => {
    const windows = await elsewhere();
    const { home, away } = windows;
    expire(windows);
    away.aws.next('/token', token('stolen'));
    await assert.rejects(away.sessions.fresh(ID), { code: 'InvalidRequest', message: SENTENCE });
    assert.equal(away.aws.received.length, 0);
    assert.deepEqual(away.sessions.endedUntold(), []);
    home.aws.next('/token', token('t2'));
    assert.equal((await home.sessions.fresh(ID)).accessToken, 't2', 'The other window isn’t held up by it.');
  });

  it('is not used at the portal there', async () => {
    const { away } = await elsewhere({ portalIssuer: () => ELSEWHERE });
    let isUsed = false;
    const use = (): Promise<void> => {
      isUsed = true;
      return Promise.resolve();
    };
    await assert.rejects(away.atPortal(ID, use), { code: 'InvalidRequest', message: SENTENCE });
    assert.equal(isUsed, false);
    assert.equal(away.sessions.signedIn().length, 1);
  });

  it('is signed out of without a word to the service there', async () => {
    const { away } = await elsewhere();
    away.aws.next('/logout', { body: '' });
    await away.sessions.signOut(ID);
    await clock().tickAsync(100);
    assert.equal(away.aws.received.length, 0);
    assert.deepEqual(away.sessions.stored(), []);
  });

  it('is signed in to there anew, which another window’s sign-in does not spare', async () => {
    const { away } = await elsewhere();
    away.aws.next('/client/register', registered('c2')).next('/device_authorization', started());
    away.aws.next('/token', token('t9'));
    await away.signIn(CORP);
    assert.equal(away.sessions.find(ID)?.issuer, ELSEWHERE);
    away.aws.next('/token', token('t10'));
    assert.equal((await away.sessions.renew(ID, 't9')).accessToken, 't10');
  });

  it('that says of no issuer, as those of version 0.1.0, gets the one where it is renewed', async () => {
    const windows = await elsewhere();
    const { home } = windows;
    const session = home.sessions.find(ID);
    const revision = (session?.revision ?? 0) + 1;
    const record = { ...session, revision, issuer: undefined, portalIssuer: undefined };
    home.sessions.answer({ kind: 'records', records: [record] });
    assert.equal(home.sessions.find(ID)?.issuer, undefined);
    expire(windows);
    home.aws.next('/token', token('t2'));
    const { issuer, portalIssuer } = await home.sessions.fresh(ID);
    assert.deepEqual([issuer, portalIssuer], [ORIGIN, ORIGIN]);
  });
});

describe('A console session in a window with another endpoint', () => {
  const clock = useFakeClock();
  const id = consoleId(ALICE);

  it('is not renewed there, which a sentence says, and goes on', async () => {
    const shared = { secrets: new MemorySecrets(), windows: new MemoryWindows(), lock: new MemoryLock() };
    const home = openConsoles(shared);
    await home.add();
    const away = openConsoles({ ...shared, issuer: () => ELSEWHERE });
    await away.sessions.load();
    clock().setSystemTime((home.sessions.find(id)?.expiresAt ?? 0) + 1);
    away.aws.next('/v1/token', credentials(6));
    await assert.rejects(away.sessions.fresh(id), { code: 'InvalidRequest', message: SENTENCE });
    assert.equal(away.aws.received.length, 0);
    home.aws.next('/v1/token', credentials(2));
    assert.equal((await home.sessions.fresh(id)).accessKeyId, 'ASIA2');
    await away.add(ALICE, tokens(7));
    assert.equal(away.sessions.find(id)?.issuer, ELSEWHERE);
  });
});
