import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { LOGIN_SESSION } from '../conformance/support/home.ts';
import type { EditorWindow, Popup } from '../editor/EditorWindow.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { Terminal } from '../editor/Terminal.ts';
import { waitFor } from '../editor/waitFor.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { chooseRegion, signOut } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { Stage } from './Stage.ts';

const SIGN_IN = 'AWS SSO: Sign in with AWS Console Credentials';
const TITLE = 'Sign in with AWS Console Credentials';
const ALICE = 'user/alice (111122223333)';
const ROLE = 'assumed-role/AWSReservedSSO_ReadOnlyAccess_0123456789abcdef/alice (444455556666)';

/** Of credentials, in seconds, where a test waits for their renewal. */
const LIFETIME = 12;

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
  before(async () => {
    stage = await Stage.start({
      machineSettings: { 'awsSso.signInFlow': 'authorizationCode' },
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
    });
    window = await stage.open({ folder: directory });
  });
  beforeEach(() => stage.identityCenter.healthy());
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
  });
  after(async () => {
    await window.close();
    await stage.stop();
    rmSync(directory, { recursive: true });
  });

  async function press(page: Page, button: 'Allow' | 'Deny'): Promise<string> {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback\?/);
    return page.innerText('main');
  }

  /** The page to approve on, which opens by itself. The region is known from the second time on. */
  const begin = (isFirst = false): Promise<Popup> =>
    window.expectPopup(async () => {
      await window.runCommand(SIGN_IN);
      if (isFirst) {
        await takeProposedRegion(window);
      }
    });

  it('is told of when it is denied, and can be tried again', async () => {
    // Not that of the editor, which logs the environment of terminals then.
    await window.runCommand('AWS SSO: Stop Using Role in Terminals');
    await window.notification('Terminals use no role.');
    await window.runCommand('Developer: Set Log Level...');
    await window.quickInput.pick('AWS SSO');
    await window.quickInput.pick('Trace');
    const { page } = await begin(true);
    assert.match(await press(page, 'Deny'), /Not signed in to AWS/);
    const failed = /Not signed in to AWS\. The request was denied\./;
    assert.deepEqual(await window.notificationButtons(failed), ['Try Again', 'Show Log']);
    assert.equal(tokenRequests(stage).length, 0);
    const again = await window.expectPopup(() => window.pressNotificationButton(failed, 'Try Again'));
    await window.notification(/Signing in with AWS console credentials.*Waiting for the browser/);
    assert.match(await press(again.page, 'Allow'), /finishes signing in to AWS/);
    await window.notification(`Signed in to AWS as ${ALICE}.`);
    await window.notificationGone(/Signing in with/);
    assert.deepEqual(
      tokenRequests(stage).map(({ status }) => status),
      [200],
    );
  });

  it('is listed among the accounts', async () => {
    const entry = (await window.accountsMenu()).find(({ label }) => label.startsWith(ALICE));
    assert.equal(entry?.label, `${ALICE} (AWS Sign-In)`);
  });

  it('gives new terminals its credentials, as long as it is signed in', async () => {
    await window.runCommand('AWS SSO: Use Role in Terminals…');
    await window.quickInput.opened('Use Role in Terminals');
    const entries = await window.quickInput.entriesInFull();
    assert.match(entries.join('\n'), /AWS Console credentials: alice/);
    await window.quickInput.pick('AWS Console credentials: alice');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    const told = /New terminals use the console credentials of alice in 111122223333\. The editor keeps/;
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
    await window.notification(/Terminals get no credentials of alice any more/);
  });

  it('goes on with a text that the person carries, in the same sign-in', async () => {
    const first = await begin();
    const progress = await window.notification(/Waiting for the browser/);
    const second = await window.expectPopup(() =>
      progress.getByRole('link', { name: 'Use a Code Instead', exact: true }).click(),
    );
    await first.page.close();
    await second.page.getByRole('radio').nth(1).check();
    await second.page.getByRole('button', { name: 'Allow', exact: true }).click();
    const text = await second.page.locator('.copy').innerText();
    await window.quickInput.opened(TITLE);
    await window.quickInput.type(text);
    await window.quickInput.accept();
    await window.notification(`Signed in to AWS as ${ROLE}.`);
    await signOutOf(window, ROLE);
  });

  it('says that the answer was lost, and uses no code twice', async () => {
    const before = tokenRequests(stage).length;
    const { page } = await begin();
    stage.identityCenter.fail('CreateOAuth2Token', { kind: 'dropAfter' });
    await press(page, 'Allow');
    await window.notification(/Not signed in to AWS\. The answer of AWS was lost on the way/);
    assert.equal(tokenRequests(stage).length, before + 1);
  });

  /** Where the page leads, with these members in the query. */
  function callbackOf({ url }: Popup, members: Readonly<Record<string, string>>): string {
    const query = new URL(url).searchParams;
    const state = query.get('state') ?? '';
    return `${query.get('redirect_uri')}?${new URLSearchParams({ state, ...members }).toString()}`;
  }

  const isRefused = (address: string): Promise<boolean> =>
    fetch(address).then(
      () => false,
      () => true,
    );

  it('goes on after answers that are not its own, of other pages and with another state', async () => {
    const popup = await begin();
    const forged = callbackOf(popup, { code: 'forged', state: 'guessed' });
    assert.equal((await fetch(forged)).status, 400);
    const foreign = await popup.page.context().newPage();
    await foreign.goto(forged);
    assert.match(await foreign.innerText('main'), /Nobody waits for this answer/);
    await foreign.goto(callbackOf(popup, { error: 'access_denied', state: 'guessed' }));
    await foreign.close();
    assert.equal((await fetch(forged, { method: 'POST', body: 'x' })).status, 405);
    assert.equal((await fetch(new URL('/favicon.ico', forged))).status, 404);
    const address = await press(popup.page, 'Allow').then(() => popup.page.url());
    await window.notification(`Signed in to AWS as ${ALICE}.`);
    // And what was its own is worth nothing a second time.
    assert.equal(await isRefused(address), true);
    await window.closeNotification(/Signed in to AWS/);
  });

  it('is one sign-in and one page, however often it is asked for', async () => {
    const popup = await begin();
    const pages = stage.identityCenter.requests.filter(({ path: page }) => page.startsWith('/v1/authorize'));
    await window.runCommand(SIGN_IN);
    await window.notification(/waits for your approval in the browser/);
    const now = stage.identityCenter.requests.filter(({ path: page }) => page.startsWith('/v1/authorize'));
    assert.equal(now.length, pages.length);
    await window.closeNotification(/waits for your approval/);
    await window.cancelProgress(/Signing in with/);
    await window.notificationGone(/Signing in with/);
    await waitFor('the listener to be gone', () => isRefused(callbackOf(popup, { code: 'late' })));
  });

  it('listens no more when the window was closed', async () => {
    const popup = await begin();
    const reopened = await window.openSecondWindow();
    await window.page.close();
    window = reopened;
    await waitFor('the listener to be gone', () => isRefused(callbackOf(popup, { code: 'late' })), {
      seconds: 30,
    });
  });

  it('leaves no secret on the disk or in the log', async () => {
    await assertNoSecretOnDisk(stage, { mustHoldRequests: true }, ['BEGIN EC PRIVATE KEY']);
  });
});

describe('Signing in with AWS console credentials, by a text that the person carries', () => {
  let stage: Stage;
  let window: EditorWindow;
  /** How far the clock of AWS is ahead. */
  let laterMs = 0;
  before(async () => {
    stage = await Stage.start({
      identityCenter: {
        authorizationCodeLifetime: 5,
        accessTokenLifetime: LIFETIME,
        clock: () => Date.now() + laterMs,
      },
      machineSettings: { 'awsSso.shareTokensWithAwsCli': true },
    });
    window = await stage.open();
  });
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
  });
  after(async () => {
    await window.close();
    await stage.stop();
  });

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
      ['', /not the text that the page shows/],
      ['not that text', /not the text that the page shows/],
      [text.slice(0, 20), /A part of the text is missing/],
      [carried(`code=${members.get('code')}`), /A part of the text is missing/],
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
    await window.notification(/The profile alice was added to /);
    assert.equal(
      readFileSync(path.join(stage.server.home, '.aws/config'), 'utf8'),
      `[profile alice]\nlogin_session = ${LOGIN_SESSION}\nregion = us-east-1\n`,
    );
  });

  it('goes on when the box is closed, and brings it back', async () => {
    const { page } = await window.expectPopup(() => window.runCommand(SIGN_IN));
    await window.quickInput.opened(TITLE);
    await window.quickInput.escape();
    const progress = await window.notification(/Waiting for the text that the page in the browser shows/);
    await progress.getByRole('link', { name: 'Paste the Text', exact: true }).click();
    await window.quickInput.opened(TITLE);
    await window.quickInput.escape();
    await window.runCommand(SIGN_IN);
    await window.quickInput.opened(TITLE);
    await window.cancelProgress(/Signing in with/);
    await window.quickInput.closed();
    await page.close();
  });

  it('says that the approval was too old', async () => {
    const { page } = await window.expectPopup(() => window.runCommand(SIGN_IN));
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    const text = await page.locator('.copy').innerText();
    await window.quickInput.opened(TITLE);
    laterMs = 4 * 60_000;
    await window.quickInput.type(text);
    await window.quickInput.accept();
    await window.notification(
      /Not signed in to AWS\. The approval was too old, or used before\. Sign in again\./,
    );
  });

  it('is told of when the session has ended, once, and leads back to the sign-in', async () => {
    stage.identityCenter.revokeSessions();
    const ended = /The session user\/alice \(111122223333\) has ended\. AWS does not renew it any more/;
    await window.notification(ended, { seconds: LIFETIME + 15 });
    await waitFor(
      'the file to go',
      () => readdirSync(path.join(stage.server.home, '.aws/login/cache')).length === 0,
    );
    const { page } = await window.expectPopup(() => window.pressNotificationButton(ended, 'Sign in again'));
    await window.quickInput.opened(TITLE);
    await page.close();
    await window.cancelProgress(/Signing in with/);
    await window.notificationGone(/Signing in with/);
  });
});
