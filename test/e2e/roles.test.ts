import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { madeUpAccounts } from '../identity-center/server.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { agree, codeShown, SIGN_IN } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

const [FIRST] = madeUpAccounts(1);

describe('What a person does with a role', () => {
  let stage: Stage;
  let window: EditorWindow;
  useStage(
    { identityCenter: { accounts: madeUpAccounts(250) }, keeps: true },
    (used) => ({ stage, window } = used),
  );

  const count = (operation: string): number =>
    stage.identityCenter.requests.filter((request) => request.operation === operation).length;

  /** Chooses the account, and its first role: of those used before, if there are any. */
  async function choose(title: string): Promise<string> {
    await window.quickInput.opened(title);
    await waitFor('the accounts', async () => (await window.quickInput.entries()).length > 5);
    await window.quickInput.type(FIRST?.accountId ?? '');
    await window.quickInput.pick(FIRST?.accountName ?? '');
    await waitFor('the roles', async () =>
      (await window.quickInput.placeholder()).includes('Select a role in'),
    );
    await waitFor('a role', async () => (await window.quickInput.entries()).length > 0);
    const [role = ''] = await window.quickInput.entries();
    await window.quickInput.accept();
    return role;
  }

  it('opens the console, after the sign-in, at the portal’s own address for account and role', async () => {
    await window.context.route(/awsapps\.com/, (route) => route.fulfill({ body: 'the console' }));
    await window.runCommand('AWS SSO: Open AWS Console…');
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(new RegExp(`Signed in to ${SESSION}`));
    let role = '';
    const { page, url } = await window.expectPopup(async () => {
      role = await choose('Open AWS Console');
      await waitFor('the pages', async () =>
        (await window.quickInput.placeholder()).includes('Select a page'),
      );
      await window.quickInput.accept();
    });
    const address = `${stage.identityCenter.startUrl}/#/console?account_id=${FIRST?.accountId}&role_name=${role}`;
    assert.equal(url, address);
    await page.close();
  });

  it('copies credentials, for what the person chooses to paste them into', async () => {
    const listings = count('ListAccounts');
    await window.runCommand('AWS SSO: Copy Role Credentials…');
    await choose('Copy Role Credentials');
    await agree(window, 'Copy Credentials');
    await window.quickInput.pick('PowerShell');
    await window.notification(new RegExp(`Copied credentials for .*${FIRST?.accountId}`));
    assert.match(await window.clipboard(), /^\$Env:AWS_ACCESS_KEY_ID\s*=\s*'ASIA/im);
    // They are kept for a while: a second command lists nothing again.
    assert.equal(count('ListAccounts'), listings);
  });

  it('adds a profile, and says what is wrong with a name', async () => {
    await window.runCommand('AWS SSO: Add Profile to AWS Config…');
    await choose('Add Profile to AWS Config');
    await window.quickInput.pick('AWS CLI signs in');
    await agree(window, 'Add Profile');
    await waitFor('the name', async () =>
      (await window.quickInput.value()).includes(FIRST?.accountId ?? '-'),
    );
    await window.quickInput.type('two\twords]');
    await window.quickInput.accept();
    await waitFor('the complaint', async () => (await window.quickInput.validationMessage()) !== '');
    await window.quickInput.type('mine');
    await window.quickInput.accept();
    await window.notification(
      /Added the profile mine to .*Sharing your sign-in with the AWS CLI is off\. Turn it on, or run “aws sso login --profile mine”/,
    );
    const text = readFileSync(path.join(stage.server.home, '.aws/config'), 'utf8');
    assert.match(
      text,
      new RegExp(`\\[profile mine\\]\nsso_session = ${SESSION}\nsso_account_id = ${FIRST?.accountId}`),
    );
    await window.pressNotificationButton(/Added the profile mine/, 'Open File');
    await waitFor('the file in an editor', async () => (await window.page.title()).includes('config'));
  });

  it('takes the profile back, unless the file has been changed since', async () => {
    const file = path.join(stage.server.home, '.aws/config');
    const before = readFileSync(file, 'utf8');
    const add = async (name: string): Promise<void> => {
      await window.runCommand('AWS SSO: Add Profile to AWS Config…');
      await choose('Add Profile to AWS Config');
      await window.quickInput.pick('AWS CLI signs in');
      await waitFor('the name', async () =>
        (await window.quickInput.value()).includes(FIRST?.accountId ?? '-'),
      );
      await window.quickInput.type(name);
      await window.quickInput.accept();
      await window.notification(new RegExp(`Added the profile ${name} to`));
    };
    await add('second');
    assert.notEqual(readFileSync(file, 'utf8'), before);
    await window.pressNotificationButton(/Added the profile second/, 'Undo');
    await waitFor('the file as it was', () => readFileSync(file, 'utf8') === before);
    await add('third');
    appendFileSync(file, '# mine\n');
    await window.pressNotificationButton(/Added the profile third/, 'Undo');
    await window.notification(/Couldn’t undo: .* has changed/);
    assert.match(readFileSync(file, 'utf8'), /\[profile third\]/);
  });

  it('shows the change in an editor where the file has lines that nobody can read, for the person to save', async () => {
    const file = path.join(stage.server.home, '.aws/config');
    appendFileSync(file, 'nonsense\n');
    const before = readFileSync(file, 'utf8');
    await window.runCommand('AWS SSO: Add Profile to AWS Config…');
    await choose('Add Profile to AWS Config');
    await window.quickInput.pick('AWS CLI signs in');
    await waitFor('the name', async () =>
      (await window.quickInput.value()).includes(FIRST?.accountId ?? '-'),
    );
    await window.quickInput.type('fourth');
    await window.quickInput.accept();
    await window.notification(/Added the profile fourth at the end of .*Save the file/);
    assert.equal(readFileSync(file, 'utf8'), before);
    await window.page.keyboard.press('Control+S');
    await waitFor('the file with the profile', () => readFileSync(file, 'utf8').includes('[profile fourth]'));
    assert.ok(readFileSync(file, 'utf8').startsWith(before));
  });

  it('says that nothing could be listed when the portal is down, and keeps the session', async () => {
    await window.reload();
    stage.identityCenter.fail('ListAccounts', { kind: 'drop' }, Infinity);
    await window.runCommand('AWS SSO: Open AWS Console…');
    await window.notification(/The connection to .* failed/);
    stage.identityCenter.healthy();
    await window.runCommand(SIGN_IN);
    await waitFor('the session, still signed in', async () =>
      (await window.quickInput.entriesInFull()).some((text) => text.includes('signed in')),
    );
    await window.quickInput.escape();
  });
});
