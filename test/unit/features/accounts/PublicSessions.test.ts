import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { CORP, LAB, token } from '../../support/openSessions.ts';
import { apiHarness } from '../api/apiHarness.ts';

describe('The sessions that other extensions see', () => {
  const clock = useFakeClock();
  /** The configured ones, as a person may change them. */
  let configured: (typeof CORP)[];
  let harness: ReturnType<typeof apiHarness>;
  beforeEach(() => {
    configured = [CORP];
    harness = apiHarness(clock(), configured);
  });
  afterEach(() => harness.sessions.dispose());
  const caller = { authentication: { getSession: () => undefined } } as unknown as typeof vscode;
  const told = () =>
    harness.events.map(({ added, changed, removed }) =>
      [added, changed, removed].map((list) =>
        list.map(({ name, signedIn }) => `${name} ${signedIn ? 'in' : 'out'}`),
      ),
    );

  it('are frozen, without secrets, with dates of their own', async () => {
    await harness.signInTo(CORP);
    const { sessions } = harness.exports.getAPI(1, caller);
    const [session] = sessions;
    assert.deepEqual(
      { ...session },
      {
        ...{ id: sessionId(CORP), name: 'corp', startUrl: CORP.startUrl, region: 'us-east-1' },
        ...{ scopes: ['sso:account:access'], signedIn: true, expiresAt: session?.expiresAt },
      },
    );
    assert.ok([sessions, session, session?.scopes].every((one) => Object.isFrozen(one)));
    session?.expiresAt?.setTime(0);
    assert.ok((session?.expiresAt?.getTime() ?? 0) > Date.now());
    assert.doesNotMatch(JSON.stringify(sessions), /t1|refresh|secret/);
  });

  it('tell once of each sign-in, renewal and sign-out, of a session that is configured', async () => {
    harness.exports.getAPI(1, caller).onDidChangeSessions(() => undefined);
    await harness.signInTo(CORP);
    harness.aws.next('/token', token('t2'));
    const renewed = harness.sessions.renew(sessionId(CORP), 't1');
    await clock().tickAsync(100);
    await renewed;
    await harness.sessions.signOut(sessionId(CORP));
    assert.deepEqual(told(), [
      [[], ['corp in'], []],
      [[], ['corp in'], []],
      [[], ['corp out'], []],
    ]);
  });

  it('come and go with the sign-in where they are not configured', async () => {
    harness.exports.getAPI(1, caller).onDidChangeSessions(() => undefined);
    await harness.signInTo(LAB);
    await harness.sessions.signOut(sessionId(LAB));
    assert.deepEqual(told(), [
      [['lab in'], [], []],
      [[], [], ['lab in']],
    ]);
  });

  it('follow the configured ones, and say nothing where those are as they were', () => {
    harness.exports.getAPI(1, caller).onDidChangeSessions(() => undefined);
    harness.publicSessions.onConfigured();
    configured.push(LAB);
    harness.publicSessions.onConfigured();
    configured.splice(0, 2, { ...LAB, region: 'eu-west-1' });
    harness.publicSessions.onConfigured();
    assert.deepEqual(told(), [
      [['lab out'], [], []],
      [[], ['lab out'], ['corp out']],
    ]);
  });

  it('cost nothing while nobody listens', async () => {
    await harness.signInTo(CORP);
    harness.publicSessions.onConfigured();
    assert.deepEqual(harness.events, []);
  });

  it('are served to callers of version 1 who pass their own namespace, always the same', () => {
    const { exports } = harness;
    assert.equal(exports.getAPI(1, caller), exports.getAPI(1, caller));
    assert.throws(() => exports.getAPI(2 as 1, caller), {
      code: 'InvalidRequest',
      message: /version 1 .* not 2/,
    });
    for (const wrong of [undefined, null, {}, { authentication: {} }]) {
      assert.throws(() => exports.getAPI(1, wrong as unknown as typeof vscode), {
        code: 'InvalidRequest',
        message: /getAPI\(1, vscode\)/,
      });
    }
    assert.ok(Object.isFrozen(exports) && Object.isFrozen(exports.getAPI(1, caller)));
  });
});
