import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installedAwsCli, installedBotocore } from '../conformance/support/installedClients.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { Terminal } from '../editor/Terminal.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { chooseTerminalRole, signIn } from './person.ts';
import type { Stage } from './Stage.ts';

const USE_ROLE = 'AWS SSO: Use Role in Terminals…';

const showCredentials = `${process.execPath} ${path.join(repositoryRoot, 'test/e2e/terminal/showCredentials.ts')}`;

describe('A role in terminals that have other credentials', function () {
  let stage: Stage;
  let window: EditorWindow;
  const directory = mkdtempSync(path.join(tmpdir(), 'terminals-'));
  const cli = installedAwsCli();
  const botocore = installedBotocore();

  useStage(
    {
      env: { AWS_PROFILE: 'work', AWS_EC2_METADATA_DISABLED: 'true' },
      window: { folder: directory },
      keeps: true,
    },
    (used) => ({ stage, window } = used),
  );
  before(async () => {
    const files = path.join(stage.server.home, '.aws');
    mkdirSync(files);
    writeFileSync(
      path.join(files, 'config'),
      `[profile work]
region = eu-central-1
[profile sandbox]
sso_account_id = 111122223333
sso_role_name = ReadOnlyAccess
region = ap-south-1
`,
    );
    writeFileSync(
      path.join(files, 'credentials'),
      `[work]
aws_access_key_id = AKIAWORK
aws_secret_access_key = work
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = default
`,
    );
    await signIn(window, stage);
  });
  after(() => rmSync(directory, { recursive: true }));
  const isIssued = (text: string): boolean =>
    stage.identityCenter.issuedSecrets.some((secret) => text.includes(JSON.stringify(secret)));

  it('is left without a word when the person does not decide', async () => {
    await window.runCommand(USE_ROLE);
    await chooseTerminalRole(window, 'ReadOnlyAccess');
    await waitFor('the question', async () =>
      (await window.quickInput.placeholder()).includes('AWS_PROFILE=work overrides this role'),
    );
    await window.quickInput.escape();
    assert.ok(!(await window.statusBar()).some((entry) => entry.includes('ReadOnlyAccess')));
  });

  it('gives them variables that expire, if the person wants no file changed', async () => {
    await window.runCommand(USE_ROLE);
    await chooseTerminalRole(window, 'ReadOnlyAccess', { isAgreed: true });
    await window.quickInput.pick(/Put the credentials into variables/);
    const told = await window.notificationText(/New terminals use the role ReadOnlyAccess/);
    assert.match(told, / until .*\. Then open a new one\. A profile in your AWS files takes precedence/);
    assert.match(
      told,
      /AWS_PROFILE is set in terminals and overrides the role in the AWS SDK for JavaScript/,
    );
    await window.pressNotificationButton(/New terminals use/, 'Open Terminal');
    const terminal = await Terminal.focused(window, directory);
    const { text } = await terminal.run('env | grep ^AWS_ | cut -d = -f 1 | sort');
    assert.deepEqual(text.split('\n').filter(Boolean), [
      'AWS_ACCESS_KEY_ID',
      'AWS_CREDENTIAL_EXPIRATION',
      'AWS_DEFAULT_REGION',
      'AWS_EC2_METADATA_DISABLED',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
    ]);
    assert.ok(isIssued((await terminal.run(showCredentials)).text));
    assert.equal((await terminal.run('echo $AWS_REGION')).text, 'ap-south-1\n');
  });

  it('gives them live credentials by a profile that is empty, and the region that belongs to the role', async () => {
    await window.runCommand('AWS SSO: Stop Using Role in Terminals');
    await window.notification(/Open ones keep its credentials until/);
    await window.runCommand(USE_ROLE);
    await window.quickInput.opened('Use Role in Terminals');
    await window.quickInput.pick('ReadOnlyAccess');
    await window.quickInput.pick(/Use an empty profile/);
    await window.notification(/ReadOnlyAccess in Sandbox \(111122223333\)\. Credentials stay fresh/);
    const config = readFileSync(path.join(stage.server.home, '.aws/config'), 'utf8');
    assert.match(
      config,
      /region = ap-south-1\n\n\[profile aws-sso-terminals\]\n# Has no credentials, so that the AWS CLI/,
    );
    const terminal = await Terminal.open(window, directory);
    const { text } = await terminal.run('echo $AWS_PROFILE $AWS_REGION $AWS_ACCESS_KEY_ID');
    assert.equal(text, 'aws-sso-terminals ap-south-1\n');
    const clients = [
      showCredentials,
      ...(cli ? [`${cli.path} configure export-credentials --format process`] : []),
      ...(botocore
        ? [
            `${botocore.python} -c "import ${botocore.module}.session as s; import json; print(json.dumps(s.Session().get_credentials().secret_key))"`,
          ]
        : []),
    ];
    for (const client of clients) {
      const { text: shown } = await terminal.run(client);
      assert.ok(isIssued(shown), shown);
    }
  });

  it('ends with the window, at once for clients; and comes back with it, where it was', async function () {
    if (!cli) return this.skip();
    const terminal = await Terminal.open(window, directory);
    const lines = (await terminal.run('env')).text.split('\n').map((line) => line.split(/=(.*)/s));
    const env = Object.fromEntries(lines.map(([name = '', value = '']) => [name, value]));
    const exportCredentials = (): Promise<{ code: unknown; stdout: string; stderr: string }> =>
      new Promise((resolve) => {
        const args = ['configure', 'export-credentials', '--format', 'process'];
        execFile(cli.path, args, { env, timeout: 20_000 }, (error, stdout, stderr) =>
          resolve({ code: error?.code ?? 0, stdout, stderr }),
        );
      });
    assert.ok(isIssued((await exportCredentials()).stdout));
    const { context } = window;
    await context.newPage();
    await window.page.close();
    await waitFor('the server to end', async () => {
      const url = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
      return fetch(url).then(
        () => false,
        () => true,
      );
    });
    const { code, stderr } = await exportCredentials();
    assert.notEqual(code, 0);
    assert.match(stderr, /Could not connect/);
    window = await stage.open({ folder: directory, context });
    await waitFor('the role', async () =>
      (await window.statusBar()).some((entry) => entry.includes('ReadOnlyAccess')),
    );
    const again = await exportCredentials();
    assert.ok(isIssued(again.stdout), again.stderr);
  });
});
