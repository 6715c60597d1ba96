import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { installedAwsCli } from '../conformance/support/installedClients.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { Terminal } from '../editor/Terminal.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { CODE, codeShown } from './person.ts';
import type { Stage } from './Stage.ts';

/** From the start to an answered AWS tool, without a mouse, as a screen reader tells it. */
describe('With the keyboard and a screen reader only, in high contrast', () => {
  let stage: Stage;
  let window: EditorWindow;
  let page: Page;
  useStage(
    {
      keeps: true,
      settings: { 'workbench.preferredDarkColorTheme': 'Default High Contrast' },
    },
    (used) => {
      ({ stage, window } = used);
      ({ page } = window);
    },
  );

  const press = (key: string): Promise<void> => page.keyboard.press(key);
  /** What has the focus, and what it is called. */
  const focused = (): Promise<string> =>
    page.evaluate<string>(
      '(document.activeElement?.getAttribute("aria-label") || document.activeElement?.textContent || "").trim()',
    );

  /** Goes to a notification: a toast, or one in the centre once it has faded. */
  async function goTo(text: RegExp): Promise<void> {
    await window.notification(text);
    const isToast = await page.locator('.notification-toast').filter({ hasText: text }).isVisible();
    const [what, from] = isToast ? ['Focus Notification Toast', 'toast'] : ['Show Notifications', 'center'];
    await window.runCommand(`Notifications: ${what}`);
    await waitFor('the focus in a notification', () =>
      page.evaluate<boolean>(
        `document.activeElement?.closest('.notification-${from}, .notifications-${from}') !== null`,
      ),
    );
  }

  /** Goes on by Tab until something of that name has the focus. */
  async function tabTo(name: string): Promise<void> {
    for (let steps = 0; (await focused()) !== name; steps++) {
      if (steps > 12) throw new Error(`Tab does not come to ${name}, but to ${await focused()}.`);
      await press('Tab');
    }
  }

  /** Presses a link of the notification until it has done what it says: VS Code draws it anew as the time goes on, and the focus is lost. */
  async function pressLink(name: string, isDone: () => unknown): Promise<void> {
    await waitFor(`the link ${name}`, async () => {
      await goTo(/is your code/);
      await tabTo(name).catch(() => undefined);
      if ((await focused()) !== name) return false;
      await press('Enter');
      return waitFor('what it does', async () => Boolean(await isDone()), { seconds: 3 }).catch(() => false);
    });
  }

  /** Answers the question in the quick input by what begins with the text. */
  async function choose(question: string, text: string): Promise<void> {
    await waitFor(
      `the question ${question}`,
      async () => (await window.quickInput.placeholder()) === question,
    );
    await page.keyboard.insertText(text);
    await waitFor(`the answer ${text}`, async () =>
      ((await window.quickInput.entries())[0] ?? '').startsWith(text),
    );
    await press('Enter');
  }

  it('signs in from the view, whose row says how', async () => {
    const rows = page.locator('.part.sidebar').getByRole('tree', { name: 'Accounts' });
    await waitFor('the tree to have the focus', async () => {
      await window.runCommand('AWS SSO: Focus on Accounts View');
      return (await focused()) === 'Accounts';
    });
    assert.equal(
      withoutIcons(await rows.ariaSnapshot()),
      `
- tree "Accounts":
  - treeitem "Session local, d-1234567890.awsapps.com, not signed in. Press Enter to sign in." [level=1]: localnot signed in`,
    );
    await press('ArrowDown');
    await press('Enter');
    const code = await codeShown(window);
    const message = page.locator('.monaco-aria-container').getByText(`Info: ${code} is your code to sign in`);
    await message.first().waitFor({ state: 'attached' });
    const spelled = new RegExp(
      `treeitem "${code} is your code to sign in to local. ${[...code.replace('-', '')].join(' ')}"`,
    );
    await waitFor('the row to spell the code', async () => spelled.test(await rows.ariaSnapshot()));
  });

  it('reads the notification, whose links say what they do, and confirms the code', async () => {
    const { url } = stage.identityCenter;
    const code = await codeShown(window);
    const item = await window.notification(CODE);
    const text = withoutIcons(await item.ariaSnapshot())
      .replace(/\n *- \/url: .*/g, '')
      // A list shows it elsewhere.
      .replace(/\n *- progressbar .*/, '')
      .replace(/^ +/gm, '')
      .replace(/ (9|10) min left/, ' 10 min left');
    assert.equal(
      text.slice(text.indexOf('- text: ')),
      `- text: "Source: SSO Sign-in for AWS"
- button "Cancel"
- text: ${code} is your code to sign in to local. Confirm it at
- link "${url}/device":
- text: .
- link "Open Browser":
- text: ·
- link "Copy Code":
- text: ·
- link "Sign In Without a Code":
- text: · 10 min left
- toolbar "Notification Actions":
- button "More Actions...":`,
    );
    await pressLink('Copy Code', async () => (await window.clipboard()) === code);
    const opened = page.context().waitForEvent('page', { timeout: 60_000 });
    let portal: Page | undefined;
    void opened.then((one) => (portal = one));
    await pressLink('Open Browser', () => portal);
    if (!portal) throw new Error('No page was opened.');
    await portal.getByRole('button', { name: 'Allow', exact: true }).press('Enter');
    await portal.locator('.outcome').waitFor();
    await portal.close();
  });

  it('goes on to a role by the button of what it reads next', async () => {
    await window.notificationGone(CODE);
    await goTo(/Signed in to local\./);
    await tabTo('Use Role in Terminals…');
    await press('Enter');
    await choose('Select an account', 'Sandbox');
    const { widget } = window.quickInput;
    await widget.getByRole('option', { name: 'PowerUserAccess' }).waitFor();
    assert.equal(
      withoutIcons(await widget.ariaSnapshot()),
      `
- toolbar:
  - button "Back (Ctrl+Alt+-)":
- text: Use Role in Terminals
- toolbar
- textbox "Select a role in Sandbox - Use Role in Terminals":
  - /placeholder: Select a role in Sandbox
- text: 3 Results
- toolbar
- listbox "Select a role in Sandbox - Use Role in Terminals":
  - option "AdministratorAccess":
    - text: AdministratorAccess
    - toolbar:
      - button "Pin Role":
  - option "PowerUserAccess":
    - text: PowerUserAccess
    - toolbar
  - option "ReadOnlyAccess":
    - text: ReadOnlyAccess
    - toolbar`,
    );
    await choose('Select a role in Sandbox', 'PowerUserAccess');
    const question = 'Use PowerUserAccess in Sandbox (111122223333) in terminals?';
    await page.getByRole('dialog', { name: question }).waitFor();
    await waitFor('the focus on the answer', async () => (await focused()) === 'Use Role');
    await press('Enter');
    await choose('Select the region to use in Sandbox (111122223333)', 'eu-central-1');
    await window.notification(/New terminals use the role PowerUserAccess/);
    const item = page.getByRole('button', { name: 'AWS role in terminals: PowerUserAccess in Sandbox' });
    await item.waitFor();
  });

  it('runs an AWS tool in a terminal', async function () {
    const cli = installedAwsCli();
    if (!cli) return this.skip();
    await window.runCommand('Terminal: Create New Terminal');
    await waitFor('the focus in the terminal', async () => (await focused()).startsWith('Terminal 1'));
    const terminal = await Terminal.focused(window, stage.server.dataDir);
    const command = `${cli.path} sts get-caller-identity --endpoint-url ${stage.identityCenter.url}`;
    assert.match((await terminal.run(command)).text, /111122223333:assumed-role\/.*PowerUserAccess/);
  });
});

/** Icons are letters of a font of their own, which no screen reader says. */
function withoutIcons(snapshot: string): string {
  const said = snapshot
    .replace(/[\uE000-\uF8FF]/g, '')
    .replace(/ +$/gm, '')
    .replace(/: {2,}/g, ': ');
  return said.startsWith('\n') ? said : `\n${said}`;
}
