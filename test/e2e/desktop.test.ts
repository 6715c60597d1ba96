import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageExtension } from '../../scripts/packageExtensions.ts';
import { Desktop } from '../desktop/Desktop.ts';
import { cleanEnvironment } from '../editor/cleanEnvironment.ts';
import { desktopEditor } from '../editor/desktopEditor.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { installEditor } from '../editor/installEditor.ts';
import { nodeBinary } from '../editor/nodeBinary.ts';
import { placeExtensions } from '../editor/placeExtensions.ts';
import { quietSettings } from '../editor/quietSettings.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { TreeView } from '../editor/TreeView.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { DESKTOP_VARIABLE } from '../desktop/desktopVariable.ts';
import { chooseRegion, chooseTerminalRole, signIn } from './person.ts';
import { SESSION } from './Stage.ts';

const isReal = process.env[DESKTOP_VARIABLE] === '1';
const LINK = 'vscode://sso-signin.aws-sso/role?account=444455556666&role=ReadOnlyAccess';

/**
 * What only a desktop shows: that sign-ins outlive a restart, in the keychain of the system; what terminals say that VS Code restores; and
 * links that the system hands over. `npm test -- e2e --desktop` runs this in a real one; otherwise a stand-in takes its place, which shows as
 * much of it as a server build can.
 */
describe(isReal ? 'On a desktop' : 'In a stand-in for a desktop', function () {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'desktop-'));
  const folder = path.join(dataDir, 'folder');
  let center: IdentityCenter;
  let desktop: Desktop;
  let window: EditorWindow;
  before(async () => {
    const home = path.join(dataDir, 'home');
    for (const name of ['folder', 'home', 'User']) mkdirSync(path.join(dataDir, name));
    // On a fresh machine that takes longer than a start may.
    if (!isReal) await installEditor();
    const executable = isReal ? (await desktopEditor()).executable : standIn(dataDir);
    desktop = new Desktop(executable, dataDir, cleanEnvironment({ HOME: home, USERPROFILE: home }));
    center = await startIdentityCenter({ interval: 0.2 });
    const { oidc, portal, signin, startUrl, region } = center;
    const settings = {
      ...quietSettings,
      'awsSso.sessions': [{ name: SESSION, startUrl, region }],
      'awsSso.endpoints': { oidc, portal, signin },
      'window.confirmBeforeClose': 'never',
    };
    writeFileSync(path.join(dataDir, 'User/settings.json'), JSON.stringify(settings));
    await placeExtensions([packageExtension()], path.join(dataDir, 'extensions'));
    window = await desktop.start(folder);
  });
  after(async () => {
    // Where there is no desktop, neither has begun.
    const begun: readonly (Desktop | IdentityCenter | undefined)[] = [desktop, center];
    for (const one of begun) await one?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  it('is still signed in after a restart, and asks for nothing', async () => {
    await signIn(window, { identityCenter: center });
    await window.runCommand('AWS SSO: Use Role in Terminals…');
    await chooseTerminalRole(window, 'ReadOnlyAccess');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    await window.notification(/New terminals use the role ReadOnlyAccess/);
    await window.runCommand('Terminal: Create New Terminal');
    await window.page.locator('.terminal-wrapper.active .xterm').waitFor();
    const asked = (): number =>
      center.requests.filter(({ operation }) => operation === 'StartDeviceAuthorization').length;
    const before = asked();
    await desktop.quit(window);
    window = await desktop.start(folder);
    const view = new TreeView(window.page, 'AWS SSO');
    await view.open();
    await waitFor('the session', async () => (await view.row(SESSION)).description === 'signed in');
    assert.equal(asked(), before);
  });

  if (isReal) {
    it('says which terminals have lost the role that VS Code has restored', async () => {
      await window.notification(/lost (its )?access to ReadOnlyAccess/);
      await window.pressNotificationButton(/lost (its )?access to ReadOnlyAccess/, 'Relaunch');
      await window.notificationGone(/lost (its )?access to ReadOnlyAccess/);
    });
  }

  it('is handed links by the system', async () => {
    await desktop.open(LINK);
    if (isReal) {
      await window.dialog(/open this URI\?/);
      await window.pressDialogButton('Open');
      await window.dialog(/Use ReadOnlyAccess in .*444455556666.* in terminals\?/);
      await window.closeDialogs();
    } else {
      assert.equal(readFileSync(path.join(dataDir, 'links'), 'utf8'), `${LINK}\n`);
    }
  });
});

/** An executable that takes the flags of a desktop VS Code. */
function standIn(directory: string): string {
  const file = path.join(directory, 'code');
  const script = path.join(repositoryRoot, 'test/desktop/standInProcess.ts');
  writeFileSync(file, `#!/bin/sh\nexec '${nodeBinary()}' '${script}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
