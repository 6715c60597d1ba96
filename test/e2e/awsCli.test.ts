import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ACCOUNT, Home } from '../conformance/support/home.ts';
import { installedAwsCli } from '../conformance/support/installedClients.ts';
import { type Ended, loginArguments, runAwsCli } from '../conformance/support/runAwsCli.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { codeShown, SIGN_IN, signOut } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { Stage } from './Stage.ts';

const LIST = 'AWS SSO Consumer: List My Accounts';

const installed = installedAwsCli();
(installed ? describe : describe.skip)('With the tokens shared with the AWS CLI', () => {
  const cli = installed!;
  let stage: Stage;
  let home: Home;
  let window: EditorWindow;
  before(async () => {
    stage = await Stage.start({
      settings: { 'awsSso.sessions': [] },
      machineSettings: { 'awsSso.shareTokensWithAwsCli': true },
    });
    // The session is the one of its config file.
    home = new Home(stage.identityCenter, stage.server.home);
    home.redirectOldAwsCli(stage.identityCenter);
    window = await stage.open();
  });
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
  });
  after(async () => {
    await window.close();
    await stage.stop();
  });

  const aws = (args: readonly string[], meanwhile?: () => Promise<void>): Promise<Ended> =>
    runAwsCli(cli, home, stage.identityCenter, args, meanwhile);

  const count = (operation: string): number =>
    stage.identityCenter.requests.filter((request) => request.operation === operation).length;

  const shared = (): Record<string, string> =>
    JSON.parse(readFileSync(home.tokenFile, 'utf8')) as Record<string, string>;

  /** What the AWS CLI gets for the profile. */
  async function credentials(): Promise<string> {
    // It keeps those that it got before.
    rmSync(path.join(home.path, '.aws/cli/cache'), { recursive: true, force: true });
    const { stdout, stderr } = await aws(['configure', 'export-credentials', '--profile', 'corp']);
    return (JSON.parse(stdout || '{}') as { AccessKeyId?: string }).AccessKeyId ?? stderr;
  }

  /** Another extension lists the accounts, which needs a token that works. */
  async function accountsListed(): Promise<void> {
    await window.runCommand(LIST);
    await window.notification(/corp opens /);
    await window.closeNotification(/corp opens /);
  }

  it('the AWS CLI uses a session that was signed in to here', async () => {
    await window.runCommand(SIGN_IN);
    stage.identityCenter.approve(await codeShown(window));
    await window.notification('Signed in to corp');
    assert.match(await credentials(), /^ASIA/);
    await window.runCommand(LIST);
    await window.pressDialogButton('Allow');
    await window.notification(/corp opens /);
    await window.closeNotification(/corp opens /);
  });

  it('its refresh is taken over, and not repeated', async () => {
    const before = shared();
    home.write(home.tokenFile, JSON.stringify({ ...before, expiresAt: '2020-01-01T00:00:00Z' }));
    const refreshes = count('CreateToken');
    assert.match(await credentials(), /^ASIA/);
    assert.notEqual(shared()['accessToken'], before['accessToken']);
    // The token before is dead once the portal says so.
    await accountsListed();
    assert.equal(count('CreateToken') - refreshes, 1);
  });

  it('it gets what is renewed here', async () => {
    const before = shared();
    stage.identityCenter.expireAccessTokens();
    await accountsListed();
    assert.notEqual(shared()['accessToken'], before['accessToken']);
    const refreshes = count('CreateToken');
    const { accountId, roleName } = ACCOUNT;
    const role = ['--account-id', accountId, '--role-name', roleName, '--output', 'json'];
    const token = ['--access-token', shared()['accessToken'] ?? ''];
    const { code, stderr } = await aws(['sso', 'get-role-credentials', ...token, ...role]);
    assert.equal(code, 0, stderr);
    assert.match(await credentials(), /^ASIA/);
    assert.equal(count('CreateToken'), refreshes);
  });

  it('its sign-out is one here, too', async () => {
    const { code, stderr } = await aws(['sso', 'logout']);
    assert.equal(code, 0, stderr);
    await waitFor('the Accounts menu to be without the session', async () =>
      (await window.accountsMenu()).every(({ label }) => !label.startsWith('corp')),
    );
    assert.equal(count('Logout'), 1);
  });

  it('its sign-in is one here, too', async () => {
    const { code, stderr } = await aws(loginArguments(cli), async () => {
      const { identityCenter } = stage;
      identityCenter.approve(
        await waitFor('the user code', () => identityCenter.pendingUserCodes[0], { seconds: 30 }),
      );
    });
    assert.equal(code, 0, stderr);
    await waitFor('the Accounts menu to list the session', async () =>
      (await window.accountsMenu()).some(({ label }) => label.startsWith('corp')),
    );
    await accountsListed();
  });

  it('a sign-out here is one there, too', async () => {
    await signOut(window);
    await window.notification('Signed out of corp');
    await waitFor('the file to be gone', () => !existsSync(home.tokenFile));
    assert.doesNotMatch(await credentials(), /^ASIA/);
  });
});
