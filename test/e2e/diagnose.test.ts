import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { makeCertificates } from '../networks/certificates.ts';
import { SIGN_IN } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { SESSION, Stage } from './Stage.ts';

const DIAGNOSE = 'AWS SSO: Diagnose Sign-in';
const TAB = 'Diagnosis of the Sign-in.md';

describe('Diagnosing the sign-in', () => {
  let stage: Stage;
  let window: EditorWindow;
  let portal: Server;
  let folder = '';
  before(async () => {
    // A portal on this machine, known to who was told of its certificate authority.
    folder = mkdtempSync(path.join(tmpdir(), 'portal-'));
    await makeCertificates(folder);
    const read = (name: string) => readFileSync(path.join(folder, `nodeExtra.${name}.pem`));
    portal = createServer({ key: read('key'), cert: read('crt') }, (_, response) => response.end());
    portal.listen(0, '127.0.0.1');
    await once(portal, 'listening');
    const { port } = portal.address() as AddressInfo;
    stage = await Stage.start({
      identityCenter: { startUrl: `https://127.0.0.1:${port}/start` },
      env: { NODE_EXTRA_CA_CERTS: path.join(folder, 'nodeExtra.ca.pem') },
    });
  });
  beforeEach(async () => {
    stage.identityCenter.healthy();
    window = await stage.open();
  });
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
    await window.close();
  });
  after(async () => {
    await stage.stop();
    portal.close();
    portal.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  const tab = () => window.page.getByRole('tab', { name: new RegExp(`^${TAB}`) });

  /** As much of the report as is on the screen, with plain spaces. */
  async function report(): Promise<string> {
    await tab().waitFor();
    const lines = window.page.locator('.editor-instance .view-lines');
    return waitFor('the report', async () => {
      const text = (await lines.innerText()).replaceAll('\u00a0', ' ');
      return text.includes('Diagnosis of the Sign-in') && text;
    });
  }

  it('opens a report, says what it comes to, and copies it', async () => {
    await window.runCommand(DIAGNOSE);
    const verdict = /All is well\. AWS answers/;
    // The first time, everything is loaded, and so are all certificates.
    await window.notification(verdict, { seconds: 40 });
    assert.deepEqual(await window.notificationButtons(verdict), ['Copy Report']);
    const text = await report();
    assert.match(text, /✓ All is well\.\*\* AWS answers, and this editor can keep a session\./);
    assert.match(text, /✓ ok +Reached: +AWS answers, as it should \(400 InvalidRequestException\)\./);
    await window.screenshot('build/e2e/diagnosis.png');
    await window.pressNotificationButton(verdict, 'Copy Report');
    const copied = await waitFor('the report on the clipboard', async () => {
      const clipboard = await window.clipboard();
      return clipboard.startsWith('# AWS SSO') && clipboard;
    });
    assert.match(copied, /^## This editor$/m);
    assert.match(copied, /✓ ok +Secret storage: /);
    // Nothing to save.
    await window.page.keyboard.press('Control+F4');
    await window.runCommand('View: Close All Editors');
    await tab().waitFor({ state: 'detached' });
    assert.ok(!(await window.hasDialog(/save/i)));
  });

  it('says what it waits for, and shows nothing when it is cancelled', async () => {
    stage.identityCenter.fail('CreateToken', { kind: 'delayBefore', ms: 30_000 }, Infinity);
    await window.runCommand(DIAGNOSE);
    const progress = /Diagnosing the sign-in: waiting for the answer of 127\.0\.0\.1:\d+$/;
    await window.notification(progress);
    await window.screenshot('build/e2e/diagnosis-progress.png');
    await window.cancelProgress(progress);
    await window.notificationGone(/Diagnosing the sign-in/);
    assert.equal(await tab().count(), 0);
    assert.deepEqual(await window.notifications(), []);
  });

  it('is offered by a sign-in that the network has kept from coming about', async () => {
    stage.identityCenter.fail('RegisterClient', { kind: 'drop' }, Infinity);
    stage.identityCenter.fail('StartDeviceAuthorization', { kind: 'drop' }, Infinity);
    stage.identityCenter.fail('CreateToken', { kind: 'html', status: 200 }, Infinity);
    await window.runCommand(SIGN_IN);
    const failed = new RegExp(`Not signed in to ${SESSION}\\.`);
    assert.deepEqual(await window.notificationButtons(failed), ['Try Again', 'Diagnose']);
    await window.pressNotificationButton(failed, 'Diagnose');
    const text = await report();
    assert.match(text, /✗ Problem\.\*\* Something other than AWS answered for 127\.0\.0\.1:\d+\./);
    await window.notification(/Something other than AWS answered/);
    await window.screenshot('build/e2e/diagnosis-problem.png');
    // An editor without its text would be worse than none.
    await window.reload();
    await window.runCommand('View: Close All Editors');
    assert.equal(await tab().count(), 0);
  });
});
