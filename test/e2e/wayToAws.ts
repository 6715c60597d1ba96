import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installedAwsCli } from '../conformance/support/installedClients.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { Terminal } from '../editor/Terminal.ts';
import { waitFor } from '../editor/waitFor.ts';
import type { Clicks } from './Clicks.ts';
import { codeShown } from './person.ts';
import type { Stage } from './Stage.ts';

/** Writes what `aws configure sso` does. */
export async function writeAwsConfig({ identityCenter, server }: Stage): Promise<void> {
  const { startUrl, region } = identityCenter;
  const folder = path.join(server.home, '.aws');
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'config'),
    `[profile sandbox]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = PowerUserAccess
region = eu-central-1

[sso-session corp]
sso_start_url = ${startUrl}
sso_region = ${region}
sso_registration_scopes = sso:account:access
`,
  );
}

/** Answers VS Code's own question before it opens the page at AWS, and approves the code there. */
export async function approve(
  clicks: Clicks,
  window: EditorWindow,
  { identityCenter }: Stage,
): Promise<void> {
  await window.dialog(/open the external website/);
  const code = await codeShown(window);
  const opened = await window.expectPopup(() =>
    clicks.step('Open, to VS Code’s own question', () => window.pressDialogButton('Open')),
  );
  assert.match(opened.url, new RegExp(`user_code=${code}$`));
  await opened.page.close();
  await window.page.bringToFront();
  clicks.atAws('Allow', () => identityCenter.approve(code));
}

export async function agreeToTerminal(clicks: Clicks, window: EditorWindow): Promise<void> {
  await window.dialog(/Open a terminal with PowerUserAccess in Sandbox \(111122223333\)\?/);
  await clicks.step('Open Terminal', () => window.pressDialogButton('Open Terminal'));
}

/** Has an AWS tool say who it is, in the terminal that has just been opened. */
export async function runAws(window: EditorWindow, { server, identityCenter }: Stage): Promise<void> {
  await waitFor('the terminal', async () => (await window.page.locator('.xterm').count()) === 1);
  const terminal = await Terminal.focused(window, server.dataDir);
  const cli = installedAwsCli();
  const tool = path.join(import.meta.dirname, 'terminal/whoAmI.ts');
  const command = cli
    ? `${cli.path} sts get-caller-identity --endpoint-url ${identityCenter.url}`
    : `AWS_ENDPOINT_URL_STS=${identityCenter.url} ${process.execPath} ${tool}`;
  assert.match((await terminal.run(command)).text, /111122223333:assumed-role\/.*PowerUserAccess/);
  assert.match((await terminal.run('echo $AWS_REGION')).text, /^eu-central-1$/m);
}
