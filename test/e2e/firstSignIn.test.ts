import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { TreeView } from '../editor/TreeView.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { Clicks } from './Clicks.ts';
import { chooseRegion, CODE, codeShown, pressLink, SIGN_IN } from './person.ts';
import type { Stage } from './Stage.ts';
import { agreeToTerminal, approve, runAws, writeAwsConfig } from './wayToAws.ts';

describe('Signing in for the first time, with nothing configured', () => {
  let stage: Stage;
  let window: EditorWindow;
  let verification:
    ((userCode: string) => { verificationUri: string; verificationUriComplete: string }) | undefined;

  useStage(
    {
      settings: { 'awsSso.sessions': [] },
      identityCenter: {
        accounts: [{ accountId: '111122223333', accountName: 'Sandbox', roles: ['PowerUserAccess'] }],
        verificationUri: (origin, userCode) =>
          verification?.(userCode) ?? {
            verificationUri: `${origin}/device`,
            verificationUriComplete: `${origin}/device?user_code=${userCode}`,
          },
      },
    },
    (used) => {
      ({ stage, window } = used);
      verification = undefined;
    },
  );

  const settingsFile = () => path.join(stage.server.dataDir, 'User/settings.json');
  const settings = async () => JSON.parse(await readFile(settingsFile(), 'utf8')) as Record<string, unknown>;
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

  it('is what the view is for, and leads to', async () => {
    const view = new TreeView(window.page, 'AWS SSO');
    await view.open();
    assert.match(await view.welcome(), /Sign in to see your AWS accounts and roles/);
    await view.pressWelcomeLink('Add an SSO session');
    await window.quickInput.opened('Add SSO Session');
    await window.quickInput.escape();
    await view.pressWelcomeButton('Sign in with SSO');
    await window.quickInput.opened('Sign in with SSO');
    await window.quickInput.escape();
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
      ((await window.quickInput.entries())[0] ?? '').includes('isn’t an AWS region'),
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

  it('opens the address exactly as the service gave it, its code in the fragment', async () => {
    const verificationUri = 'https://d-1234567890.awsapps.com/start/#/device';
    const complete = `${verificationUri}?user_code=ABCD-EFGH`;
    verification = () => ({ verificationUri, verificationUriComplete: complete });
    await window.context.route(/amazonaws\.com|awsapps\.com/, (route) => route.fulfill({ body: 'the page' }));
    await begin();
    await answer('d-1234567890', 'us-east-1');
    const message = await window.notification(CODE);
    const address = 'd-1234567890.awsapps.com/start/#/device';
    await message.getByRole('link', { name: address, exact: true }).waitFor();

    await pressLink(window, 'Open Browser');
    await window.dialog(/open the external website/);
    await window.pressDialogButton('Cancel');
    await window.notification(CODE);

    const opened = await window.expectPopup(() => pressLink(window, 'Open Browser'));
    assert.equal(opened.url, complete);
    await opened.page.close();
    await window.cancelProgress(CODE);
    await window.notificationGone(CODE);
    assert.deepEqual((await settings())['awsSso.sessions'], []);
  });

  it('signs in with the portal’s id alone, keeps it, and opens it in the view', async () => {
    const view = new TreeView(window.page, 'AWS SSO');
    await view.open();
    await begin();
    await answer('d-1234567890', 'us-east-1');
    const code = await codeShown(window);
    await waitFor('the code in the row', async () => (await view.row('d-1234567890')).description === code);
    stage.identityCenter.approve(code);
    const done = 'Signed in to d-1234567890.';
    assert.deepEqual(await window.notificationButtons(done), ['Use Role in Terminals…']);
    await waitFor('the session to be open', async () => (await view.row('d-1234567890')).isExpanded === true);
    await view.row('Sandbox');
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

    await view.focus('d-1234567890');
    // The row is drawn anew a moment after the file is written.
    await waitFor('the way to remove it', async () => {
      if ((await view.menu()).some((item) => item.startsWith('Remove from Settings…'))) return true;
      await window.page.keyboard.press('Escape');
      return false;
    });
    await view.pickFromMenu('Remove from Settings…');
    await window.dialog(/Remove d-1234567890 from your settings\?/);
    await window.pressDialogButton('Remove');
    await waitFor('the view to be empty', async () => (await view.rows()).length === 0);
    assert.deepEqual((await settings())['awsSso.sessions'], []);
  });

  it('goes a step back after a portal that AWS refuses, with what was typed', async () => {
    await begin();
    await answer('another', 'us-east-1');
    const refused = /^Couldn’t sign in to another: .*start URL/;
    assert.deepEqual(await window.notificationButtons(refused), ['Edit…', 'Try Again']);
    await window.pressNotificationButton(refused, 'Edit…');
    await window.quickInput.opened('Edit SSO Session');
    assert.equal(await window.quickInput.value(), 'https://another.awsapps.com/start');
    await answer('d-1234567890', 'us-east-1');
    stage.identityCenter.approve(await codeShown(window));
    await window.notification('Signed in to d-1234567890.');
  });

  describe('leads to a working AWS command in a terminal', () => {
    const COMMAND = 'AWS SSO: Open Terminal with Role…';
    const clicks = () => new Clicks();

    beforeEach(async () => {
      const verificationUri = 'https://d-1234567890.awsapps.com/start/#/device';
      verification = (code) => ({
        verificationUri,
        verificationUriComplete: `${verificationUri}?user_code=${code}`,
      });
      await window.context.route(/awsapps\.com/, (route) => route.fulfill({ body: 'the page' }));
    });

    async function typePortal(counted: Clicks): Promise<void> {
      const { quickInput } = window;
      await waitFor('the first step', async () => (await quickInput.step())?.step === 1);
      await quickInput.type('d-1234567890');
      await counted.step('start URL', () => quickInput.accept());
      await waitFor('the second step', async () => (await quickInput.step())?.step === 2);
      await quickInput.type('us-east-1');
      await counted.step('its region', () => quickInput.accept());
    }

    async function ends(counted: Clicks, atMost: number): Promise<void> {
      console.log(`      ${counted.toString()}`);
      assert.ok(counted.count <= atMost, counted.toString());
      await runAws(window, stage);
    }

    it('by the view, with an AWS config file: 4 clicks', async () => {
      const counted = clicks();
      await writeAwsConfig(stage);
      const view = new TreeView(window.page, 'AWS SSO');
      await counted.step('AWS SSO', () => view.open());
      await view.row('corp');
      await counted.step('Open Terminal with Role…', () =>
        view.pressAction('corp', 'Open Terminal with Role…'),
      );
      await approve(counted, window, stage);
      await agreeToTerminal(counted, window);
      await ends(counted, 4);
    });

    it('by the command palette, with an AWS config file: 4', async () => {
      const counted = clicks();
      await writeAwsConfig(stage);
      await counted.step('the command', () => window.runCommand(COMMAND));
      await window.notification(CODE);
      await counted.step('Open Browser', () => pressLink(window, 'Open Browser'));
      await approve(counted, window, stage);
      await agreeToTerminal(counted, window);
      await ends(counted, 4);
    });

    it('by the view, without one: 7', async () => {
      const counted = clicks();
      const view = new TreeView(window.page, 'AWS SSO');
      await counted.step('AWS SSO', () => view.open());
      await view.welcome();
      await counted.step('Open Terminal with Role…', () => view.pressWelcomeLink('Open Terminal with Role…'));
      await typePortal(counted);
      await approve(counted, window, stage);
      await agreeToTerminal(counted, window);
      await counted.step('the region', () => chooseRegion(window, 'frankfurt', 'eu-central-1'));
      await ends(counted, 7);
    });

    it('by the command palette, without one: 6', async () => {
      const counted = clicks();
      await counted.step('the command', () => window.runCommand(COMMAND));
      await typePortal(counted);
      await approve(counted, window, stage);
      await agreeToTerminal(counted, window);
      await counted.step('the region', () => chooseRegion(window, 'frankfurt', 'eu-central-1'));
      await ends(counted, 6);
    });
  });

  describe('in the end', () => {
    it('left no secret in any file of the server, in its logs or in the settings', async () => {
      await assertNoSecretOnDisk(stage);
    });
  });
});
