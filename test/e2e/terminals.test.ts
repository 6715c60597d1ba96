import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedAwsCli } from '../conformance/support/installedClients.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { Terminal } from '../editor/Terminal.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { chooseRegion, chooseTerminalRole, codeShown, signOut } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

const USE_ROLE = 'AWS SSO: Use Role in Terminals…';
/** Seconds. Long enough for a client to start, short enough to wait for. */
const LIFETIME = 8;

const script = (name: string): string =>
  `${process.execPath} ${path.join(repositoryRoot, 'test/e2e/terminal', name)}`;

describe('A role in terminals', function () {
  let stage: Stage;
  let window: EditorWindow;
  let terminal: Terminal;
  const directory = mkdtempSync(path.join(tmpdir(), 'terminals-'));
  const cli = installedAwsCli();

  useStage(
    {
      identityCenter: { roleCredentialsLifetime: LIFETIME },
      env: { AWS_EC2_METADATA_DISABLED: 'true', AWS_ACCESS_KEY_ID: 'AKIAOLD', AWS_SECRET_ACCESS_KEY: 'old' },
      window: { folder: directory },
      keeps: true,
    },
    (used) => ({ stage, window } = used),
  );
  before(async () => {
    // Not that of the editor, which logs the environment of terminals then. There is one once the extension has been used.
    await window.runCommand('AWS SSO: Add SSO Session…');
    await window.quickInput.opened('Add SSO Session');
    await window.quickInput.escape();
    await window.runCommand('Developer: Set Log Level...');
    await window.quickInput.pick('AWS SSO');
    await window.quickInput.pick('Trace');
  });
  after(() => rmSync(directory, { recursive: true }));
  const statusBar = (): Promise<string | undefined> =>
    window.statusBar().then((entries) => entries.find((entry) => entry.includes('·')));

  /** Who the keys were made for. */
  const roleOf = (secret: string): boolean => stage.identityCenter.issuedSecrets.includes(secret);

  it('is used by new ones as soon as it is chosen, the sign-in included', async () => {
    await window.runCommand(USE_ROLE);
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(new RegExp(`Signed in to ${SESSION}`));
    await chooseTerminalRole(window, 'PowerUserAccess');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    const text = await window.notificationText(/New terminals use/);
    assert.match(text, /the role PowerUserAccess in Sandbox \(111122223333\)\. Credentials stay fresh/);
    assert.equal(await statusBar(), 'PowerUserAccess · Sandbox · eu-central-1');
    await window.pressNotificationButton(/New terminals use/, 'Open Terminal');
    terminal = await Terminal.focused(window, directory);
    const { text: variables } = await terminal.run('env | grep ^AWS_ | sort');
    assert.match(
      variables,
      /^AWS_ACCESS_KEY_ID=\nAWS_CONTAINER_AUTHORIZATION_TOKEN=\S{43}\nAWS_CONTAINER_CREDENTIALS_FULL_URI=http:\/\/127\.0\.0\.1:\d+\/role\/[0-9a-f]{32}\/111122223333\/PowerUserAccess\nAWS_DEFAULT_REGION=eu-central-1\nAWS_EC2_METADATA_DISABLED=true\nAWS_REGION=eu-central-1\nAWS_SECRET_ACCESS_KEY=\n$/,
    );
  });

  it('is explained where the editor lists what has changed the environment of the terminal', async () => {
    await window.runCommand('Terminal: Show Environment Contributions');
    await waitFor('the list', async () => {
      const lines = await window.page.locator('.editor-instance .view-lines').allInnerTexts();
      return /New\sterminals\suse\sthe\srole\sPowerUserAccess/.test(lines.join('\n'));
    });
    await window.runCommand('View: Close All Editors');
  });

  it('gives the AWS CLI its credentials, and new ones when they have expired', async function () {
    if (!cli) return this.skip();
    const exportCredentials = `${cli.path} configure export-credentials --format process`;
    const first = JSON.parse((await terminal.run(exportCredentials)).text) as Record<string, string>;
    assert.ok(roleOf(first['SecretAccessKey'] ?? ''));
    await waitFor('their expiry', () => Date.parse(first['Expiration'] ?? '') < Date.now());
    const later = JSON.parse((await terminal.run(exportCredentials)).text) as Record<string, string>;
    assert.ok(roleOf(later['SecretAccessKey'] ?? ''));
    assert.notEqual(later['AccessKeyId'], first['AccessKeyId']);
  });

  it('is switched from the status bar; terminals that are open keep theirs', async () => {
    await window.runCommand(USE_ROLE);
    await window.quickInput.opened('Use Role in Terminals');
    await window.quickInput.pick(/Another Role/);
    await chooseTerminalRole(window, 'ReadOnlyAccess');
    await window.notification(/New terminals use the role ReadOnlyAccess/);
    await window.page.locator('[id="sso-signin.aws-sso.awsSso.terminalRole"] a').click();
    await window.quickInput.opened('Use Role in Terminals');
    await window.page.keyboard.press('Enter');
    await window.notification(/New terminals use the role PowerUserAccess/);
    await waitFor(
      'the status bar',
      async () => (await statusBar()) === 'PowerUserAccess · Sandbox · eu-central-1',
    );
    await window.page.locator('[id="sso-signin.aws-sso.awsSso.terminalRole"] a').click();
    await window.quickInput.opened('Use Role in Terminals');
    await window.page.keyboard.press('Enter');
    await window.notification(/New terminals use the role ReadOnlyAccess/);
    // That of the terminal that has the focus.
    await waitFor('the status bar', async () => (await statusBar()) === 'PowerUserAccess · Sandbox');
    const uri = 'echo $AWS_CONTAINER_CREDENTIALS_FULL_URI';
    assert.match((await terminal.run(uri)).text, /PowerUserAccess\n$/);
    assert.match((await terminal.run(script('showCredentials.ts'))).text, /"secret"/);
    const second = await Terminal.open(window, directory);
    assert.match((await second.run(uri)).text, /ReadOnlyAccess\n$/);
    assert.equal(await statusBar(), 'ReadOnlyAccess · Sandbox · eu-central-1');
    await second.run('true');
  });

  it('is there again after a reload, in new terminals and in those that were open', async () => {
    await window.reload();
    // They are there again, with what they were started with.
    const old = await Terminal.focused(window, directory);
    const { text: uri } = await old.run('echo $AWS_CONTAINER_CREDENTIALS_FULL_URI');
    // That of the window, unless VS Code had no time to note that there was a second terminal.
    const role = /\/(\w+)\n$/.exec(uri)?.[1] ?? '';
    const shown = `${role} · Sandbox${role === 'ReadOnlyAccess' ? ' · eu-central-1' : ''}`;
    await waitFor(`the status bar to show ${shown}`, async () => (await statusBar()) === shown);
    assert.match((await old.run(script('showCredentials.ts'))).text, /"secret"/);
    terminal = await Terminal.open(window, directory);
    assert.match((await terminal.run(script('showCredentials.ts'))).text, /"secret"/);
  });

  it('says in the editor, and to the AWS CLI, that nobody is signed in; and goes on after the sign-in', async function () {
    await signOut(window);
    await window.notification(/Signed out of/);
    const curl =
      'curl -s -H "Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN" $AWS_CONTAINER_CREDENTIALS_FULL_URI';
    const refusal = JSON.parse((await terminal.run(curl)).text) as Record<string, string>;
    assert.equal(refusal['code'], 'NotSignedIn');
    const told = await window.notificationText(/A terminal asked for credentials of ReadOnlyAccess/);
    assert.match(told, /Sandbox \(111122223333\)\. .*You signed out\. Sign in again\./);
    if (cli) {
      const { code, text } = await terminal.run(`${cli.path} configure export-credentials`);
      assert.notEqual(code, 0);
      assert.match(text, /You signed out\. Sign in again\./);
    }
    await window.pressNotificationButton(/A terminal asked/, 'Sign In');
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(new RegExp(`Signed in to ${SESSION}`));
    assert.match((await terminal.run(script('showCredentials.ts'))).text, /"secret"/);
    assert.equal(
      (await window.notifications()).filter((text) => text.includes('A terminal asked')).length,
      0,
    );
  });

  it('left no secret in any file of the editor', async () => {
    const { text } = await terminal.run('echo $AWS_CONTAINER_AUTHORIZATION_TOKEN');
    await assertNoSecretOnDisk(stage, { mustHoldRequests: true }, [text.trim()]);
  });

  it('is used no more when the person says so, in open terminals either', async () => {
    await window.runCommand('AWS SSO: Stop Using Role in Terminals');
    await window.notification(/Stopped using ReadOnlyAccess in terminals/);
    assert.equal(await statusBar(), undefined);
    const { code } = await terminal.run('curl -s $AWS_CONTAINER_CREDENTIALS_FULL_URI');
    assert.equal(code, 7, 'Nobody listens there any more.');
    const next = await Terminal.open(window, directory);
    assert.doesNotMatch((await next.run('env')).text, /^AWS_CONTAINER/m);
  });
});
