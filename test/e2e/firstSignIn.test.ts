import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { codeShown, SIGN_IN } from './person.ts';
import type { Stage } from './Stage.ts';

describe('Signing in for the first time, with nothing configured', () => {
  let stage: Stage;
  let window: EditorWindow;
  /** How far the Identity Center's clock is ahead, in milliseconds. */
  let ahead = 0;
  let verification:
    ((userCode: string) => { verificationUri: string; verificationUriComplete: string }) | undefined;

  useStage(
    {
      settings: { 'awsSso.sessions': [] },
      identityCenter: {
        clock: () => Date.now() + ahead,
        verificationUri: (origin, userCode) =>
          verification?.(userCode) ?? {
            verificationUri: `${origin}/device`,
            verificationUriComplete: `${origin}/device?user_code=${userCode}`,
          },
      },
    },
    (used) => {
      ({ stage, window } = used);
      ahead = 0;
      verification = undefined;
    },
  );

  const settingsFile = () => path.join(stage.server.dataDir, 'User/settings.json');
  const settings = async () => JSON.parse(await readFile(settingsFile(), 'utf8')) as Record<string, unknown>;
  const configure = async (sessions: object[]) =>
    writeFile(settingsFile(), JSON.stringify({ ...(await settings()), 'awsSso.sessions': sessions }));
  const requests = () => stage.identityCenter.requests.length;

  /** Asks to sign in, to the portal of an organisation. */
  async function begin(): Promise<void> {
    await window.runCommand(SIGN_IN);
    await window.quickInput.opened('Sign in with SSO');
    await window.quickInput.pick('Access portal…');
    await waitFor('the first step', async () => (await window.quickInput.step())?.step === 1);
  }

  /** Answers both questions. */
  async function answer(startUrl: string, region: string): Promise<void> {
    await window.quickInput.type(startUrl);
    await window.quickInput.accept();
    await window.quickInput.opened();
    await waitFor('the second step', async () => (await window.quickInput.step())?.step === 2);
    await window.quickInput.type(region);
    await window.quickInput.accept();
  }

  it('says what is wrong with a start URL, and asks nobody', async () => {
    const before = requests();
    await begin();
    assert.deepEqual(await window.quickInput.step(), { step: 1, of: 2 });
    for (const [wrong, sentence] of [
      ['', /Enter the start URL/],
      ['http://d-1234567890.awsapps.com/start', /must begin with https/],
      ['my company', /is not a start URL/],
    ] as const) {
      await window.quickInput.type(wrong);
      await window.quickInput.accept();
      await waitFor('the complaint', async () => sentence.test(await window.quickInput.message()));
    }
    await window.quickInput.escape();
    assert.equal(requests(), before);
    assert.deepEqual(await window.notifications(), []);
  });

  it('proposes the region that the host tells, goes back, and is cancelled without a trace', async () => {
    const before = requests();
    await begin();
    await window.quickInput.type('https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws/');
    await window.quickInput.accept();
    await waitFor('the second step', async () => (await window.quickInput.step())?.step === 2);
    assert.equal((await window.quickInput.entries())[0], 'eu-west-1');
    await window.quickInput.type('Ireland');
    await waitFor(
      'the region of that place',
      async () => (await window.quickInput.entries())[0] === 'eu-west-1',
    );
    await window.quickInput.type('nowhere');
    await waitFor('the complaint', async () =>
      ((await window.quickInput.entries())[0] ?? '').includes('is not an AWS region'),
    );
    await window.quickInput.accept();
    assert.deepEqual(await window.quickInput.step(), { step: 2, of: 2 });
    await window.quickInput.back();
    await waitFor('the first step', async () => (await window.quickInput.step())?.step === 1);
    assert.equal(
      await window.quickInput.value(),
      'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws/',
    );
    await window.quickInput.accept();
    await waitFor('the second step', async () => (await window.quickInput.step())?.step === 2);
    await window.quickInput.escape();
    assert.equal(requests(), before);
    assert.deepEqual(await window.notifications(), []);
    assert.deepEqual((await settings())['awsSso.sessions'], []);
  });

  it('says what to check when the portal is unknown, and keeps nothing', async () => {
    await begin();
    await answer('no-such-portal', 'us-east-1');
    const told =
      /Not signed in to no-such-portal \(https:\/\/no-such-portal\.awsapps\.com\/start, us-east-1\)/;
    assert.match(await window.notificationText(told), /Check the start URL and the region/);
    assert.deepEqual(await window.notificationButtons(told), ['Try Again', 'Open Settings']);
    assert.deepEqual((await settings())['awsSso.sessions'], []);
  });

  it('says that a code left to lapse was not confirmed in time', async () => {
    await begin();
    await answer('d-1234567890', 'us-east-1');
    await codeShown(window);
    ahead = 601_000;
    await window.notification(/Not signed in to d-1234567890\. The code was not confirmed in time/);
  });

  const shapes = [
    {
      shape: 'the regional page, its code in the query',
      verificationUri: 'https://device.sso.us-east-1.amazonaws.com/',
      complete: 'https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH',
    },
    {
      shape: 'a portal, its code in the fragment',
      verificationUri: 'https://d-1234567890.awsapps.com/start/#/device',
      complete: 'https://d-1234567890.awsapps.com/start/#/device?user_code=ABCD-EFGH',
    },
    {
      shape: 'a portal of its own host, its code in the fragment',
      verificationUri: 'https://ssoins-1234567890abcdef.us-east-1.portal.amazonaws.com/#/device',
      complete: 'https://ssoins-1234567890abcdef.us-east-1.portal.amazonaws.com/#/device?user_code=ABCD-EFGH',
    },
  ];
  for (const { shape, verificationUri, complete } of shapes) {
    it(`opens the address exactly as the service gave it: ${shape}`, async () => {
      verification = () => ({ verificationUri, verificationUriComplete: complete });
      await window.context.route(/amazonaws\.com|awsapps\.com/, (route) =>
        route.fulfill({ body: 'the page' }),
      );
      await begin();
      await answer('d-1234567890', 'us-east-1');
      const message = await window.notification(/enter the code/);
      await message.getByRole('link', { name: verificationUri, exact: true }).waitFor();

      await window.pressNotificationButton(/enter the code/, 'Open Browser');
      await window.dialog(/open the external website/);
      await window.pressDialogButton('Cancel');
      await window.notification(/enter the code/);

      const opened = await window.expectPopup(() =>
        window.pressNotificationButton(/enter the code/, 'Open Browser'),
      );
      assert.equal(opened.url, complete);
      await opened.page.close();
      await window.cancelProgress(/Signing in/);
      await window.notificationGone(/Signing in/);
    });
  }

  it('signs in with the portal’s id alone, and offers to remember it', async () => {
    await begin();
    await answer('d-1234567890', 'us-east-1');
    stage.identityCenter.approve(await codeShown(window));
    const done = 'Signed in to d-1234567890.awsapps.com.';
    await window.notification(done);
    await window.pressNotificationButton(done, 'Add to Settings');
    const startUrl = 'https://d-1234567890.awsapps.com/start';
    const remembered = { name: 'd-1234567890', startUrl, region: 'us-east-1' };
    await waitFor('the settings to hold it', async () => {
      // The editor may be in the middle of writing the file.
      const sessions = await settings().then(
        (found) => found['awsSso.sessions'],
        () => undefined,
      );
      return Array.isArray(sessions) && sessions.length > 0;
    });
    assert.deepEqual((await settings())['awsSso.sessions'], [remembered]);
  });

  it('adds a session under a name, refuses a second of that name, and lets the person choose', async () => {
    await configure([{ name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'us-east-1' }]);
    await window.reload();
    await window.runCommand('AWS SSO: Add SSO Session…');
    await window.quickInput.opened('Add SSO Session');
    await window.quickInput.type('lab');
    await window.quickInput.accept();
    await waitFor('the second step', async () => (await window.quickInput.step())?.step === 2);
    await window.quickInput.type('eu-central-1');
    await window.quickInput.accept();
    await waitFor('the third step', async () => (await window.quickInput.step())?.step === 3);
    assert.equal(await window.quickInput.value(), 'lab');
    await window.quickInput.type('corp');
    await window.quickInput.accept();
    assert.match(await window.quickInput.validationMessage(), /a session of that name already/);
    await window.quickInput.type('lab');
    await window.quickInput.accept();
    await window.notification('lab.awsapps.com was added to your settings.');

    await window.runCommand(SIGN_IN);
    await window.quickInput.opened('Sign in with SSO');
    const offered = await window.quickInput.entries();
    assert.deepEqual(offered, ['corp', 'lab', 'Another portal…', 'AWS Builder ID']);
    await window.quickInput.escape();
  });

  it('signs out of all sessions at once', async () => {
    const { startUrl, region } = stage.identityCenter;
    await configure(['corp', 'lab'].map((name) => ({ name, startUrl, region })));
    await window.reload();
    for (const name of ['corp', 'lab']) {
      await window.runCommand(SIGN_IN);
      await window.quickInput.pick(name);
      stage.identityCenter.approve(await codeShown(window));
      await window.notification(`Signed in to ${name} (`);
      await window.closeNotification(`Signed in to ${name} (`);
      await window.closeNotification(/enter the code/);
    }
    await window.runCommand('AWS SSO: Sign Out…');
    await window.quickInput.pick('All Sessions');
    await window.notification('Signed out of 2 sessions.');
    await waitFor(
      'the service to hear of both',
      () => stage.identityCenter.requests.filter(({ operation }) => operation === 'Logout').length === 2,
    );
  });

  it('offers an AWS Builder ID, ready-made', async () => {
    await window.runCommand(SIGN_IN);
    await window.quickInput.pick('AWS Builder ID');
    // The local Identity Center is the portal of an organisation.
    await window.notification(
      /Not signed in to aws-builder-id \(https:\/\/view\.awsapps\.com\/start, us-east-1\)/,
    );
  });

  it('offers the sessions of the AWS config file, and says once what is wrong with it', async () => {
    const file = path.join(stage.server.home, '.aws/config');
    await mkdir(path.dirname(file), { recursive: true });
    const { startUrl, region } = stage.identityCenter;
    const session = `sso_start_url = ${startUrl}/#/\nsso_region = ${region}\n`;
    await writeFile(file, `[sso-session team]\n${session}[sso-session broken]\nsso_region = ${region}\n`);
    await window.reload();
    await window.runCommand(SIGN_IN);
    const problem =
      '~/.aws/config, line 4: The sso-session “broken” can’t be used. It has no sso_start_url. Add one.';
    stage.identityCenter.approve(await codeShown(window));
    await window.notification('Signed in to team (d-1234567890.awsapps.com).');
    await window.notification(problem);
    await window.closeNotification(problem);
    await window.closeNotification(/Signed in to team/);
    await window.runCommand(SIGN_IN);
    await window.quickInput.pick('team');
    await codeShown(window);
    assert.deepEqual(
      (await window.notifications()).filter((text) => text.includes('broken')),
      [],
    );
    await window.cancelProgress(/Signing in/);
    await rm(file);
  });

  it('left no secret in any file of the server, in its logs or in the settings', async () => {
    await assertNoSecretOnDisk(stage);
  });
});
