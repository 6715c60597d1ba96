import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RoleCommandOptions } from '../../../../src/features/roles/roleCommands.ts';
import { type SessionConfig, sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { CORP } from '../../support/openSessions.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

const editor: Stub = {
  window: {
    showInputBox: ({ value }: { value: string }) => Promise.resolve(value),
    showInformationMessage: () => Promise.resolve(undefined),
  },
  workspace: { textDocuments: [], getConfiguration: () => ({ get: () => undefined }) },
};
const { roleCommands } = await withStubbedEditor(
  editor,
  () => import('../../../../src/features/roles/roleCommands.ts'),
);

const PROPOSED = { session: 'corp', accountId: '111122223333', roleName: 'Admin', isOurs: false };
const OURS = { ...PROPOSED, sessionId: sessionId(CORP), isOurs: true };

describe('The commands for a role', () => {
  useStubbedEditor(editor);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'role-commands-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function open(session: SessionConfig & { portal?: string } = CORP) {
    const ui = new FakeUi();
    const fetched: unknown[] = [];
    const file = path.join(folder, 'config');
    const credentials = {
      accessKeyId: 'ASIAKEY',
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: 4e12,
    };
    const options = {
      ui,
      awsConfigFile: file,
      sessions: {
        load: () => Promise.resolve(),
        named: () => session,
        withId: () => session,
        find: () => session,
        serving: () => [session],
      },
      signIn: {},
      directory: { accountName: () => Promise.resolve('Production') },
      roles: {
        get: (role: unknown) => {
          fetched.push(role);
          return Promise.resolve(credentials);
        },
      },
    } as unknown as RoleCommandOptions;
    return { ui, fetched, file, commands: roleCommands(options) };
  }

  it('copy credentials that somebody proposes only once the person agrees', async () => {
    const { ui, fetched, commands } = open();
    const refused = assert.rejects(commands.copyCredentials(PROPOSED), { code: 'Cancelled' });
    await ui.close(/^Copy credentials for Admin in Production \(111122223333\)\?$/);
    await refused;
    assert.deepEqual([ui.hasQuestion, fetched, ui.copied], [false, [], []]);
    const agreed = commands.copyCredentials(PROPOSED);
    await ui.press(/^Copy credentials/, 'Copy Credentials');
    (await ui.list('Copy Role Credentials')).accept('JSON');
    await agreed;
    assert.match(ui.copied[0] ?? '', /"AccessKeyId":\s*"ASIAKEY"/);
  });

  it('copy credentials of a node of our view in the form that is chosen, without a further question', async () => {
    const { ui, commands } = open();
    const done = commands.copyCredentials(OURS);
    const list = await ui.list('Copy Role Credentials');
    assert.deepEqual(list.labels, ['Shell', 'fish', 'PowerShell', 'Command Prompt', 'JSON']);
    list.accept('PowerShell');
    await done;
    assert.match(ui.copied[0] ?? '', /\$Env:AWS_ACCESS_KEY_ID/i);
    assert.deepEqual(ui.messages.length, 1);
    assert.match(ui.messages[0] ?? '', /Copied credentials for Admin in Production \(111122223333\)\. They work until /);
  });

  it('add a profile that somebody proposes only once the person agrees', async () => {
    const { ui, file, commands } = open();
    const refused = assert.rejects(commands.addProfile(PROPOSED), { code: 'Cancelled' });
    await ui.close(/^Add a profile for Admin in Production \(111122223333\)\?$/);
    await refused;
    assert.equal(existsSync(file), false);
    const agreed = commands.addProfile(PROPOSED);
    await ui.press(/^Add a profile/, 'Add Profile');
    await agreed;
    assert.match(readFileSync(file, 'utf8'), /\[profile Admin-111122223333\]/);
  });

  it('open the console at the portal, byte for byte', async () => {
    const { ui, commands } = open();
    await commands.openConsole(PROPOSED);
    assert.deepEqual(ui.opened, [`${CORP.startUrl}/#/console?account_id=111122223333&role_name=Admin`]);
    assert.deepEqual(ui.messages, []);
  });

  const ISSUER = { ...CORP, startUrl: 'https://identitycenter.amazonaws.com/ssoins-1' };
  const PORTAL = 'https://corp.awsapps.com/start';

  it('say that an issuer has no page for the console, and open none', async () => {
    for (const session of [
      ISSUER,
      { ...CORP, startUrl: 'https://aws.example.com', portal: ISSUER.startUrl },
    ]) {
      const { ui, commands } = open(session);
      const message = /^The start URL of corp names no page, so the console can’t be opened from here\. /;
      await assert.rejects(commands.openConsole(PROPOSED), { code: 'InvalidRequest', message });
      assert.deepEqual(ui.opened, []);
    }
  });

  it('open the console at the portal’s own address, where a sign-in has shown it', async () => {
    for (const startUrl of [ISSUER.startUrl, 'https://aws.example.com']) {
      const { ui, commands } = open({ ...CORP, startUrl, portal: PORTAL });
      await commands.openConsole(PROPOSED);
      assert.deepEqual(ui.opened, [`${PORTAL}/#/console?account_id=111122223333&role_name=Admin`]);
    }
  });
});
