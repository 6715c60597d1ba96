import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { TreeView } from '../editor/TreeView.ts';
import { waitFor } from '../editor/waitFor.ts';
import { beginningOf, ownFolders, resetStage } from '../stage/resetStage.ts';
import { answerConsent, chooseRegion, chooseTerminalRole, signIn, SIGN_IN } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { Probe } from './Probe.ts';
import { Stage } from './Stage.ts';

/** Other tests have the same window again and again: it has to be as good as a new one. */
describe('A window that was reset', () => {
  let stage: Stage;
  const windows: EditorWindow[] = [];
  const probes: Probe[] = [];
  before(async () => {
    stage = await Stage.start({
      probe: true,
      consumers: ['consumer'],
      settings: { 'remote.autoForwardPorts': false },
    });
  });
  afterEach(async function () {
    for (const [index, window] of windows.entries())
      await pictureOfFailure(this.currentTest, window, `window ${index + 1}`);
  });
  after(async () => {
    for (const window of windows) await window.close();
    await stage.stop();
  });

  async function open(): Promise<{ window: EditorWindow; probe: Probe }> {
    const window = await stage.open();
    const probe = await Probe.appear(stage, probes);
    windows.push(window);
    probes.push(probe);
    return { window, probe };
  }

  /** All that a test could find in it. */
  async function found(window: EditorWindow, probe: Probe): Promise<object> {
    const view = new TreeView(window.page, 'AWS SSO');
    await view.open();
    await view.row('local');
    const rows = (await view.rows()).map(({ label, description }) => `${label}: ${description}`);
    // The consumer asks for it as soon as it has been started.
    const labels = await waitFor('the entry of the consumer', async () => {
      const entries = (await window.accountsMenu()).map(({ label }) => label);
      return entries.some((label) => label.includes('to use AWS SSO Consumer')) && entries;
    });
    return {
      rows,
      accounts: labels,
      statusBar: (await window.statusBar()).filter((text) => !text.includes('Activating Extensions')),
      notifications: await window.notifications(),
      quickInput: await window.quickInput.isOpen(),
      kept: await probe.kept(),
      home: (await readdir(stage.server.home)).filter((name) => !ownFolders.has(name)),
      requests: stage.identityCenter.requests,
      codes: stage.identityCenter.pendingUserCodes,
    };
  }

  /** What a sign-in, a consumer and a role in terminals come to from there on. */
  async function goesOn(window: EditorWindow): Promise<object> {
    await signIn(window, stage);
    const signedIn = stage.identityCenter.requests
      .map(({ operation }) => operation)
      .filter((operation) => operation === 'RegisterClient' || operation === 'StartDeviceAuthorization');
    await window.runCommand('AWS SSO Consumer: List My Accounts');
    const question = await answerConsent(window, 'Allow');
    await window.notification(/opens/);
    await window.runCommand('AWS SSO: Use Role in Terminals…');
    await window.quickInput.opened('Use Role in Terminals');
    const offered = await waitFor('what is offered', async () => {
      const entries = await window.quickInput.entries();
      return entries.length > 0 && entries;
    });
    await window.quickInput.escape();
    return { signedIn, question, offered };
  }

  it('is like a fresh one, whatever was done in it', async () => {
    const { window, probe } = await open();
    const beginning = await beginningOf(stage);
    const fresh = await found(window, probe);
    const freshWay = await goesOn(window);

    await window.runCommand('AWS SSO: Use Role in Terminals…');
    await chooseTerminalRole(window, 'PowerUserAccess');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    await window.pressNotificationButton(/New terminals use/, 'Open Terminal');
    await probe.run('workbench.action.files.newUntitledFile');
    await waitFor('an editor', async () => (await probe.kept()).editors > 0);
    await window.page.keyboard.type('left behind');
    await window.runCommand(SIGN_IN);
    await window.quickInput.pick('local');
    await window.notification(/Signing in/);
    await window.runCommand('AWS SSO: Add SSO Session…');
    await window.quickInput.opened('Add SSO Session');
    await mkdir(path.join(stage.server.home, '.aws'));
    await writeFile(path.join(stage.server.home, '.aws/config'), '[profile left]\n');
    const settings = JSON.parse(beginning.settings) as object;
    await writeFile(
      path.join(stage.server.dataDir, 'User/settings.json'),
      JSON.stringify({ ...settings, 'awsSso.sessions': [] }),
    );
    stage.identityCenter.fail('RegisterClient', { kind: 'drop' }, Infinity);

    await resetStage(stage, window, probe, beginning);
    assert.deepEqual(await found(window, probe), fresh);
    assert.deepEqual(await goesOn(window), freshWay);
  });
});
