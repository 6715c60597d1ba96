import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { Terminal } from '../editor/Terminal.ts';
import { useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { answerConsent, answerRole, signIn } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

const LABEL = `${SESSION} (d-1234567890.awsapps.com)`;
const LIST_ACCOUNTS = 'AWS SSO Providers Only: List My Accounts';
const OPEN_TERMINAL = 'AWS SSO Providers Only: Open Terminal with a Role';

describe('A consumer without the api package', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'terminals-'));
  let stage: Stage;
  let window: EditorWindow;
  useStage(
    { consumers: ['providers-only'], sdkEndpoints: true, keeps: true },
    (used) => ({ stage, window } = used),
  );
  before(() => signIn(window, stage));
  after(() => rmSync(directory, { recursive: true }));

  const answers = (operation: string): number[] =>
    stage.identityCenter.requests
      .filter((request) => request.operation === operation)
      .map(({ status }) => status);

  it('gets no token when its person refuses, and hears so from the editor', async () => {
    await window.runCommand(LIST_ACCOUNTS);
    assert.equal(
      await answerConsent(window, 'Cancel'),
      "The extension 'AWS SSO Providers Only' wants to sign in using AWS IAM Identity Center.",
    );
    await window.notification('No session: User did not consent to login.');
    assert.deepEqual(answers('ListAccounts'), []);
  });

  it('gets a token that the access portal takes, once its person allows it', async () => {
    await window.runCommand(LIST_ACCOUNTS);
    await answerConsent(window, 'Allow');
    // The editor lets the person choose, even from one.
    await window.quickInput.pick(LABEL);
    await window.notification(`${LABEL} opens Production, Sandbox, `);
    assert.deepEqual(answers('ListAccounts'), [200]);
  });

  it('gets no role credentials when its person refuses those', async () => {
    await window.closeNotification(/No session/);
    await window.runCommand(OPEN_TERMINAL);
    assert.equal(
      await answerConsent(window, 'Cancel'),
      "The extension 'AWS SSO Providers Only' wants to sign in using AWS Role Credentials.",
    );
    await window.notification('No session: User did not consent to login.');
    assert.equal(await window.page.locator('.terminal-wrapper').count(), 0);
  });

  it('gets role credentials that AWS takes, once its person allows it', async () => {
    await window.runCommand(OPEN_TERMINAL);
    await answerConsent(window, 'Allow');
    assert.match(await answerRole(window, 'Give Role'), /PowerUserAccess in .*111122223333/);
    const terminal = await Terminal.focused(window, directory);
    const script = path.join(repositoryRoot, 'test/e2e/terminal/whoAmI.ts');
    const { text } = await terminal.run(`${process.execPath} ${script}`);
    assert.match(
      text,
      /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_PowerUserAccess_[0-9a-f]{16}\/alice\n$/,
    );
  });

  it('left no secret in any file of the server', async () => {
    await assertNoSecretOnDisk(stage);
  });
});
