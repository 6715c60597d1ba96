import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CRASH_FILE_VARIABLE, placeCrashPoints, pointAt } from '../crashes/placeCrashPoints.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { agree, codeShown, signOut } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { Probe } from './Probe.ts';
import { SESSION, Stage } from './Stage.ts';

/** Seconds: a window renews a token by itself in the last tenth of its life. */
const LIFETIME = 12;
const CONFIG = '# Mine.\n[profile own]\nregion = eu-west-1\n';

// One moment of each operation in a real extension host; `npm run test:crashes` has them all in a process of its own.
describe('An extension host that is killed', () => {
  let stage: Stage;
  let window: EditorWindow;
  let probe: Probe;
  let folder: string;
  const probes: Probe[] = [];

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'crash-'));
    stage = await Stage.start({
      probe: true,
      settings: { 'remote.autoForwardPorts': false },
      identityCenter: { accessTokenLifetime: LIFETIME },
      env: { [CRASH_FILE_VARIABLE]: path.join(folder, 'point') },
    });
    const extensions = path.join(stage.server.dataDir, 'extensions');
    const own = readdirSync(extensions).find((name) => /^sso-signin\.aws-sso-\d/.test(name));
    assert.ok(own);
    await placeCrashPoints(path.join(extensions, own));
    window = await stage.open();
    await appear();
  });
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
  });
  after(async () => {
    await window.close();
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function appear(): Promise<void> {
    probe = await Probe.appear(stage, probes);
    probes.push(probe);
  }

  const killAt = (point: string): void => writeFileSync(path.join(folder, 'point'), point);
  async function restart(): Promise<void> {
    await waitFor('the extension host to be killed', async () => !(await probe.isThere()), { seconds: 40 });
    assert.ok(!existsSync(path.join(folder, 'point')));
    await window.reload();
    await appear();
    // Whoever asks has the extension read what is stored.
    await probe.tokens(1);
  }
  const isSignedIn = async (): Promise<boolean> =>
    (await probe.look()).sessions.some(({ signedIn }) => signedIn);

  async function approve(): Promise<void> {
    await probe.run('awsSso.signIn', { session: SESSION });
    stage.identityCenter.approve(await codeShown(window));
  }
  async function signIn(): Promise<void> {
    await approve();
    await waitFor('the session', isSignedIn);
    await probe.run('notifications.clearAll');
  }

  it('when AWS has given the tokens of a sign-in has nothing of them, and the next one signs in', async () => {
    killAt(pointAt('sessions/engine/SessionSet.ts', 'this.records.newest(id)', 'is over'));
    await approve();
    await restart();
    assert.equal(await isSignedIn(), false);
    await signIn();
  });

  it('when AWS has renewed a token leaves a sign-in that ends with the old one, and the person is told why', async () => {
    killAt(pointAt('sessions/engine/TokenRefresh.ts', 'refresh(', 'is over'));
    await restart();
    await window.notification(/Your sign-in to local .*has ended\. Its last renewal didn’t complete\./);
    assert.equal(await isSignedIn(), false);
    await signIn();
  });

  it('before it has put the AWS config file in its place leaves that as it was, and the next one adds to it', async () => {
    const file = path.join(stage.server.home, '.aws/config');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, CONFIG);
    killAt(pointAt('aws/config/writeFileAtomically.ts', 'isWanted()', 'begins'));
    await addProfile();
    await restart();
    assert.equal(readFileSync(file, 'utf8'), CONFIG);
    await waitFor('the session', isSignedIn);
    await addProfile();
    await window.notification(/Added the profile mine/);
    assert.ok(readFileSync(file, 'utf8').startsWith(`${CONFIG}\n[profile mine]\n`));
  });

  async function addProfile(): Promise<void> {
    const { quickInput } = window;
    await window.runCommand('AWS SSO: Add Profile to AWS Config…');
    await quickInput.opened('Add Profile to AWS Config');
    await waitFor('the accounts', async () => (await quickInput.entries()).includes('Sandbox'));
    await quickInput.pick('Sandbox');
    await waitFor('the roles', async () => (await quickInput.entries()).includes('ReadOnlyAccess'));
    await quickInput.pick('ReadOnlyAccess');
    await quickInput.pick('AWS CLI signs in');
    await agree(window, 'Add Profile');
    await waitFor('the name', async () => (await quickInput.value()) !== '');
    await quickInput.type('mine');
    await quickInput.accept();
  }

  it('when a sign-out is stored leaves nobody signed in, and the next one signs in', async () => {
    killAt(pointAt('sessions/engine/SessionSet.ts', 'this.records.enforce(', 'is over'));
    await signOut(window);
    await restart();
    assert.equal(await isSignedIn(), false);
    await signIn();
  });
});
