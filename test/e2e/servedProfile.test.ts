import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { installedAwsCli } from '../conformance/support/installedClients.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { TreeView } from '../editor/TreeView.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { type Ended, runToTheEnd } from '../unit/support/servedWindow.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { chooseRegion, signIn } from './person.ts';
import type { Stage } from './Stage.ts';

const TITLE = 'Add Profile to AWS Config';

const cli = installedAwsCli();
(cli ? describe : describe.skip)('A profile that VS Code serves', () => {
  let stage: Stage;
  let window: EditorWindow;
  useStage({ keeps: true }, (used) => ({ stage, window } = used));

  /** In no terminal of the editor. */
  const aws = (...args: readonly string[]): Promise<Ended> =>
    runToTheEnd(cli?.path ?? '', ['--endpoint-url', stage.identityCenter.url, ...args], {
      env: {
        ...{ PATH: '/usr/bin:/bin', HOME: stage.server.home, LANG: 'C.UTF-8', AWS_PAGER: '' },
        ...{ AWS_PROFILE: 'sandbox', AWS_EC2_METADATA_DISABLED: 'true' },
      },
    });

  const config = (): string => readFileSync(path.join(stage.server.home, '.aws/config'), 'utf8');

  it('is added from the palette, and used by the AWS CLI outside of VS Code', async () => {
    await signIn(window, stage);
    await window.runCommand('AWS SSO: Add Profile to AWS Config…');
    await window.quickInput.opened(TITLE);
    await waitFor('the accounts', async () => (await window.quickInput.entries()).includes('Sandbox'));
    await window.quickInput.pick('Sandbox');
    await waitFor('the roles', async () => (await window.quickInput.entries()).includes('PowerUserAccess'));
    await window.quickInput.pick('PowerUserAccess');
    await window.quickInput.pick('Served by VS Code');
    await window.dialog(/Serve PowerUserAccess in Sandbox \(111122223333\) to programs/);
    await window.pressDialogButton('Serve Role');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    await waitFor('the name', async () => (await window.quickInput.value()).includes('PowerUserAccess-'));
    await window.quickInput.type('sandbox');
    await window.quickInput.accept();
    await window.notification(/AWS tools on this machine can use it now, .*“aws s3 ls --profile sandbox”/);
    const { stdout, stderr } = await aws('sts', 'get-caller-identity');
    assert.match(stdout, /"arn:aws:sts::111122223333:assumed-role\/[^"]*PowerUserAccess/, stderr);
    assert.match(config(), /^\[profile sandbox\]\ncredential_process = ".*"[^\n]*\nregion = eu-central-1$/m);
  });

  it('works on after the window was reloaded', async () => {
    await window.reload();
    await waitFor('credentials', async () => (await aws('sts', 'get-caller-identity')).code === 0);
    await assertNoSecretOnDisk(stage, { mustHoldRequests: false });
  });

  it('is taken back in the view, with the next call', async () => {
    const view = new TreeView(window.page, 'AWS SSO');
    await view.open();
    await window.page.locator('.part.sidebar .pane-header', { hasText: 'Served Profiles' }).click();
    assert.match((await view.row('sandbox')).description, /PowerUserAccess in Sandbox/);
    await view.pressAction('sandbox', 'Stop Serving Profile…');
    await window.notification(/Stopped serving sandbox, and removed it from /);
    assert.doesNotMatch(config(), /sandbox/);
    const { code, stderr } = await aws('sts', 'get-caller-identity');
    assert.notEqual(code, 0);
    assert.match(stderr, /sandbox/);
  });
});
