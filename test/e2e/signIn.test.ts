import assert from 'node:assert/strict';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { TreeView } from '../editor/TreeView.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type Used, useStage } from '../stage/useStage.ts';
import { CODE, codeShown, decideInBrowser, logEverything, pressLink, SIGN_IN, signOut } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';

const LABEL = `${SESSION} (d-1234567890.awsapps.com)`;
const DONE = `Signed in to ${SESSION}.`;

describe('Signing in', () => {
  let stage: Stage;
  let window: EditorWindow;
  let shortenTimers: Used['shortenTimers'];
  useStage({}, (used) => ({ stage, window, shortenTimers } = used));

  /** How many polls the Identity Center has seen. */
  const polls = () =>
    stage.identityCenter.requests.filter(({ operation }) => operation === 'CreateToken').length;

  /** No poll comes for longer than one would have to. */
  async function pollingHasStopped(): Promise<void> {
    let seen = polls();
    let since = performance.now();
    await waitFor('the polling to stop', () => {
      if (polls() !== seen) {
        seen = polls();
        since = performance.now();
      }
      return performance.now() - since > 1_000;
    });
  }

  async function assertSignedOut(): Promise<void> {
    await waitFor('the Accounts menu to be without the session', async () =>
      (await window.accountsMenu()).every(({ label }) => !label.includes(SESSION)),
    );
  }

  it('goes from the palette to a token in another extension, and out again', async () => {
    await logEverything(window);
    await window.runCommand(SIGN_IN);
    const code = await codeShown(window);
    const message = await window.notification(CODE);
    const address = `${stage.identityCenter.url}/device`;
    await message.getByRole('link', { name: address, exact: true }).waitFor();
    const text = await window.notificationText(CODE);
    assert.match(text, /Open Browser · Copy Code · Sign In Without a Code · (9|10) min left$/);
    assert.deepEqual(await window.notificationButtons(CODE), ['Cancel']);

    await pressLink(window, 'Copy Code');
    await waitFor('the code on the clipboard', async () => (await window.clipboard()) === code);
    const { page } = await window.expectPopup(() => pressLink(window, 'Open Browser'));
    assert.match(await page.innerText('main'), new RegExp(code));
    assert.deepEqual((await window.notifications()).length, 1, 'There is one notification.');
    await decideInBrowser(page, 'Allow');
    assert.deepEqual(await window.notificationButtons(DONE), ['Use Role in Terminals…']);
    await window.notificationGone(CODE);
    assert.deepEqual(await window.notifications(), [DONE]);

    await window.runCommand('AWS SSO Consumer: List My Accounts');
    const question = await window.dialogText(/wants to/);
    assert.match(question, /AWS SSO Consumer/);
    assert.match(question, /AWS IAM Identity Center/);
    await window.pressDialogButton('Allow');
    await window.notification(new RegExp(`${SESSION} opens `));

    const signedIn = (await window.accountsMenu()).find(({ label }) => label.startsWith(LABEL));
    assert.ok(signedIn, 'The Accounts menu lists the session.');

    await window.reload();
    await window.runCommand('AWS SSO Consumer: List My Accounts');
    await window.notification(new RegExp(`${SESSION} opens `));

    const tokens = stage.identityCenter.requests.filter(({ operation }) => operation === 'ListAccounts');
    assert.deepEqual(
      tokens.map(({ status }) => status),
      [200, 200],
    );
    await signOut(window);
    await window.notification(`Signed out of ${LABEL}.`);
    await waitFor('the service to hear of it', () =>
      stage.identityCenter.requests.some(({ operation, status }) => operation === 'Logout' && status === 200),
    );
    await assertSignedOut();
  });

  it('goes from the Accounts menu, for an extension that asked there', async () => {
    await window.pickAccountsMenu('Sign in with AWS IAM Identity Center to use AWS SSO Consumer (1)');
    const code = await codeShown(window);
    stage.identityCenter.approve(code);
    await window.notification(DONE);
    await window.runCommand('AWS SSO Consumer: List My Accounts');
    await window.notification(new RegExp(`${SESSION} opens `));

    await window.pickAccountsMenu(`${LABEL} (AWS IAM Identity Center)`, 'Sign Out');
    await window.dialog(/has been used by/);
    await window.pressDialogButton('Sign Out');
    await assertSignedOut();
  });

  it('stays in sight: in the view and the status bar, which bring the notification back and show a QR code', async () => {
    const view = new TreeView(window.page, 'AWS SSO');
    await view.open();
    await window.runCommand(SIGN_IN);
    const code = await codeShown(window);
    await waitFor('the code in the row', async () => (await view.row(SESSION)).description === code);
    const row = await view.row(SESSION);
    assert.equal(row.icon, 'loading');
    assert.match(
      row.spoken,
      new RegExp(`is your code to sign in to ${SESSION}. ${[...code.replace('-', '')].join(' ')}$`),
    );
    await waitFor('the notification to be hidden', async () => {
      await window.page.keyboard.press('Escape');
      return (await window.notifications()).length === 0;
    });

    // VS Code shows a progress that is hidden there, too.
    const item = window.page.locator('[id="sso-signin.aws-sso.awsSso.signIn"]').filter({ hasText: code });
    await item.hover();
    const hover = window.page.locator('.monaco-hover').filter({ visible: true, hasText: code });
    await hover.getByRole('img', { name: 'QR code of the address with the code' }).waitFor();
    assert.match(await hover.innerText(), /\/device/);
    await item.click();
    await window.quickInput.opened(`${code} is your code to sign in to ${SESSION}`);
    await window.quickInput.pick('Copy Code');
    await waitFor('the code on the clipboard', async () => (await window.clipboard()) === code);
    await window.notification(CODE);
    await view.pressAction(SESSION, 'Cancel Sign-In');
    await window.notificationGone(CODE);
    await window.quickInput.closed();
    assert.deepEqual(await window.notifications(), []);
    await waitFor('the row', async () => (await view.row(SESSION)).description === 'not signed in');
  });

  for (const mode of ['View: Toggle Zen Mode', 'Notifications: Toggle Do Not Disturb Mode']) {
    it(`shows the code in a quick input where VS Code hides the notification: ${mode}`, async () => {
      await shortenTimers(20_000, 1_000);
      await window.runCommand(mode);
      await window.runCommand(SIGN_IN);
      const { quickInput } = window;
      await quickInput.opened(/^[A-Z]{4}-[A-Z]{4} is your code/);
      assert.match(await quickInput.placeholder(), /^Confirm the code at .*\/device$/);
      stage.identityCenter.approve((await quickInput.title()).slice(0, 9));
      await quickInput.closed();
      await window.runCommand(mode);
      await waitFor('the Accounts menu to list the session', async () =>
        (await window.accountsMenu()).some(({ label }) => label.startsWith(LABEL)),
      );
    });
  }

  it('starts from another extension’s request, once the person agrees', async () => {
    await window.runCommand('AWS SSO Consumer: List My Accounts');
    assert.match(await window.dialogText(/wants to sign in/), /AWS SSO Consumer/);
    await window.pressDialogButton('Allow');
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(new RegExp(`${SESSION} opens `));
  });

  it('tells another extension that its person refused, and asks nothing more', async () => {
    await window.runCommand('AWS SSO Consumer: List My Accounts');
    await window.dialog(/wants to sign in/);
    await window.pressDialogButton('Cancel');
    await window.notification(/No accounts \(ConsentDenied\)/);
    assert.equal(stage.identityCenter.pendingUserCodes.length, 0);
  });

  it('tells another extension when its person cancelled the sign-in', async () => {
    await window.runCommand('AWS SSO Consumer: List My Accounts');
    await window.dialog(/wants to sign in/);
    await window.pressDialogButton('Allow');
    await codeShown(window);
    await window.cancelProgress(CODE);
    await window.notification(/No accounts \(Cancelled\)/);
  });

  it('survives an editor that is closed in the middle', async () => {
    await window.runCommand(SIGN_IN);
    const code = await codeShown(window);
    const reopened = await window.openSecondWindow();
    await window.page.close();
    window = reopened;
    await pollingHasStopped();
    stage.identityCenter.approve(code);
    await assertSignedOut();
    await window.runCommand(SIGN_IN);
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(DONE);
  });

  it('left no secret in any file of the server, in its logs or in the settings', async () => {
    await assertNoSecretOnDisk(stage, { mustHoldRequests: true });
  });
});
