import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { renderedText } from '../editor/renderedText.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { SIGN_IN } from './person.ts';
import { type PortalPage, startPortalPage } from './portalPage.ts';
import { SESSION, type Stage } from './Stage.ts';

const DIAGNOSE = 'AWS SSO: Run Diagnostics';
const TAB = 'AWS SSO Diagnostics.md';
/** A file whose editor is restored. */
const KEPT = 'kept.txt';
/** The first time, everything is loaded, and so are all certificates; machines may be slow besides. */
const PATIENT = { seconds: 40 };

describe('Running diagnostics', () => {
  let stage: Stage;
  let window: EditorWindow;
  let portal: PortalPage;
  let folder = '';
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'diagnose-'));
    writeFileSync(path.join(folder, KEPT), '');
    portal = await startPortalPage();
  });
  useStage(
    () => ({
      settings: {
        'awsSso.sessions': [{ name: SESSION, startUrl: portal.startUrl, region: 'us-east-1' }],
      },
      env: portal.env,
      window: { folder },
    }),
    (used) => ({ stage, window } = used),
  );
  after(() => {
    portal.stop();
    rmSync(folder, { recursive: true });
  });

  const tab = () => window.page.getByRole('tab', { name: new RegExp(`Preview ${TAB}`) });

  /** The report as it's rendered, on one line. */
  async function report(): Promise<string> {
    await tab().waitFor({ timeout: 40_000 });
    return renderedText(window.page, 'AWS SSO: Diagnostics');
  }

  it('opens a rendered report, says what it comes to, and copies it', async () => {
    await window.runCommand(DIAGNOSE, PATIENT);
    const verdict = /All is well\. You can sign in/;
    await window.notification(verdict, PATIENT);
    assert.deepEqual(await window.notificationButtons(verdict), [
      'Copy Report',
      'Open Settings',
      'Try Again',
    ]);
    const text = await report();
    assert.match(text, /✓ All is well\. You can sign in\. AWS responds, and VS Code can keep secrets\./);
    assert.match(text, /✓ ok Reached: AWS responds as expected \(400 InvalidRequestException\)\./);
    await window.screenshot('build/e2e/diagnosis.png');
    await window.pressNotificationButton(verdict, 'Copy Report');
    const copied = await waitFor('the report on the clipboard', async () => {
      const clipboard = await window.clipboard();
      return clipboard.startsWith('# AWS SSO') && clipboard;
    });
    assert.match(copied, /^## VS Code$/m);
    assert.match(copied, /✓ ok +\*\*Secret storage:\*\* /);
    const actions = window.page.locator('.editor-actions').getByRole('button');
    for (const name of ['Copy Report', 'Open Settings', 'Run Diagnostics']) {
      await actions.and(window.page.getByRole('button', { name })).waitFor();
    }
    // Nothing to save.
    await window.page.keyboard.press('Control+F4');
    await window.runCommand('View: Close All Editors', PATIENT);
    await tab().waitFor({ state: 'detached' });
    assert.ok(!(await window.hasDialog(/save/i)));
  });

  it('is offered by a sign-in that the network has kept from coming about', async () => {
    stage.identityCenter.fail('RegisterClient', { kind: 'drop' }, Infinity);
    stage.identityCenter.fail('StartDeviceAuthorization', { kind: 'drop' }, Infinity);
    stage.identityCenter.fail('CreateToken', { kind: 'html', status: 200 }, Infinity);
    await window.runCommand(SIGN_IN, PATIENT);
    const failed = new RegExp(`Couldn’t sign in to ${SESSION}:`);
    await window.notification(failed, PATIENT);
    assert.deepEqual(await window.notificationButtons(failed), ['Try Again', 'Run Diagnostics']);
    await window.pressNotificationButton(failed, 'Run Diagnostics');
    const text = await report();
    assert.match(text, /✗ Problem\. Something other than AWS answered for 127\.0\.0\.1:\d+\./);
    await window.notification(/Something other than AWS answered/, PATIENT);
    await window.screenshot('build/e2e/diagnosis-problem.png');
    // The report is there again after a restart, too.
    const kept = window.page.getByRole('treeitem', { name: KEPT });
    await kept.dblclick();
    const other = window.page.getByRole('tab', { name: new RegExp(`^${KEPT}`) });
    await other.waitFor();
    // By the editor's own command, since it saves which editors are open only when it has the time.
    const reloaded = window.page.waitForEvent('load', { timeout: 60_000 });
    await window.runCommand('Developer: Reload Window', PATIENT);
    await reloaded;
    await other.waitFor({ timeout: 40_000 });
    await tab().click();
    assert.match(await report(), /✗ Problem\. Something/);
  });
});
