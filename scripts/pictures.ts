import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chooseRegion, codeShown } from '../test/e2e/person.ts';
import { startPortalPage } from '../test/e2e/portalPage.ts';
import { Stage } from '../test/e2e/Stage.ts';
import type { EditorWindow } from '../test/editor/EditorWindow.ts';
import { renderedText } from '../test/editor/renderedText.ts';
import { stillPicture } from '../test/editor/stillPicture.ts';
import { TreeView } from '../test/editor/TreeView.ts';
import { waitFor } from '../test/editor/waitFor.ts';
import type { Account } from '../test/identity-center/server.ts';
import { languagePictures } from './languagePictures.ts';
import { smallPng } from './smallPng.ts';

/**
 * Takes every picture of the README, the docs and the walkthrough anew, from a real VS Code with the packaged extension and the
 * local Identity Center. Look at each afterwards. Those in Japanese and Chinese need a font with their letters, such as Noto CJK.
 */
type Theme = 'dark' | 'light';
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MEDIA = path.join(import.meta.dirname, '../media');
const SIZE = { width: 1280, height: 720 };
/** Narrow, since pages show it at 600 pixels and less, where its texts are to be read. */
const README = { width: 860, height: 460 };
/** Of the view in the docs, and of the walkthrough, beside its text. */
const VIEW_WIDTH = 420;
const STEP = { width: 464, height: 400 };
const NOTICE = { width: 480, height: 170 };
const TITLE_BAR = 36;
const COLORS = 96;
/** Of pictures that are in the package. */
const PACKED_COLORS = 32;

const { startUrl, region } = { startUrl: 'https://d-1234567890.awsapps.com/start', region: 'us-east-1' };

/** A believable organization. */
const ORGANIZATION: readonly Account[] = [
  ...account('Development', '210987654321', 'PowerUserAccess', 'ReadOnlyAccess'),
  ...account('Log Archive', '334455667788', 'ReadOnlyAccess'),
  ...account('Network', '445566778899', 'NetworkAdministrator', 'ReadOnlyAccess'),
  ...account(
    'Production',
    '111122223333',
    'Billing',
    'DatabaseAdministrator',
    'ReadOnlyAccess',
    'SupportUser',
  ),
  ...account('Sandbox', '556677889900', 'AdministratorAccess'),
  ...account('Security Audit', '667788990011', 'SecurityAudit'),
  ...account('Shared Services', '777788889999', 'PowerUserAccess'),
  ...account('Staging', '444455556666', 'PowerUserAccess', 'ReadOnlyAccess'),
];

function account(accountName: string, accountId: string, ...roles: string[]): Account[] {
  const name = accountName.toLowerCase().replace(' ', '-');
  return [{ accountId, accountName, emailAddress: `aws-${name}@example.com`, roles }];
}

async function take({ page }: EditorWindow, name: string, clip?: Area): Promise<void> {
  const file = path.join(MEDIA, `${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  const picture = await stillPicture(page, clip ? { clip } : {});
  writeFileSync(file, smallPng(picture, name.startsWith('walkthrough/') ? PACKED_COLORS : COLORS));
  console.log(`${String(Math.ceil(statSync(file).size / 1024)).padStart(4)} KB  media/${name}.png`);
}

/** From the click to the role in terminals. */
async function organization(stage: Stage, theme: Theme): Promise<void> {
  const window = await stage.open({ colorScheme: theme, size: SIZE });
  const { page } = window;
  const view = new TreeView(page, 'AWS SSO');
  await view.open();
  await view.click('corp');
  await page.locator('.notification-toast').filter({ hasText: 'min left' }).waitFor();
  // Off the row, where it would show a tooltip.
  await page.mouse.move(SIZE.width / 2, 1);
  if (theme === 'dark') {
    await page.setViewportSize(README);
    await take(window, 'sign-in-code');
    await page.setViewportSize(SIZE);
  }
  await take(window, `walkthrough/signIn-${theme}`, {
    x: SIZE.width - NOTICE.width,
    y: SIZE.height - NOTICE.height,
    ...NOTICE,
  });

  stage.identityCenter.approve(await codeShown(window));
  await window.notification(/Signed in to corp/);
  await window.runCommand('Notifications: Clear All Notifications');
  await view.widen(VIEW_WIDTH);
  await open(view, 'corp');
  await view.row('Production');
  await open(view, 'Production');
  await view.row('SupportUser');
  await view.screenshot(`build/pictures/view-${theme}.png`, 'ReadOnlyAccess', {
    width: VIEW_WIDTH,
    height: 350,
  });
  await take(window, `view-${theme}`, { x: 0, y: TITLE_BAR, width: VIEW_WIDTH, height: 350 });

  // With the status bar in the same picture.
  await page.setViewportSize({ width: SIZE.width, height: STEP.height });
  await view.focus('Billing');
  await view.menu();
  await take(window, `walkthrough/console-${theme}`, { x: 0, y: 0, ...STEP });
  await page.keyboard.press('Escape');
  await view.pressAction('ReadOnlyAccess', 'Use Role in Terminals…');
  await window.dialog(/Use ReadOnlyAccess in/);
  await window.pressDialogButton('Use Role');
  await chooseRegion(window, 'frankfurt', 'eu-central-1');
  await window.notification(/New terminals use/);
  await window.runCommand('Notifications: Clear All Notifications');
  await waitFor('the status bar', async () => (await window.statusBar()).join().includes('ReadOnlyAccess'));
  await view.focus('ReadOnlyAccess');
  await page.mouse.move(SIZE.width - 100, 100);
  await take(window, `walkthrough/terminals-${theme}`, { x: 0, y: 0, ...STEP });
  await window.close();
}

async function open(view: TreeView, label: string): Promise<void> {
  if ((await view.row(label)).isExpanded !== true) await view.toggle(label);
}

/** What a diagnosis finds in a network that answers in the place of AWS. */
async function diagnosis(stage: Stage): Promise<void> {
  stage.identityCenter.fail('CreateToken', { kind: 'html', status: 200 }, Infinity);
  const window = await stage.open({ size: SIZE });
  await window.runCommand('AWS SSO: Run Diagnostics');
  await window.notification(/Something other than AWS answered/, { seconds: 60 });
  await window.runCommand('Notifications: Clear All Notifications');
  await window.page.mouse.move(1, 1);
  await window.page
    .locator('.statusbar-item', { hasText: 'Activating Extensions' })
    .waitFor({ state: 'hidden' });
  await renderedText(window.page, 'AWS SSO: Diagnostics');
  await take(window, 'diagnosis');
  await window.close();
}

const settings = {
  'awsSso.sessions': [
    { name: 'corp', startUrl, region },
    { name: 'customers', startUrl: 'https://customers.awsapps.com/start', region: 'eu-central-1' },
  ],
};
const stage = await Stage.start({
  identityCenter: { accounts: ORGANIZATION, accessTokenLifetime: 28_800, sessionLifetime: 43_200 },
  consumers: [],
  settings,
});
try {
  for (const theme of ['dark', 'light'] as const) await organization(stage, theme);
} finally {
  await stage.stop();
}
const portal = await startPortalPage();
const captive = await Stage.start({
  settings: { 'awsSso.sessions': [{ name: 'corp', startUrl: portal.startUrl, region }] },
  env: portal.env,
  consumers: [],
});
try {
  await diagnosis(captive);
} finally {
  await captive.stop();
  portal.stop();
}
await languagePictures(ORGANIZATION, settings, take);
