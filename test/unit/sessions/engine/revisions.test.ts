import assert from 'node:assert/strict';
import { foundRevision, nextRevision, renewedRevision } from '../../../../src/sessions/engine/revisions.ts';
import { consoleId } from '../../../../src/sessions/kinds/console.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { ALICE, openConsoles, tokens } from '../../support/openConsoles.ts';
import { CORP, openSessions, registered, started, token } from '../../support/openSessions.ts';

const ID = sessionId(CORP);
const CENTURY_MS = 100 * 365.25 * 86_400_000;

const record = (revision: unknown, accessToken = 'theirs') => ({
  ...CORP,
  revision,
  accessToken,
  receivedAt: 0,
  expiresAt: Date.now() + 3_600_000,
  clientId: 'c',
  clientSecret: 's',
  registrationExpiresAt: 0,
});
const garbage = (): readonly unknown[] => [1e300, -1, 1.5, '9', null, Date.now() + CENTURY_MS + 1];

describe('Revisions', () => {
  const clock = useFakeClock();

  it('let a decision hold against what is found, and that against what follows, whatever the clock says', () => {
    const before = { revision: Date.now() };
    clock().setSystemTime(0);
    assert.ok(renewedRevision(before) > before.revision);
    assert.ok(foundRevision(before) > renewedRevision(before));
    assert.ok(nextRevision(before) > foundRevision(before));
  });
});

describe('A revision that nobody can have given', () => {
  const clock = useFakeClock();

  async function signIn({ aws, sessions, signIn }: ReturnType<typeof openSessions>): Promise<void> {
    aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    aws.next('/token', token('t1'));
    await signIn(CORP);
    assert.equal(sessions.find(ID)?.accessToken, 't1');
  }

  it('is not taken from a window, the other records of which are', async () => {
    const window = openSessions(clock());
    await window.sessions.load();
    for (const revision of garbage()) {
      const records = [record(revision), { ...record(1), name: 'lab' }];
      window.sessions.answer({ kind: 'records', records });
      assert.equal(window.sessions.find(ID), undefined, String(revision));
    }
    assert.equal(window.sessions.stored().length, 1);
    await signIn(window);
  });

  it('in the secret store makes no sign-in impossible', async () => {
    for (const revision of garbage()) {
      const window = openSessions(clock());
      const document = JSON.stringify({ version: 1, content: record(revision) });
      window.secrets.values.set(`session:${ID}`, document).set('sessions', '"garbage"');
      await signIn(window);
      const later = openSessions(clock(), { secrets: window.secrets });
      await later.sessions.load();
      assert.equal(later.sessions.find(ID)?.accessToken, 't1', String(revision));
    }
  });

  it('makes no sign-in to the console impossible either', async () => {
    const { sessions, secrets, add } = openConsoles();
    const id = consoleId(ALICE);
    for (const revision of garbage()) {
      const content = { ...ALICE, ...tokens(9), revision };
      sessions.answer({ kind: 'consoleRecords', records: [content] });
      secrets.values.set(`console:${id}`, JSON.stringify({ version: 1, content }));
    }
    await add();
    assert.equal(sessions.find(id)?.accessKeyId, 'ASIA1');
    const later = openConsoles({ secrets });
    await later.sessions.load();
    assert.equal(later.sessions.find(id)?.accessKeyId, 'ASIA1');
  });

  it('is told from the highest that there is, which a sign-in can still replace', async () => {
    const window = openSessions(clock());
    await window.sessions.load();
    window.sessions.answer({ kind: 'records', records: [record(Math.floor(Date.now() + CENTURY_MS))] });
    assert.equal(window.sessions.find(ID)?.accessToken, 'theirs');
    await signIn(window);
    const later = openSessions(clock(), { secrets: window.secrets });
    await later.sessions.load();
    assert.equal(later.sessions.find(ID)?.accessToken, 't1');
  });

  it('has a time that no calendar has, likewise', async () => {
    const window = openSessions(clock());
    await window.sessions.load();
    const records = [{ ...record(7), expiresAt: 1e300 }];
    window.sessions.answer({ kind: 'records', records });
    assert.equal(window.sessions.find(ID), undefined);
  });
});
