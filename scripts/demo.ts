import assert from 'node:assert/strict';
import { CODE, codeShown, pressLink } from '../test/e2e/person.ts';
import { startPortalPage } from '../test/e2e/portalPage.ts';
import { SESSION, Stage } from '../test/e2e/Stage.ts';
import { TreeView } from '../test/editor/TreeView.ts';
import { waitFor } from '../test/editor/waitFor.ts';
import type { Account } from '../test/identity-center/server.ts';

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

/** A believable organization, for the pictures of the view. */
const ORGANIZATION: readonly Account[] = [
  ...account('Development', '210987654321', 'PowerUserAccess', 'ReadOnlyAccess'),
  ...account('Log Archive', '334455667788', 'ReadOnlyAccess'),
  ...account('Network', '445566778899', 'NetworkAdministrator', 'ReadOnlyAccess'),
  ...account(
    'Production',
    '111122223333',
    'Billing',
    'DatabaseAdministrator',
    'ReadOnlyAccess',
    'SupportUser',
  ),
  ...account('Sandbox', '556677889900', 'AdministratorAccess'),
  ...account('Security Audit', '667788990011', 'SecurityAudit'),
  ...account('Shared Services', '777788889999', 'PowerUserAccess'),
  ...account('Staging', '444455556666', 'PowerUserAccess', 'ReadOnlyAccess'),
];

function account(accountName: string, accountId: string, ...roles: string[]): Account[] {
  const name = accountName.toLowerCase().replace(' ', '-');
  return [{ accountId, accountName, emailAddress: `aws-${name}@example.com`, roles }];
}

/** What the view shows to somebody who is signed in, in the dark and in the light. */
async function demoView(stage: Stage): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    const window = await stage.open({ colorScheme, size: { width: 1100, height: 640 } });
    const view = new TreeView(window.page, 'AWS SSO');
    await view.open();
    await view.click('corp');
    stage.identityCenter.approve(await codeShown(window));
    await window.closeNotification(/Signed in to corp/);
    await window.notificationGone(CODE);
    await view.widen(WIDTH);
    await view.row('Production');
    await view.toggle('Production');
    await view.row('SupportUser');
    await view.screenshot(`${PICTURES}/view-${colorScheme}.png`, 'ReadOnlyAccess', {
      width: WIDTH,
      height: 350,
    });
    await window.close();
    step(`the view, ${colorScheme}, lists the accounts and roles`);
  }
}

/** What a diagnosis finds in a network that answers in the place of AWS. */
async function demoDiagnosis(stage: Stage): Promise<void> {
  stage.identityCenter.fail('CreateToken', { kind: 'html', status: 200 }, Infinity);
  const window = await stage.open({ size: { width: 1100, height: 640 } });
  await window.runCommand('AWS SSO: Run Diagnostics');
  await window.page
    .locator('.notification-toast')
    .filter({ hasText: 'Something other than AWS answered' })
    .waitFor();
  await window.closeNotification(/Something other than AWS answered/);
  // Off the overview, which shows where it is under the mouse.
  await window.page.mouse.move(1, 1);
  await window.page
    .locator('.statusbar-item', { hasText: 'Activating Extensions' })
    .waitFor({ state: 'hidden' });
  await window.screenshot(`${PICTURES}/diagnosis.png`);
  await window.close();
  step('Run Diagnostics says what is wrong');
}

const WIDTH = 420;
const stage = await Stage.start({ sdkEndpoints: true });
try {
  await demo(stage);
} finally {
  await stage.stop();
}
const { startUrl, region } = stage.identityCenter;
const organization = await Stage.start({
  identityCenter: { accounts: ORGANIZATION, accessTokenLifetime: 28_800, sessionLifetime: 43_200 },
  settings: {
    'awsSso.sessions': [
      { name: 'corp', startUrl, region },
      { name: 'customers', startUrl: 'https://customers.awsapps.com/start', region: 'eu-central-1' },
    ],
  },
});
try {
  await demoView(organization);
} finally {
  await organization.stop();
}
const portal = await startPortalPage();
const captive = await Stage.start({ identityCenter: { startUrl: portal.startUrl }, env: portal.env });
try {
  await demoDiagnosis(captive);
} finally {
  await captive.stop();
  portal.stop();
}
step(`done; the pictures are in ${PICTURES}/`);
