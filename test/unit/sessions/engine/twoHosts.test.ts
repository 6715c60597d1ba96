import assert from 'node:assert/strict';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import type { IdentityCenterSessions } from '../../../../src/sessions/kinds/IdentityCenterSessions.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { connectionError, exception, type MockAws } from '../../support/mockAws.ts';
import { CORP, token } from '../../support/openSessions.ts';
import { renewalWindows } from '../../support/renewalWindows.ts';

const ID = sessionId(CORP);
const INVALID_GRANT = exception('InvalidGrantException', 'invalid_grant');

/** Such as a local window and one in a container: they share the secret store, and neither files nor sockets. */
describe('Two extension hosts that share only the secret store', () => {
  const clock = useFakeClock();
  const { open, signedIn, before } = renewalWindows(clock);

  async function both() {
    const secrets = new MemorySecrets();
    const here = await signedIn(token('t1'), { secrets });
    const there = open({ secrets });
    await there.sessions.load();
    before(here.sessions, -1);
    return { here, there, secrets };
  }

  /** Does something once the service has answered, before the window hears of it. */
  function afterAnswer({ oidc }: MockAws, action: () => Promise<unknown>): void {
    const createToken = oidc.createToken.bind(oidc);
    oidc.createToken = async (...request) => {
      const answer = await createToken(...request);
      await action();
      return answer;
    };
  }

  const tokensOf = (...windows: readonly { sessions: IdentityCenterSessions }[]) =>
    windows.map(({ sessions }) => sessions.find(ID)?.accessToken);

  for (const seconds of [0, 1, 3]) {
    it(`renew at once, and the one that is refused finds what the other stores ${seconds} s later`, async () => {
      const { here, there } = await both();
      here.aws.next('/token', token('t2'));
      afterAnswer(here.aws, () => new Promise((resolve) => setTimeout(resolve, seconds * 1000)));
      there.aws.next('/token', INVALID_GRANT);
      const renewed = Promise.all([here, there].map(({ sessions }) => sessions.fresh(ID)));
      await clock().tickAsync(10_000);
      assert.deepEqual(
        (await renewed).map(({ accessToken }) => accessToken),
        ['t2', 't2'],
      );
      assert.deepEqual(there.sessions.endedUntold(), []);
    });
  }

  it('go on from what the other got, though that has expired by now', async () => {
    const { there, secrets } = await both();
    const { oidc } = there.aws;
    const createToken = oidc.createToken.bind(oidc);
    oidc.createToken = async (...request) => {
      oidc.createToken = createToken;
      const session = there.sessions.find(ID);
      const content = {
        ...session,
        accessToken: 't2',
        refreshToken: 'refresh of t2',
        revision: (session?.revision ?? 0) + 1,
      };
      secrets.values.set(`session:${ID}`, JSON.stringify({ version: 1, content }));
      return createToken(...request);
    };
    there.aws.next('/token', INVALID_GRANT).next('/token', token('t3'));
    assert.equal((await there.sessions.fresh(ID)).accessToken, 't3');
    assert.equal(there.aws.received.at(-1)?.body['refreshToken'], 'refresh of t2');
  });

  it('believe a refusal that nothing in the store gainsays for five seconds', async () => {
    const { there } = await both();
    there.aws.next('/token', INVALID_GRANT);
    const refused = assert.rejects(there.sessions.fresh(ID), { code: 'NotSignedIn', message: /has ended/ });
    await clock().tickAsync(4_000);
    assert.equal(there.sessions.endedUntold().length, 0);
    await clock().tickAsync(2_000);
    await refused;
    assert.equal(there.sessions.endedUntold().length, 1);
  });

  for (const isTold of [false, true]) {
    it(`go on although one has ended the session${isTold ? ' and said so' : ''}, once the other stores what it got`, async () => {
      const { here, there } = await both();
      there.aws.next('/token', INVALID_GRANT);
      const refused = assert.rejects(there.sessions.fresh(ID), { code: 'NotSignedIn' });
      here.aws.next('/token', token('t2'));
      let release: (() => void) | undefined;
      afterAnswer(here.aws, () => new Promise<void>((resolve) => (release = resolve)));
      const renewed = here.sessions.fresh(ID);
      await clock().tickAsync(10_000);
      await refused;
      if (isTold) {
        assert.equal(await there.sessions.claimTelling(ID), true);
        assert.equal(await there.sessions.claimTelling(ID), false);
      }
      release?.();
      await renewed;
      await Promise.all([here, there].map(({ sessions }) => sessions.reload()));
      await clock().tickAsync(0);
      assert.deepEqual(tokensOf(here, there), ['t2', 't2']);
      const later = open({ secrets: here.secrets });
      await later.sessions.load();
      assert.deepEqual(tokensOf(later), ['t2']);
    });
  }

  it('keep what one got although the other, whose answer was lost, stored that first', async () => {
    const { here, there, secrets } = await both();
    there.aws.next('/token', connectionError('ECONNRESET'));
    here.aws.next('/token', token('t2'));
    afterAnswer(here.aws, () => assert.rejects(there.sessions.fresh(ID), { code: 'Network' }));
    await here.sessions.fresh(ID);
    await there.sessions.reload();
    assert.deepEqual(tokensOf(here, there), ['t2', 't2']);
    assert.match(secrets.values.get(`session:${ID}`) ?? '', /refresh of t2/);
  });
});
