import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LOGIN_SESSION } from '../conformance/support/home.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { Terminal } from '../editor/Terminal.ts';
import { TreeView } from '../editor/TreeView.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { agree, chooseRegion, signOut } from './person.ts';
import type { Stage } from './Stage.ts';

const SIGN_IN = 'AWS: Sign in with AWS Console Credentials';
const TITLE = 'Sign in with AWS Console Credentials';
const ALICE = 'user/alice (111122223333)';

const tokenRequests = ({ identityCenter }: Stage) =>
  identityCenter.requests.filter(({ operation }) => operation === 'CreateOAuth2Token');

async function signOutOf(window: EditorWindow, label: string): Promise<void> {
  await signOut(window);
  await window.notification(`Signed out of ${label}.`);
  await waitFor('the Accounts menu to be without the session', async () =>
    (await window.accountsMenu()).every((entry) => !entry.label.startsWith(label)),
  );
}

/** Chooses the region where it is asked for, by the one that is proposed. */
async function takeProposedRegion(window: EditorWindow): Promise<void> {
  await window.quickInput.opened(TITLE);
  await waitFor('the regions', async () => (await window.quickInput.entries())[0] === 'us-east-1');
  await window.quickInput.accept();
}

/* The setting says that the browser, which runs on the same machine here, can come back. */
describe('Signing in with AWS console credentials, in a browser that comes back', () => {
  let stage: Stage;
  let window: EditorWindow;
  const directory = mkdtempSync(path.join(tmpdir(), 'console-'));
  useStage(
    {
      machineSettings: { 'awsSso.signInFlow': 'authorizationCode' },
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      window: { folder: directory },
      keeps: true,
    },
    (used) => ({ stage, window } = used),
  );
  after(() => rmSync(directory, { recursive: true }));

  it('signs in, in the region that the person takes', async () => {
    // Not that of the editor, which logs the environment of terminals then. There is one once the extension has been used.
    await window.runCommand('AWS SSO: Add SSO Session…');
    await window.quickInput.opened('Add SSO Session');
    await window.quickInput.escape();
    await window.runCommand('Developer: Set Log Level...');
    await window.quickInput.pick('AWS SSO');
    await window.quickInput.pick('Trace');
    const { page } = await window.expectPopup(async () => {
      await window.runCommand(SIGN_IN);
      await takeProposedRegion(window);
    });
    await window.notification(/^Approve the sign-in to AWS in your browser/);
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback\?/);
    assert.match(await page.innerText('main'), /Return to VS Code to finish signing in to AWS\./);
    await window.notification(`Signed in to AWS as ${ALICE}.`);
    await window.notificationGone(/^Approve/);
    assert.deepEqual(
      tokenRequests(stage).map(({ status }) => status),
      [200],
    );
  });

  it('is listed among the accounts and in the view', async () => {
    const view = new TreeView(window.page, 'AWS SSO');
    await view.open();
    assert.equal((await view.row('alice')).description, 'console credentials');
    assert.deepEqual(await view.actions('alice'), ['Use Role in Terminals… (Ctrl+K A)']);
    const entry = (await window.accountsMenu()).find(({ label }) => label.startsWith(ALICE));
    assert.equal(entry?.label, `${ALICE} (AWS Sign-In)`);
  });

  it('gives new terminals its credentials, as long as it is signed in', async () => {
    await window.runCommand('AWS SSO: Use Role in Terminals…');
    await window.quickInput.opened('Use Role in Terminals');
    const entries = await window.quickInput.entriesInFull();
    assert.match(entries.join('\n'), /AWS Console credentials: alice/);
    await window.quickInput.pick('AWS Console credentials: alice');
    await agree(window, 'Use Role');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    const told =
      /New terminals use the console credentials of alice in 111122223333\. Credentials stay fresh/;
    await window.notification(told);
    assert.ok((await window.statusBar()).includes('alice · 111122223333 · eu-central-1'));
    await window.pressNotificationButton(told, 'Open Terminal');
    const terminal = await Terminal.focused(window, directory);
    const command = `${process.execPath} ${path.join(repositoryRoot, 'test/e2e/terminal/showCredentials.ts')}`;
    const { text } = await terminal.run(command);
    const { secret, account } = JSON.parse(text) as { secret: string; account: string };
    assert.ok(stage.identityCenter.issuedSecrets.includes(secret));
    assert.equal(account, undefined);
  });

  it('is there after a reload, and gone after signing out', async () => {
    await window.reload();
    await waitFor('the Accounts menu to list the session', async () =>
      (await window.accountsMenu()).some(({ label }) => label.startsWith(ALICE)),
    );
    await signOutOf(window, ALICE);
    const terminal = await Terminal.open(window, directory);
    const ask = `curl -s -H "Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN" $AWS_CONTAINER_CREDENTIALS_FULL_URI`;
    assert.match((await terminal.run(ask)).text, /has ended\. You signed out\. Sign in again\./);
    await window.notification(/A terminal asked for credentials of alice/);
    await window.runCommand('AWS SSO: Stop Using Role in Terminals');
    await window.notification(/Stopped using .*alice in terminals/);
  });

  it('listens no more when the window was closed', async () => {
    const { url } = await window.expectPopup(() => window.runCommand(SIGN_IN));
    const listener = new URL(url).searchParams.get('redirect_uri') ?? '';
    assert.equal((await fetch(listener)).status, 400);
    const reopened = await window.openSecondWindow();
    await window.page.close();
    window = reopened;
    await waitFor('the listener to be gone', () =>
      fetch(listener).then(
        () => false,
        () => true,
      ),
    );
  });

  it('leaves no secret on the disk or in the log', async () => {
    await assertNoSecretOnDisk(stage, { mustHoldRequests: true }, ['BEGIN EC PRIVATE KEY']);
  });
});

describe('Signing in with AWS console credentials, by a text that the person carries', () => {
  let stage: Stage;
  let window: EditorWindow;
  useStage(
    { machineSettings: { 'awsSso.shareTokensWithAwsCli': true }, keeps: true },
    (used) => ({ stage, window } = used),
  );

  it('refuses what is not the text of this sign-in, and says why, until it is', async () => {
    const { page } = await window.expectPopup(async () => {
      await window.runCommand(SIGN_IN);
      await takeProposedRegion(window);
    });
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    const text = await page.locator('.copy').innerText();
    const members = new URLSearchParams(Buffer.from(text, 'base64').toString());
    const carried = (query: string): string => Buffer.from(query).toString('base64');

    const { quickInput } = window;
    await quickInput.opened(TITLE);
    const wrong: [string, RegExp][] = [
      ['', /isn’t the code from the page/],
      ['not that text', /isn’t the code from the page/],
      [text.slice(0, 20), /Part of the code is missing/],
      [carried(`code=${members.get('code')}`), /Part of the code is missing/],
      [carried(`state=other&code=${members.get('code')}`), /belongs to another sign-in/],
    ];
    for (const [typed, complaint] of wrong) {
      await quickInput.type(typed);
      await quickInput.accept();
      await waitFor(`a complaint about “${typed}”`, async () => complaint.test(await quickInput.message()));
    }
    assert.equal(tokenRequests(stage).length, 0);
    await quickInput.type(` ${text.slice(0, 30)}\t${text.slice(30)} `);
    await quickInput.accept();
    await window.notification(`Signed in to AWS as ${ALICE}.`);
    await page.close();
  });

  it('is shared with the AWS CLI, which is offered a profile', async () => {
    const file = path.join(
      stage.server.home,
      '.aws/login/cache',
      `${createHash('sha256').update(LOGIN_SESSION).digest('hex')}.json`,
    );
    const { dpopKey } = JSON.parse(readFileSync(file, 'utf8')) as { dpopKey: string };
    assert.match(dpopKey, /BEGIN EC PRIVATE KEY/);
    assert.equal(existsSync(path.join(stage.server.home, '.aws/config')), false);
    await window.pressNotificationButton(`Signed in to AWS as ${ALICE}.`, 'Add Profile');
    await window.quickInput.opened('Add Profile to AWS Config');
    assert.equal(await window.quickInput.value(), 'alice');
    await window.quickInput.accept();
    await window.notification(/Added the profile alice to /);
    assert.equal(
      readFileSync(path.join(stage.server.home, '.aws/config'), 'utf8'),
      `[profile alice]\nlogin_session = ${LOGIN_SESSION}\nregion = us-east-1\n`,
    );
  });
});
