import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedAwsCli } from '../conformance/support/installedClients.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { Terminal } from '../editor/Terminal.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { chooseRegion, chooseTerminalRole, codeShown } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';
import { Ec2 } from './terminal/Ec2.ts';

const OPEN = 'Open Terminal with Role';
const USE = 'Use Role in Terminals';
const URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';

/** Somebody with two roles, who has no AWS config file. */
describe('Terminals with roles of their own', function () {
  let stage: Stage;
  let window: EditorWindow;
  let ec2: Ec2;
  let terminal: Terminal;
  const directory = mkdtempSync(path.join(tmpdir(), 'terminals-'));
  const cli = installedAwsCli();
  const tokens: string[] = [];

  useStage(
    { env: { AWS_EC2_METADATA_DISABLED: 'true' }, window: { folder: directory }, keeps: true },
    (used) => ({ stage, window } = used),
  );
  before(async () => {
    ec2 = await Ec2.start();
  });
  after(() => {
    ec2.stop();
    rmSync(directory, { recursive: true });
  });

  const statusBar = (): Promise<string | undefined> =>
    window.statusBar().then((entries) => entries.find((entry) => / · |No AWS role/.test(entry)));
  const shows = (text: string | undefined): Promise<unknown> =>
    waitFor(
      async () => `the status bar to show ${text}; it shows ${await statusBar()}`,
      async () => (await statusBar()) === text,
    );
  const tab = (name: string) => window.page.locator('.terminal-tabs-entry', { hasText: name });
  async function press(...keys: readonly string[]): Promise<void> {
    await window.page.bringToFront();
    for (const key of keys) {
      await window.page.keyboard.press(key);
    }
  }
  /** Puts the focus on a terminal by its tab. */
  async function focus(name: string, which: 'first' | 'last' = 'first'): Promise<void> {
    // They lie above the tabs.
    await window.runCommand('Notifications: Clear All Notifications');
    await waitFor(`the terminal ${name} to have the focus`, async () => {
      // Its buttons are on the right.
      const wanted = which === 'first' ? tab(name).first() : tab(name).last();
      await wanted.click({ position: { x: 12, y: 10 } });
      return (await wanted.getAttribute('class'))?.includes('is-active');
    });
    terminal = await Terminal.focused(window, directory);
  }
  /** The role that the AWS CLI has in the terminal that has the focus; else what its address says. */
  async function roleHere(): Promise<string> {
    const command = cli
      ? `${cli.path} sts get-caller-identity --query Arn --output text --endpoint-url ${stage.identityCenter.url}`
      : `echo assumed-role/AWSReservedSSO_$(echo $${URI} | cut -d/ -f 7)_x`;
    const { text } = await terminal.run(command);
    return /assumed-role\/AWSReservedSSO_(\w+)_/.exec(text)?.[1] ?? text;
  }

  it('are two keys and a choice away; the first one after the first sign-in has its region, too', async () => {
    // The keys of extensions come later than the window.
    await waitFor('the sign-in', async () => {
      await press('Control+K', 'Shift+A');
      return window.notification(/Signing in to/, { seconds: 3 }).catch(() => undefined);
    });
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(new RegExp(`Signed in to ${SESSION}`));
    await chooseTerminalRole(window, 'PowerUserAccess', { title: OPEN, button: 'Open Terminal' });
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    await waitFor('the terminal', async () => (await window.page.locator('.xterm').count()) === 1);
    terminal = await Terminal.focused(window, directory);
    assert.equal(await roleHere(), 'PowerUserAccess');
    await shows('PowerUserAccess · Sandbox · eu-central-1');
    if (cli) {
      const { code, text } = await terminal.run(`${cli.path} ec2 describe-regions --endpoint-url ${ec2.url}`);
      assert.equal(code, 0, text);
      assert.match(text, /"RegionName": "eu-central-1"/);
      assert.equal(ec2.asked[0]?.region, 'eu-central-1');
      assert.match(ec2.asked[0].key, /^ASIA/);
    }
    tokens.push((await terminal.run('echo $AWS_CONTAINER_AUTHORIZATION_TOKEN')).text.trim());
    const { text } = await terminal.run('env | grep AWS_SSO_TERMINAL; ps -ef | grep -c "[T]OKEN="');
    assert.equal(text, '0\n');
  });

  it('work beside those of the window, each with its role', async () => {
    await press('Control+K', 'a');
    await window.quickInput.opened(USE);
    await window.quickInput.pick(/Another Role/);
    await chooseTerminalRole(window, 'ReadOnlyAccess');
    await window.notification(/New terminals use the role ReadOnlyAccess/);
    await window.pressNotificationButton(/New terminals use/, 'Open Terminal');
    await tab('ReadOnlyAccess · Sandbox').waitFor();
    await focus('ReadOnlyAccess · Sandbox');
    assert.equal(await roleHere(), 'ReadOnlyAccess');
    await shows('ReadOnlyAccess · Sandbox · eu-central-1');
    await focus('PowerUserAccess · Sandbox');
    assert.equal(await roleHere(), 'PowerUserAccess');
    await shows('PowerUserAccess · Sandbox · eu-central-1');
  });

  it('are in the list of profiles, and have their role though the window has another', async () => {
    await window.runCommand('Create New Terminal (With Profile)');
    await window.quickInput.pick(/AWS Role…/);
    await window.quickInput.opened(OPEN);
    await window.quickInput.escape();
    assert.deepEqual(await window.notifications(), []);
    assert.equal(await tab('Sandbox').count(), 2);
    // What start-up files say comes after the environment of a terminal.
    const startUp = path.join(stage.server.home, '.bashrc');
    writeFileSync(
      startUp,
      'export AWS_ACCESS_KEY_ID=AKIASTARTUP AWS_SECRET_ACCESS_KEY=x AWS_REGION=us-west-1\n',
    );
    await window.runCommand('Create New Terminal (With Profile)');
    await window.quickInput.pick(/AWS Role…/);
    await window.quickInput.opened(OPEN);
    await window.quickInput.pick('PowerUserAccess');
    await waitFor('the tab', async () => (await tab('PowerUserAccess · Sandbox').count()) === 2);
    await focus('PowerUserAccess · Sandbox', 'last');
    assert.equal(await roleHere(), 'PowerUserAccess');
    const { text } = await terminal.run('echo "$AWS_REGION $AWS_ACCESS_KEY_ID ${VSCODE_ENV_REPLACE-unset}"');
    assert.equal(text, 'eu-central-1  unset\n', 'Shell integration has set it again.');
    rmSync(startUp);
    tokens.push((await terminal.run('echo $AWS_CONTAINER_AUTHORIZATION_TOKEN')).text.trim());
    assert.equal(new Set(tokens).size, 2);
  });

  it('have their roles after a reload, and the status bar knows which', async () => {
    await window.reload();
    await waitFor('the tabs', async () => (await tab('Sandbox').count()) === 3);
    await focus('PowerUserAccess · Sandbox');
    assert.equal(await roleHere(), 'PowerUserAccess');
    await shows('PowerUserAccess · Sandbox · eu-central-1');
    await focus('ReadOnlyAccess · Sandbox');
    assert.equal(await roleHere(), 'ReadOnlyAccess');
    await shows('ReadOnlyAccess · Sandbox · eu-central-1');
  });

  it('lose their token when they are closed, each by itself; and leave none in a file', async () => {
    await focus('PowerUserAccess · Sandbox');
    const { text: ask } = await terminal.run(
      `echo "curl -s -H 'Authorization: $AWS_CONTAINER_AUTHORIZATION_TOKEN' $${URI}"`,
    );
    assert.match((await terminal.run(ask.trim())).text, /"AccessKeyId":"ASIA/);
    await terminal.exit();
    await waitFor('the tab to go', async () => (await tab('PowerUserAccess · Sandbox').count()) === 1);
    await focus('PowerUserAccess · Sandbox');
    assert.match((await terminal.run(ask.trim())).text, /"code":"NotFound"/);
    assert.equal(await roleHere(), 'PowerUserAccess');
    await assertNoSecretOnDisk(stage, { mustHoldRequests: false }, tokens);
  });

  it('and those of the window are relaunched where their access was lost', async () => {
    await focus('ReadOnlyAccess · Sandbox');
    const shell = Number((await terminal.run('echo $PPID')).text);
    const port = Number(/:(\d+)\//.exec((await terminal.run(`echo $${URI}`)).text)?.[1]);
    // Another program takes the port while the window is away.
    const thief = createServer().unref();
    const taken = waitFor('the port', () => {
      thief.listen(port, '127.0.0.1');
      return new Promise<boolean>((resolve) => {
        thief.once('error', () => resolve(false));
        thief.once('listening', () => resolve(true));
      });
    });
    await window.reload();
    await taken;
    assert.doesNotMatch(await window.notificationText(/lost (its )?access to/), /PowerUserAccess/);
    await window.pressNotificationButton(/lost (its )?access to/, 'Relaunch');
    await waitFor('the old shell to end', () => !isRunning(shell));
    await focus('ReadOnlyAccess · Sandbox');
    assert.equal(await roleHere(), 'ReadOnlyAccess');
    assert.notEqual(Number(/:(\d+)\//.exec((await terminal.run(`echo $${URI}`)).text)?.[1]), port);
    await focus('PowerUserAccess · Sandbox');
    assert.equal(await roleHere(), 'PowerUserAccess');
    thief.close();
  });

  it('go on when the window uses no role any more', async () => {
    await window.runCommand('AWS SSO: Stop Using Role in Terminals');
    await window.notification(/Stopped using ReadOnlyAccess in terminals/);
    await focus('PowerUserAccess · Sandbox');
    assert.equal(await roleHere(), 'PowerUserAccess');
    await shows('PowerUserAccess · Sandbox · eu-central-1');
    await focus('ReadOnlyAccess · Sandbox');
    await shows(undefined);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
