import assert from 'node:assert/strict';
import { LostSessions } from '../../../../src/features/signIn/LostSessions.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { CORP, LAB, openSessions, registered, started, token } from '../../support/openSessions.ts';

const LOST = /^VS Code lost your sign-in to corp\.$/;

describe('LostSessions', () => {
  const clock = useFakeClock();

  /** The editor's global state, and what a start of the editor makes of it and of the secrets that are left. */
  function machine() {
    const state = new Map<string, Readonly<Record<string, string>>>();
    const memory = {
      get: (key: string) => state.get(key),
      update: (key: string, labels: Readonly<Record<string, string>>) => {
        state.set(key, labels);
        return Promise.resolve();
      },
    };
    function start(secrets: MemorySecrets, ui = new FakeUi()) {
      const again: string[] = [];
      const window = openSessions(clock(), {
        ...{ secrets, configured: [CORP, LAB] },
        onChange: () => lost.update(),
        onLoaded: () => lost.loaded(),
      });
      const { sessions, aws, signIn } = window;
      const lost = new LostSessions({
        ...{ memory, key: 'signedIn', ui },
        signedIn: () => sessions.signedIn().map((one) => ({ id: sessionId(one), label: one.name })),
        hasRecord: (id) => sessions.hasRecord(id),
        signIn: (id) => Promise.resolve(again.push(id)),
      });
      async function signedIn(config = CORP) {
        aws.next('/client/register', registered('c')).next('/device_authorization', started());
        aws.next('/token', token('t1'));
        await signIn(config);
      }
      return { ...window, ui, again, signedIn };
    }
    return { start, state };
  }

  it('says that the editor has lost a sign-in, once, and leads to another', async () => {
    const { start, state } = machine();
    await start(new MemorySecrets()).signedIn();
    assert.deepEqual([...state.values()], [{ [sessionId(CORP)]: 'corp' }]);
    const { sessions, ui, again } = start(new MemorySecrets());
    await sessions.load();
    await ui.press(LOST, 'Sign In');
    await clock().tickAsync(0);
    assert.deepEqual(again, [sessionId(CORP)]);
    const later = start(new MemorySecrets());
    await later.sessions.load();
    later.ui.focus();
    assert.deepEqual(later.ui.shown, []);
  });

  it('leads to no other sign-in where somebody has signed in meanwhile', async () => {
    const { start } = machine();
    await start(new MemorySecrets()).signedIn();
    const { sessions, ui, again, signedIn } = start(new MemorySecrets());
    await sessions.load();
    await ui.message(LOST);
    await signedIn();
    await ui.press(LOST, 'Sign In');
    await clock().tickAsync(0);
    assert.deepEqual(again, []);
  });

  it('says nothing of what is still there, was left on purpose, or has ended', async () => {
    const { start } = machine();
    const secrets = new MemorySecrets();
    const first = start(secrets);
    await first.signedIn();
    await first.signedIn(LAB);
    first.aws.next('/logout', { body: '' });
    await first.sessions.signOut(sessionId(LAB));
    const second = start(secrets);
    await second.sessions.load();
    const lostLater = start(new MemorySecrets());
    await lostLater.sessions.load();
    await lostLater.ui.message(LOST);
    assert.deepEqual([second.ui.shown.length, lostLater.ui.shown.length], [0, 1]);
  });

  it('waits until the person looks at this window', async () => {
    const { start } = machine();
    await start(new MemorySecrets()).signedIn();
    const ui = new FakeUi();
    ui.focus(false);
    await start(new MemorySecrets(), ui).sessions.load();
    assert.deepEqual(ui.shown, []);
    ui.focus();
    await ui.message(LOST);
    assert.equal(ui.shown.length, 1);
  });

  it('says nothing while the secret storage can’t be read', async () => {
    const { start } = machine();
    await start(new MemorySecrets()).signedIn();
    const secrets = new MemorySecrets();
    const get = secrets.get.bind(secrets);
    secrets.get = () => Promise.reject(new Error('locked'));
    const { sessions, ui } = start(secrets);
    await sessions.load();
    ui.focus();
    assert.deepEqual(ui.shown, []);
    secrets.get = get;
    await sessions.load();
    await ui.message(LOST);
  });
});
