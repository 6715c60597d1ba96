import assert from 'node:assert/strict';
import { codeShown, pressLink } from '../test/e2e/person.ts';
import { SESSION, Stage } from '../test/e2e/Stage.ts';
import { waitFor } from '../test/editor/waitFor.ts';

const PICTURES = 'build/demo';
const started = performance.now();

function step(what: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${seconds.padStart(6)} s  ${what}`);
}

/** The whole sign-in as a person does it, in a real VS Code and a real browser. Fails if any of it fails. */
async function demo(stage: Stage): Promise<void> {
  const window = await stage.open({ size: { width: 1100, height: 640 } });
  step('a VS Code window is open, with the extension installed');

  await window.runCommand('AWS SSO: Sign in with SSO');
  // On the screen by themselves, before anything looks for them in the notification centre.
  const toasts = window.page.locator('.notification-toast');
  await toasts.filter({ hasText: 'min left' }).waitFor();
  await window.screenshot(`${PICTURES}/sign-in-code.png`);
  const userCode = await codeShown(window);
  step(`the notification shows the code ${userCode}`);

  await pressLink(window, 'Copy Code');
  await waitFor('the code on the clipboard', async () => (await window.clipboard()) === userCode);
  step('Copy Code put it on the clipboard');

  const { page } = await window.expectPopup(() => pressLink(window, 'Open Browser'));
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  await page.screenshot({ path: `${PICTURES}/browser-allow.png` });
  step('Open Browser led to the page of the Identity Center');

  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText(/close this/).waitFor();
  await page.close();
  await window.notification(`Signed in to ${SESSION}`);
  await window.screenshot(`${PICTURES}/signed-in.png`);
  step('Allow ended in “Signed in”');

  await window.closeNotification(`Signed in to ${SESSION}`);
  await window.runCommand('AWS SSO Consumer: List My Accounts');
  const question = await window.dialogText(/wants to/);
  assert.match(question, /AWS SSO Consumer/);
  await window.screenshot(`${PICTURES}/consent.png`);
  step('the editor asked for consent in the name of another extension');

  await window.pressDialogButton('Allow');
  const accounts = await window.notificationText(/opens/);
  await window.screenshot(`${PICTURES}/consumer.png`);
  step(`the other extension got a working token: ${accounts}`);
  await window.close();
}

const stage = await Stage.start({ sdkEndpoints: true });
try {
  await demo(stage);
} finally {
  await stage.stop();
}
step(`done; the pictures are in ${PICTURES}/`);
