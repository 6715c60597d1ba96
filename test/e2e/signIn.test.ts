import assert from 'node:assert/strict';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { codeShown, decideInBrowser, logEverything, SIGN_IN, signOut } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';

const LABEL = `${SESSION} (d-1234567890.awsapps.com)`;

describe('Signing in', () => {
  let stage: Stage;
  let window: EditorWindow;
  useStage({}, (used) => ({ stage, window } = used));

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

  it('left no secret in any file of the server, in its logs or in the settings', async () => {
    await assertNoSecretOnDisk(stage, { mustHoldRequests: true });
  });
});
