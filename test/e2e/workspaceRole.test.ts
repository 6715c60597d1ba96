import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedAwsCli } from '../conformance/support/installedClients.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { Terminal } from '../editor/Terminal.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { codeShown } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

const STATUS = '[id="sso-signin.aws-sso.awsSso.terminalRole"]';

/** A workspace of two folders, each with a role of its own. */
describe('A workspace that knows its roles', () => {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'roles-')));
  const file = path.join(directory, 'both.code-workspace');
  const cli = installedAwsCli();
  let stage: Stage;
  let window: EditorWindow;
  before(() => {
    const roles = {
      api: { roleName: 'PowerUserAccess', region: 'eu-central-1', session: SESSION, protected: true },
      web: { roleName: 'ReadOnlyAccess' },
    };
    for (const [folder, role] of Object.entries(roles)) {
      mkdirSync(path.join(directory, folder, '.vscode'), { recursive: true });
      writeFileSync(
        path.join(directory, folder, '.vscode/settings.json'),
        JSON.stringify({ 'awsSso.workspaceRole': { accountId: '111122223333', ...role } }),
      );
    }
    writeFileSync(file, JSON.stringify({ folders: [{ path: 'api' }, { path: 'web' }] }));
  });
  useStage(
    {
      env: { AWS_EC2_METADATA_DISABLED: 'true' },
      window: { folder: file },
      keeps: true,
    },
    (used) => ({ stage, window } = used),
  );
  after(() => rmSync(directory, { recursive: true }));

  async function roleIn(terminal: Terminal): Promise<string> {
    const { text } = await terminal.run('echo $AWS_CONTAINER_CREDENTIALS_FULL_URI $AWS_REGION');
    return /\/role\/[0-9a-f]{32}\/(.*)\n$/.exec(text)?.[1] ?? text;
  }
  const status = (text: string) =>
    waitFor(`the status bar to say ${text}`, async () => (await window.statusBar()).includes(text));

  it('proposes one, and asks nobody for anything before the person has agreed', async () => {
    await window.runCommand('AWS SSO: Show Log');
    await window.pressNotificationButton(/The folder api suggests PowerUserAccess/, 'Use Role');
    const question = await window.dialogText(/in terminals of the folder api\?/);
    assert.match(question, /Use PowerUserAccess in 111122223333/);
    assert.match(question, /111122223333 is a protected account/);
    assert.deepEqual(stage.identityCenter.requests, []);
    await window.pressDialogButton('Use Role');
  });

  it('signs in first, and gives the terminals of that folder the role', async () => {
    stage.identityCenter.approve(await codeShown(window));
    await window.pressNotificationButton(
      /Folder api: New terminals use the role PowerUserAccess/,
      'Open Terminal',
    );
    const terminal = await Terminal.focused(window, directory);
    assert.equal(await roleIn(terminal), '111122223333/PowerUserAccess eu-central-1');
    if (cli) {
      const { text } = await terminal.run(`${cli.path} configure export-credentials --format process`);
      const { SecretAccessKey = '' } = JSON.parse(text) as Record<string, string>;
      assert.ok(stage.identityCenter.issuedSecrets.includes(SecretAccessKey));
    }
  });

  it('shows that the account is protected, in colour and in words', async () => {
    await status('PowerUserAccess · 111122223333 · Protected · eu-central-1');
    assert.match((await window.page.locator(STATUS).getAttribute('class')) ?? '', /\bwarning-kind\b/);
  });

  it('gives those of the other folder its role, beside the first', async () => {
    await window.pressNotificationButton(/The folder web suggests ReadOnlyAccess/, 'Use Role');
    await window.dialog(/in terminals of the folder web\?/);
    await window.pressDialogButton('Use Role');
    await window.pressNotificationButton(
      /Folder web: New terminals use the role ReadOnlyAccess/,
      'Open Terminal',
    );
    const terminal = await Terminal.focused(window, directory);
    assert.match(await roleIn(terminal), /^111122223333\/ReadOnlyAccess/);
    await status('ReadOnlyAccess · 111122223333 · Protected · eu-central-1');
  });

  it('has both again after a reload, without a question', async () => {
    // The next one is the only one then.
    const killAll = () => window.runCommand('Terminal: Kill All Terminals');
    await killAll();
    await window.reload();
    await status('PowerUserAccess · 111122223333 · Protected · eu-central-1');
    for (const [folder, role] of [
      ['api', 'PowerUserAccess'],
      ['web', 'ReadOnlyAccess'],
    ] as const) {
      await window.runCommand('Terminal: Create New Terminal');
      await window.quickInput.pick(folder);
      const terminal = await Terminal.focused(window, directory);
      assert.match(await roleIn(terminal), new RegExp(`^111122223333/${role}`));
      await status(`${role} · 111122223333 · Protected · eu-central-1`);
      await killAll();
    }
    assert.doesNotMatch((await window.notifications()).join(), /suggests/);
  });

  it('takes both from the terminals when no role is to be used', async () => {
    await window.runCommand('AWS SSO: Stop Using Role in Terminals');
    await window.notification(/Stopped using .* in terminals/);
    await window.runCommand('Terminal: Create New Terminal');
    await window.quickInput.pick('api');
    const terminal = await Terminal.focused(window, directory);
    assert.equal((await terminal.run('echo "<$AWS_CONTAINER_CREDENTIALS_FULL_URI>"')).text, '<>\n');
  });
});
