import assert from 'node:assert/strict';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type Used, useStage } from '../stage/useStage.ts';
import { codeShown, decideInBrowser, logEverything, SIGN_IN, signOut } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';

const LABEL = `${SESSION} (d-1234567890.awsapps.com)`;

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
    assert.deepEqual(await window.notificationButtons(/enter the code/), ['Open Browser', 'Copy Code']);
    const message = await window.notification(/enter the code/);
    const address = `${stage.identityCenter.url}/device`;
    await message.getByRole('link', { name: address, exact: true }).waitFor();
    const progress = new RegExp(`Signing in to ${SESSION}.*${code}.*min left`);
    await window.notification(progress);

    await window.pressNotificationButton(/enter the code/, 'Copy Code');
    await window.notification(/was copied/);
    assert.equal(await window.clipboard(), code);
    await window.notification(progress);

    const { page } = await window.expectPopup(() =>
      window.pressNotificationButton(/was copied/, 'Open Browser'),
    );
    assert.match(await page.innerText('main'), new RegExp(code));
    await window.notification(progress);
    await decideInBrowser(page, 'Allow');
    await window.notification(`Signed in to ${LABEL}.`);
    await window.notificationGone(progress);

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
    await window.reload();
    await window.runCommand('AWS SSO: Sign Out…');
    await window.notification('No session is signed in.');
  });

  it('goes from the Accounts menu, for an extension that asked there', async () => {
    await window.pickAccountsMenu('Sign in with AWS IAM Identity Center to use AWS SSO Consumer (1)');
    const code = await codeShown(window);
    stage.identityCenter.approve(code);
    await window.notification(`Signed in to ${LABEL}.`);
    await window.runCommand('AWS SSO Consumer: List My Accounts');
    await window.notification(new RegExp(`${SESSION} opens `));

    await window.pickAccountsMenu(`${LABEL} (AWS IAM Identity Center)`, 'Sign Out');
    await window.dialog(/has been used by/);
    await window.pressDialogButton('Sign Out');
    await assertSignedOut();
    await window.runCommand('AWS SSO: Sign Out…');
    await window.notification('No session is signed in.');
  });

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
    await window.cancelProgress(/Signing in/);
    await window.notification(/No accounts \(Cancelled\)/);
  });

  it('says that the request was denied, and signs in when tried again', async () => {
    await window.runCommand(SIGN_IN);
    const code = await codeShown(window);
    const { page } = await window.expectPopup(() =>
      window.pressNotificationButton(/enter the code/, 'Open Browser'),
    );
    await decideInBrowser(page, 'Deny');
    await window.notification(`Not signed in to ${SESSION}. The request was denied.`);
    await assertSignedOut();
    await window.pressNotificationButton(/was denied/, 'Try Again');
    const next = await codeShown(window);
    assert.notEqual(next, code);
    stage.identityCenter.approve(next);
    await window.notification(`Signed in to ${LABEL}.`);
  });

  it('is cancelled without a word, and without another poll', async () => {
    await window.runCommand(SIGN_IN);
    const code = await codeShown(window);
    await window.cancelProgress(/Signing in/);
    await window.notificationGone(/Signing in/);
    await pollingHasStopped();
    const rest = (await window.notifications()).filter((text) => !text.includes('enter the code'));
    assert.deepEqual(rest, []);
    await window.pressNotificationButton(/enter the code/, 'Open Browser');
    await window.notification(`The sign-in with the code ${code} is over.`);
    await assertSignedOut();
  });

  it('rides out a server that is down during the poll, says so, and goes on when it is back', async () => {
    await window.runCommand(SIGN_IN);
    const code = await codeShown(window);
    stage.identityCenter.fail('CreateToken', { kind: 'drop' }, Infinity);
    await window.notification(new RegExp(`Still trying\\. Code ${code}`));
    stage.identityCenter.healthy();
    await waitFor(
      'the trouble to be taken back',
      async () => !(await window.notificationText(/Signing in/)).includes('Still trying'),
    );
    stage.identityCenter.approve(code);
    await window.notification(`Signed in to ${LABEL}.`);
  });

  it('says why when the server cannot be reached at all', async () => {
    stage.identityCenter.fail('RegisterClient', { kind: 'drop' }, Infinity);
    stage.identityCenter.fail('StartDeviceAuthorization', { kind: 'drop' }, Infinity);
    await window.runCommand(SIGN_IN);
    await window.notification(new RegExp(`Not signed in to ${SESSION}\\. The connection to .* failed`));
    await assertSignedOut();
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
    await window.notification(`Signed in to ${LABEL}.`);
  });

  it('registers anew, in the same sign-in, when the service has forgotten the registration', async () => {
    await window.runCommand(SIGN_IN);
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(`Signed in to ${LABEL}.`);
    stage.identityCenter.forgetClients();
    await window.closeNotification(/Signed in/);
    await window.closeNotification(/enter the code/);
    await window.runCommand(SIGN_IN);
    // The only session is signed in, so the person may mean another portal.
    await window.quickInput.pick(SESSION);
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(`Signed in to ${LABEL}.`);
  });

  it('brings the code back into sight when asked to sign in again', async () => {
    await window.runCommand(SIGN_IN);
    const code = await codeShown(window);
    await window.closeNotification(/enter the code/);
    await window.runCommand(SIGN_IN);
    assert.equal(await codeShown(window), code);
    const progress = await window.notification(/Signing in/);
    await progress.getByRole('link', { name: 'Copy Code' }).click();
    await waitFor('the code on the clipboard', async () => (await window.clipboard()) === code);
    await window.cancelProgress(/Signing in/);
  });

  it('doubts the region after a minute, and begins anew in another', async () => {
    await shortenTimers(60_000, 1_000);
    await window.runCommand(SIGN_IN);
    const code = await codeShown(window);
    await window.closeNotification(/enter the code/);
    const doubt = /us-east-1 may be the wrong region for local/;
    await window.notification(doubt);
    assert.match(await window.notificationText(/Signing in/), /us-east-1 may be the wrong region/);
    await window.pressNotificationButton(doubt, 'Choose Another Region');
    await window.quickInput.opened(`Choose another region for ${SESSION}`);
    await window.quickInput.type('eu-west-1');
    await window.quickInput.accept();
    const next = await codeShown(window);
    assert.notEqual(next, code);
    stage.identityCenter.approve(next);
    await window.notification(`Signed in to ${LABEL}.`);
    // What the settings say has proved wrong, so the person is asked whether to keep what was right.
    assert.deepEqual(await window.notificationButtons(`Signed in to ${LABEL}.`), ['Add to Settings']);
  });

  it('left no secret in any file of the server, in its logs or in the settings', async () => {
    await assertNoSecretOnDisk(stage, { mustHoldRequests: true });
  });
});
