import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SsoCache } from '../../../../src/aws/cache/SsoCache.ts';
import { WrittenFiles } from '../../../../src/aws/cache/WrittenFiles.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { byAwsCli } from '../../support/byAwsCli.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { CORP, openSessions, registered, started, token } from '../../support/openSessions.ts';
import { settled } from '../../support/settled.ts';

const ID = sessionId(CORP);
const HOUR_MS = 3_600_000;

/** What this extension has written for the AWS CLI, in plain text, does not outlive what it was written for. */
describe('Files that were shared with the AWS CLI', () => {
  const clock = useFakeClock();
  let home: string;
  let secrets: MemorySecrets;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'home-'));
    secrets = new MemorySecrets();
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  /** A start of the editor on this machine. */
  function start(isOn = true, shared: Parameters<typeof openSessions>[1] = {}) {
    const cache = new SsoCache({ HOME: home }, new WrittenFiles(path.join(home, 'storage')));
    return { ...openSessions(clock(), { secrets, cache, isSharing: () => isOn, ...shared }), cache };
  }
  /** A window on another machine: the secret store is the same, and its files are others. */
  const remote = () => openSessions(clock(), { secrets, isSharing: () => false });

  async function signedIn(window = start()) {
    window.aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    window.aws.next('/token', token('t1'));
    await window.signIn(CORP);
    return window;
  }

  const files = (): string[] => {
    const directory = new SsoCache({ HOME: home }).directory;
    return existsSync(directory) ? readdirSync(directory) : [];
  };
  const tokenOf = async ({ cache }: { cache: SsoCache }) => (await cache.readToken('corp'))?.accessToken;
  /** Waits for what becomes of files, which are handled in real time. */
  async function eventually(read: () => unknown, expected: unknown): Promise<void> {
    const start = performance.now();
    while (!isDeepStrictEqual(await read(), expected) && performance.now() - start < 1_500) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock().tickAsync(10);
    }
    assert.deepEqual(await read(), expected);
  }

  it('go at the next start when the sharing was switched off in the meantime', async () => {
    await signedIn();
    assert.equal(files().length, 2);
    const { sessions } = start(false);
    await settled(clock(), sessions.load());
    assert.deepEqual(files(), []);
    assert.equal(sessions.signedIn().length, 1);
  });

  it('go even when the editor has lost its secrets in the meantime', async () => {
    const { sessions } = await signedIn();
    sessions.dispose();
    secrets = new MemorySecrets();
    await settled(clock(), start(false).sessions.load());
    assert.deepEqual(files(), []);
  });

  it('stay where the AWS CLI has put something else in their place', async () => {
    const { cache } = await signedIn();
    await new SsoCache({ HOME: home }).writeToken('corp', byAwsCli('cli'));
    await settled(clock(), start(false).sessions.load());
    assert.equal(await tokenOf({ cache }), 'cli');
    assert.equal(files().length, 1);
  });

  it('go at a sign-out, the client secret too', async () => {
    const { sessions, aws } = await signedIn();
    aws.next('/logout', { body: '' });
    await settled(clock(), sessions.signOut(ID));
    assert.deepEqual(files(), []);
  });

  it('go when a window signs out in which the setting is off, and do not bring the session back', async () => {
    const { sessions } = await signedIn();
    const away = remote();
    await away.sessions.load();
    await away.sessions.signOut(ID);
    await sessions.reload();
    await eventually(files, []);
    await settled(clock(), sessions.takeShared());
    assert.deepEqual(sessions.stored(), []);
  });

  it('do not bring back at the next start what was signed out of in the meantime', async () => {
    await signedIn();
    const away = remote();
    await away.sessions.load();
    await away.sessions.signOut(ID);
    const { sessions } = start();
    await settled(clock(), sessions.load());
    await eventually(files, []);
    assert.deepEqual(sessions.stored(), []);
  });

  for (const when of ['while a window shares', 'in the meantime']) {
    it(`have the new refresh token after a window has renewed in which the setting is off, ${when}`, async () => {
      let here = await signedIn();
      const away = remote();
      await away.sessions.load();
      away.aws.next('/token', token('t2'));
      await clock().tickAsync(5_000);
      await away.sessions.renew(ID, 't1');
      if (when === 'in the meantime') {
        here = start();
        await settled(clock(), here.sessions.load());
      } else {
        await here.sessions.reload();
      }
      await eventually(() => tokenOf(here), 't2');
    });
  }

  it('come when somebody signs in elsewhere while a window shares', async () => {
    const here = start();
    await settled(clock(), here.sessions.load());
    await signedIn({ ...remote(), cache: here.cache });
    await here.sessions.reload();
    await eventually(() => tokenOf(here), 't1');
  });

  it('are not made anew at a start after the AWS CLI has removed them', async () => {
    const { cache } = await signedIn();
    await cache.deleteToken('corp');
    const { sessions } = start();
    await settled(clock(), sessions.load());
    assert.equal(await tokenOf({ cache }), undefined);
  });

  it('are the same for all windows, which write them at the same time', async () => {
    const shared = { windows: new MemoryWindows(), lock: new MemoryLock() };
    const here = await signedIn(start(true, shared));
    const there = start(true, shared);
    await settled(clock(), there.sessions.load());
    here.aws.next('/token', token('t2')).next('/logout', { body: '' });
    await settled(clock(), here.sessions.renew(ID, 't1'));
    await settled(clock(), here.sessions.signOut(ID));
    await eventually(files, []);
  });

  it('leave no half-written file behind a writer that was killed', async () => {
    const { cache } = await signedIn();
    const name = `${path.basename(cache.tokenFile('corp'))}.11111111-2222-4333-8444-555555555555.tmp`;
    const old = new Date(Date.now() - HOUR_MS);
    const leave = (file: string, at: Date): void => {
      writeFileSync(path.join(cache.directory, file), 'refresh token');
      utimesSync(path.join(cache.directory, file), at, at);
    };
    leave(name, old);
    leave('somebody-elses.tmp', old);
    mkdirSync(path.join(cache.directory, 'folder'));
    await settled(clock(), start(false).sessions.load());
    assert.deepEqual(files().sort(), ['folder', 'somebody-elses.tmp']);
    leave(name, new Date());
    await settled(clock(), start(false).sessions.load());
    assert.ok(files().includes(name), 'Another window may be writing it.');
  });

  it('are remembered by their names, and by nothing secret', async () => {
    await signedIn();
    const storage = path.join(home, 'storage');
    const notes = readdirSync(storage).map((name) => readFileSync(path.join(storage, name), 'utf8'));
    assert.equal(notes.length, 2);
    assert.doesNotMatch(notes.join(), /t1|secret|refresh/);
  });
});
