import assert from 'node:assert/strict';
import { sessionId, type SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { CORP, openSessions } from '../../support/openSessions.ts';

const ID = sessionId(CORP);

/** A record as another window tells of it. */
function record(revision: number, accessToken: string, life = 3_600_000): SignedInSession {
  return {
    ...CORP,
    revision,
    accessToken,
    receivedAt: Date.now(),
    expiresAt: Date.now() + life,
    clientId: 'c',
    clientSecret: 's',
    registrationExpiresAt: 0,
  };
}

describe('Records', () => {
  const clock = useFakeClock();

  for (const [what, revision, life, holds] of [
    ['a higher revision', 8, 1, 'theirs'],
    ['the same revision, with a token that lasts longer,', 7, 3_600_001, 'theirs'],
    ['the same revision, with a token that lasts less long,', 7, 3_599_999, 'ours'],
    ['a lower revision', 6, 3_600_001, 'ours'],
  ] as const) {
    it(`of ${what} ${holds === 'theirs' ? 'replace' : 'never replace'} what this window has`, async () => {
      const { sessions, changes } = openSessions(clock());
      await sessions.load();
      sessions.answer({ kind: 'records', records: [record(7, 'ours')] });
      changes.length = 0;
      const answer = sessions.answer({ kind: 'records', records: [record(revision, 'theirs', life)] });
      assert.equal(sessions.find(ID)?.accessToken, holds);
      assert.equal(changes.length, holds === 'theirs' ? 1 : 0);
      assert.deepEqual(
        (answer as { records: SignedInSession[] }).records.map(({ accessToken }) => accessToken),
        [holds],
      );
    });
  }

  it('of renewals give way to a sign-out, however many there were in a window that has not heard of it', async () => {
    const { aws, sessions } = openSessions(clock());
    await sessions.load();
    sessions.answer({ kind: 'records', records: [record(7, 'ours')] });
    aws.next('/logout', { body: '' });
    await sessions.signOut(ID);
    sessions.answer({ kind: 'records', records: [record(7 + 50, 'theirs')] });
    assert.equal(sessions.find(ID), undefined);
  });

  it('that nobody tells of stay: absence says nothing', async () => {
    const { sessions, secrets } = openSessions(clock());
    await sessions.load();
    sessions.answer({ kind: 'records', records: [record(7, 'ours')] });
    await clock().tickAsync(0);
    secrets.values.clear();
    sessions.answer({ kind: 'records', records: [] });
    await sessions.reload();
    await clock().tickAsync(0);
    assert.equal(sessions.find(ID)?.accessToken, 'ours');
    assert.match([...secrets.values.values()].join(), /ours/, 'The store is given it back.');
  });
});
