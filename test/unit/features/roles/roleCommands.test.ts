import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AgreedUses } from '../../../../src/features/roles/AgreedUses.ts';
import type { RoleCommandOptions } from '../../../../src/features/roles/roleCommands.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { RoleArgument } from '../../../../src/features/roles/roleArgument.ts';
import type { ServedRole } from '../../../../src/features/served/ServedRoles.ts';
import { type SessionConfig, sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { waitFor } from '../../../editor/waitFor.ts';
import { favourites } from '../../support/favourites.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { CORP } from '../../support/openSessions.ts';
import { DEPLOY_CHAIN, NO_CHAINS } from '../../support/roleChain.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

/** The notifications of the editor, and the button that the person presses in them. */
const told: string[] = [];
let press: string | undefined;
const globalState = new Map<string, unknown>();

const editor: Stub = {
  window: {
    showInformationMessage: (text: string) => (told.push(text), Promise.resolve(press)),
    showWarningMessage: () => Promise.resolve(undefined),
  },
  workspace: {
    textDocuments: [],
    getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }),
  },
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

  const CHAINED = {
    chained: { ...NO_CHAINS, find: () => Promise.resolve(DEPLOY_CHAIN) },
    directory: {
      accountName: () => Promise.resolve(undefined),
      roles: () => Promise.reject(new AwsSsoError('RoleNotAssigned', 'no')),
    },
  };
  const DEPLOY = { ...PROPOSED, accountId: '444455556666', roleName: 'Deploy' };

  function open(session: SessionConfig & { portal?: string } = CORP, parts: object = {}) {
    const ui = new FakeUi();
    const kept = favourites();
    const fetched: unknown[] = [];
    const file = path.join(folder, 'config');
    const serving: string[] = [];
    const previews: string[] = [];
    const listed = ['Admin', 'ReadOnly'];
    let served: readonly ServedRole[] = [];
    globalState.clear();
    const nameOf = ({ sessionName, profile, accountName }: ServedRole) =>
      `${sessionName} ${profile} of ${accountName}`;
    const credentials = {
      accessKeyId: 'ASIAKEY',
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: 4e12,
    };
    const options = {
      ui,
      agreed: new AgreedUses(),
      favourites: kept,
      awsConfigFile: file,
      sessions: {
        load: () => Promise.resolve(),
        named: () => session,
        withId: () => session,
        find: () => session,
        serving: () => [session],
      },
      signIn: {},
      chained: NO_CHAINS,
      chainedConsole: ({ profile }: { profile: string }, role: object) => {
        fetched.push({ ...role, profile });
        return Promise.resolve('https://signin.example/federation?Action=login');
      },
      directory: {
        accountName: () => Promise.resolve('Production'),
        accounts: () => Promise.resolve([{ accountId: '111122223333', accountName: 'Production' }]),
        roles: () => Promise.resolve(listed.map((roleName) => ({ roleName }))),
      },
      globalState: {
        get: (key: string) => globalState.get(key),
        update: (key: string, value: unknown) => Promise.resolve(globalState.set(key, value)),
      },
      served: {
        helper: '/helper',
        all: () => Promise.resolve(served),
        serve: (roles: readonly ServedRole[]) => {
          served = [...served, ...roles];
          serving.push(...roles.map((role) => `serve ${nameOf(role)}`));
          return Promise.resolve();
        },
        stop: (roles: readonly ServedRole[]) => {
          served = served.filter((one) => !roles.some(({ profile }) => profile === one.profile));
          serving.push(...roles.map((role) => `stop ${nameOf(role)}`));
          return Promise.resolve();
        },
      },
      preview: {
        show: (_: string, after: string) => (previews.push(after), Promise.resolve(() => Promise.resolve())),
      },
      roles: {
        get: (role: unknown) => {
          fetched.push(role);
          return Promise.resolve(credentials);
        },
      },
      ...parts,
    } as unknown as RoleCommandOptions;
    return { ui, kept, fetched, file, serving, previews, listed, commands: roleCommands(options) };
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

  it('do what was pressed in our view, maybe by a program, only once the person agrees in a dialog', async () => {
    const { ui, fetched, file, commands } = open();
    const copying = assert.rejects(commands.copyCredentials(OURS), { code: 'Cancelled' });
    await ui.close(/^Copy credentials for Admin in Production \(111122223333\)\?$/);
    await copying;
    const adding = assert.rejects(commands.addProfile(OURS), { code: 'Cancelled' });
    (await ui.list('Add Profile to AWS Config')).accept('AWS CLI signs in');
    await ui.close(/^Add a profile for Admin/);
    await adding;
    assert.deepEqual([ui.hasQuestion, fetched, ui.copied, existsSync(file)], [false, [], [], false]);
  });

  it('ask no more for what was agreed to in this window, but for each use and each role', async () => {
    const { ui, commands } = open();
    const copy = async (wanted: RoleArgument, isAsked: boolean) => {
      const done = commands.copyCredentials(wanted);
      if (isAsked) {
        await ui.press(/^Copy credentials/, 'Copy Credentials');
      }
      (await ui.list('Copy Role Credentials')).accept('JSON');
      await done;
    };
    await copy(OURS, true);
    await copy(OURS, false);
    await copy({ ...OURS, roleName: 'ReadOnly' }, true);
    await copy({ ...OURS, accountId: '444455556666' }, true);
    // A proposal is asked about each time.
    await copy(PROPOSED, true);
    const adding = assert.rejects(commands.addProfile(OURS), { code: 'Cancelled' });
    (await ui.list('Add Profile to AWS Config')).accept('AWS CLI signs in');
    await ui.close(/^Add a profile for Admin/);
    await adding;
    assert.equal(ui.copied.length, 5);
  });

  it('copy credentials of a node of our view in the form that is chosen', async () => {
    const { ui, commands } = open();
    const done = commands.copyCredentials(OURS);
    await ui.press(/^Copy credentials/, 'Copy Credentials');
    const list = await ui.list('Copy Role Credentials');
    assert.deepEqual(list.labels, ['Shell', 'fish', 'PowerShell', 'Command Prompt', 'JSON']);
    list.accept('PowerShell');
    await done;
    assert.match(ui.copied[0] ?? '', /\$Env:AWS_ACCESS_KEY_ID/i);
    assert.deepEqual(ui.messages.length, 1);
    assert.match(
      ui.messages[0] ?? '',
      /Copied credentials for Admin in Production \(111122223333\)\. They work until /,
    );
  });

  it('add a profile that somebody proposes only once the person agrees', async () => {
    const { ui, file, commands, serving } = open();
    const add = async (kind: string) => {
      const adding = commands.addProfile(PROPOSED);
      const kinds = await ui.list('Add Profile to AWS Config');
      assert.deepEqual(kinds.labels, ['Served by VS Code', 'AWS CLI signs in']);
      kinds.accept(kind);
      return { adding };
    };
    const questions = {
      'Served by VS Code': /^Serve Admin in Production \(111122223333\) to programs on this machine\?$/,
      'AWS CLI signs in': /^Add a profile for Admin in Production \(111122223333\)\?$/,
    };
    for (const [kind, question] of Object.entries(questions)) {
      const { adding } = await add(kind);
      const refused = assert.rejects(adding, { code: 'Cancelled' });
      await ui.close(question);
      await refused;
    }
    assert.deepEqual([existsSync(file), serving], [false, []]);
    const { adding } = await add('AWS CLI signs in');
    await ui.press(/^Add a profile/, 'Add Profile');
    (await ui.box('Add Profile to AWS Config')).accept();
    await adding;
    assert.match(readFileSync(file, 'utf8'), /\[profile Admin-111122223333\]\nsso_session = corp\n/);
    assert.match(told.at(-1) ?? '', / with the AWS CLI is off\. Turn it on, or run “aws sso login /);
    assert.deepEqual(serving, []);
  });

  it('serve no role that was chosen in lists only, where another extension can press Enter', async () => {
    const { ui, commands, serving } = open();
    const adding = commands.addProfile({ isOurs: false });
    const refused = assert.rejects(adding, { code: 'Cancelled' });
    (await ui.list('Add Profile to AWS Config', 'Select a role in Production')).accept('Admin');
    const where = 'Select where AWS tools get credentials for this profile';
    (await ui.list('Add Profile to AWS Config', where)).accept('Served by VS Code');
    await ui.close(/^Serve Admin/);
    await refused;
    assert.deepEqual(serving, []);
  });

  it('add a profile that VS Code serves, with the region that the person chooses, and serve its role', async () => {
    const { ui, file, commands, serving } = open();
    const added = commands.addProfile(OURS);
    (await ui.list('Add Profile to AWS Config')).accept('Served by VS Code');
    await ui.press(/^Serve Admin in/, 'Serve Role');
    const placeholder = 'Select the region to use in Production';
    (await ui.list('Add Profile to AWS Config', placeholder)).accept('eu-west-1');
    (await ui.box('Add Profile to AWS Config')).accept();
    await added;
    assert.equal(
      readFileSync(file, 'utf8'),
      '[profile Admin-111122223333]\ncredential_process = "/helper" --session corp --account 111122223333 --role Admin\nregion = eu-west-1\n',
    );
    assert.deepEqual(serving, ['serve corp Admin-111122223333 of Production']);
    assert.match(told.at(-1) ?? '', /“aws s3 ls --profile Admin-111122223333”\.$/);
    // Not asked again for the same account.
    const again = commands.addProfile({ ...OURS, roleName: 'ReadOnly' });
    (await ui.list('Add Profile to AWS Config')).accept('Served by VS Code');
    await ui.press(/^Serve ReadOnly in/, 'Serve Role');
    (await ui.box('Add Profile to AWS Config')).accept();
    await again;
    assert.equal(readFileSync(file, 'utf8').match(/^region = eu-west-1$/gm)?.length, 2);
  });

  it('write the region that is known for an account, and lead to the setting for sharing', async () => {
    const { ui, file, commands } = open();
    globalState.set('awsSso.regions', { '111122223333': 'eu-west-1' });
    press = 'Open Settings';
    const adding = commands.addProfile(OURS);
    (await ui.list('Add Profile to AWS Config')).accept('AWS CLI signs in');
    await ui.press(/^Add a profile/, 'Add Profile');
    (await ui.box('Add Profile to AWS Config')).accept();
    await adding;
    await waitFor('the setting', () => ui.commands.length > 0);
    press = undefined;
    assert.deepEqual(ui.commands.at(-1), ['workbench.action.openSettings', 'awsSso.shareTokensWithAwsCli']);
    assert.match(readFileSync(file, 'utf8'), /^region = eu-west-1$/m);
  });

  it('lead back from each question to the one before', async () => {
    const { ui, commands, listed } = open();
    listed.splice(0, listed.length, 'Admin', 'ReadOnly');
    const title = 'Add Profile to AWS Config';
    const where = 'Select where AWS tools get credentials for this profile';
    const adding = assert.rejects(commands.addProfile({ isOurs: false }), { code: 'Cancelled' });
    (await ui.list(title, 'Select a role in Production')).accept('Admin');
    (await ui.list(title, where)).back();
    (await ui.list(title, 'Select a role in Production')).accept('ReadOnly');
    (await ui.list(title, where)).accept('Served by VS Code');
    await ui.press(/^Serve ReadOnly in/, 'Serve Role');
    (await ui.list(title, 'Select the region to use in Production')).accept('eu-west-1');
    (await ui.box(title)).back();
    (await ui.list(title, 'Select the region to use in Production')).back();
    (await ui.list(title, where)).escape();
    await adding;

    const copying = assert.rejects(commands.copyCredentials({ isOurs: false }), { code: 'Cancelled' });
    (await ui.list('Copy Role Credentials', 'Select a role in Production')).accept('Admin');
    await ui.press(/^Copy credentials/, 'Copy Credentials');
    (await ui.list('Copy Role Credentials', 'Select where to paste them')).back();
    (await ui.list('Copy Role Credentials', 'Select a role in Production')).escape();
    await copying;

    const opening = assert.rejects(commands.openConsole({ isOurs: false }), { code: 'Cancelled' });
    (await ui.list('Open AWS Console', 'Select a role in Production')).accept('Admin');
    (await ui.list('Open AWS Console', 'Select a page, or paste an address of the console')).back();
    (await ui.list('Open AWS Console', 'Select a role in Production')).escape();
    await opening;

    const all = assert.rejects(commands.addAllProfiles({ isOurs: false }), { code: 'Cancelled' });
    (await ui.box('Add Profiles for All Roles')).accept();
    (await ui.list('Add Profiles for All Roles')).back();
    (await ui.box('Add Profiles for All Roles')).escape();
    await all;
  });

  it('serve nothing where the profile can’t be written, or is taken back', async () => {
    const { ui, file, commands, serving } = open();
    const add = async () => {
      const adding = commands.addProfile(OURS);
      (await ui.list('Add Profile to AWS Config')).accept('Served by VS Code');
      await ui.press(/^Serve Admin in/, 'Serve Role');
      (await ui.list('Add Profile to AWS Config', 'Select the region to use in Production')).accept();
      (await ui.box('Add Profile to AWS Config')).accept();
      await adding;
    };
    press = 'Undo';
    await add();
    await waitFor('the undo', () => serving.length === 2 && !existsSync(file));
    press = undefined;
    const name = 'corp Admin-111122223333 of Production';
    assert.deepEqual(serving, [`serve ${name}`, `stop ${name}`]);
    writeFileSync(file, Buffer.from([0xff, 0xfe]));
    globalState.clear();
    await assert.rejects(add(), { code: 'InvalidRequest' });
    assert.deepEqual(serving.slice(2), [`serve ${name}`, `stop ${name}`]);
  });

  it('add a profile for each role once the person has seen them and agrees, and go with the roles', async () => {
    const { ui, file, commands, serving, previews, listed } = open();
    const run = async (answer?: string) => {
      const adding = commands.addAllProfiles({ isOurs: false });
      (await ui.box('Add Profiles for All Roles')).accept();
      (await ui.list('Add Profiles for All Roles')).accept('us-west-2');
      if (answer === undefined) {
        const cancelled = assert.rejects(adding, { code: 'Cancelled' });
        await ui.close(/^Change the profiles/);
        await cancelled;
      } else {
        await ui.press(/^Change the profiles/, answer);
        await adding;
      }
    };
    await run();
    assert.deepEqual([existsSync(file), serving, previews.length], [false, [], 1]);
    await run('Change Profiles');
    assert.equal(readFileSync(file, 'utf8'), previews[1]);
    assert.match(ui.shown.at(-2) ?? '', /Add: 2\. Remove, since the role is gone: 0\..* 2 more roles/s);
    assert.deepEqual(serving, [
      'serve corp Production-Admin of Production',
      'serve corp Production-ReadOnly of Production',
    ]);
    listed.splice(0, 1);
    await run('Change Profiles');
    assert.deepEqual(serving.slice(2), ['stop corp Production-Admin of Production']);
    assert.match(readFileSync(file, 'utf8'), /^\[profile Production-ReadOnly\]\n[^[]*$/);
    const adding = commands.addAllProfiles({ isOurs: false });
    (await ui.box('Add Profiles for All Roles')).accept();
    (await ui.list('Add Profiles for All Roles')).accept('us-west-2');
    await adding;
    await ui.message(/^All 1 roles of corp already have a profile\.$/);
    assert.equal(previews.length, 3);
  });

  it('add no profiles to a file that has been changed since the person saw the change', async () => {
    const { ui, file, commands, serving } = open();
    const adding = commands.addAllProfiles({ isOurs: false });
    (await ui.box('Add Profiles for All Roles')).accept();
    (await ui.list('Add Profiles for All Roles')).accept('us-west-2');
    const refused = assert.rejects(adding, { code: 'InvalidRequest', message: /has changed\. Run/ });
    await ui.message(/^Change the profiles/);
    writeFileSync(file, '# mine\n');
    await ui.press(/^Change the profiles/, 'Change Profiles');
    await refused;
    assert.equal(readFileSync(file, 'utf8'), '# mine\n');
    assert.equal(serving.length, 4);
  });

  it('open the console at the portal, byte for byte', async () => {
    const { ui, commands } = open();
    await commands.openConsole(PROPOSED);
    assert.deepEqual(ui.opened, [`${CORP.startUrl}/#/console?account_id=111122223333&role_name=Admin`]);
    assert.deepEqual(ui.messages, []);
  });

  it('open a page of the console that somebody names, on a host of the console only', async () => {
    const { ui, commands } = open();
    await commands.openConsole({ ...PROPOSED, destination: 's3' });
    const { hash } = new URL(ui.opened[0] ?? '');
    assert.equal(
      new URLSearchParams(hash.slice(hash.indexOf('?'))).get('destination'),
      'https://console.aws.amazon.com/s3/home',
    );
    await assert.rejects(
      commands.openConsole({ ...PROPOSED, destination: 'https://console.aws.example.com/' }),
      {
        code: 'InvalidRequest',
        message: /^This isn’t a page of the AWS console\. /,
      },
    );
    assert.equal(ui.opened.length, 1);
  });

  it('open the console at once for a button of our view, and ask for the page of who has chosen nothing yet', async () => {
    const { ui, commands } = open();
    await commands.openConsole(OURS);
    assert.equal(ui.opened.length, 1);
    const done = commands.openConsole({ isOurs: false });
    (await ui.list('Open AWS Console', 'Select a role in Production')).accept('Admin');
    (await ui.list('Open AWS Console', 'Select a page, or paste an address of the console')).accept();
    await done;
    assert.deepEqual(ui.opened[1], ui.opened[0]);
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

  describe('that a profile leads to', () => {
    const role = {
      session: sessionId(CORP),
      accountId: '444455556666',
      roleName: 'Deploy',
      profile: 'deploy',
    };

    it('open the console with it, once the person agrees', async () => {
      const { ui, fetched, commands } = open(CORP, CHAINED);
      const refused = assert.rejects(commands.openConsole(DEPLOY), { code: 'Cancelled' });
      await ui.close(/^Open the AWS console with Deploy in 444455556666\?$/);
      await refused;
      assert.deepEqual([fetched, ui.opened], [[], []]);
      const agreed = commands.openConsole(DEPLOY);
      await ui.press(/^Open the AWS console/, 'Open AWS Console');
      await agreed;
      assert.deepEqual(fetched, [role]);
      assert.deepEqual(ui.opened, ['https://signin.example/federation?Action=login']);
    });

    it('copy its credentials', async () => {
      const { ui, fetched, commands } = open(CORP, CHAINED);
      const done = commands.copyCredentials(DEPLOY);
      await ui.press(/^Copy credentials/, 'Copy Credentials');
      (await ui.list('Copy Role Credentials')).accept('JSON');
      await done;
      assert.deepEqual(fetched, [role]);
    });

    it('add no second profile', async () => {
      const { commands } = open(CORP, CHAINED);
      await assert.rejects(commands.addProfile(DEPLOY), {
        message: 'The profile “deploy” of your AWS config leads to this role already.',
      });
    });
  });
});
