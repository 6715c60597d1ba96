import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { Retries } from '../../src/aws/services/retries.ts';
import { SsoOidc } from '../../src/aws/services/SsoOidc.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { callbackPage } from '../../src/http/loopback/callbackPage.ts';
import { launchBrowser } from '../editor/browser.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { codeChallenge } from '../unit/identity-center/codeFlow.ts';

const NEVER = new AbortController().signal;
const CLIENT = { clientName: 'VS Code', clientType: 'public', scopes: ['sso:account:access'] } as const;

/** The pages that people see in the browser, as axe and a keyboard find them. */
describe('The pages of a sign-in', () => {
  let center: IdentityCenter;
  let oidc: SsoOidc;
  let browser: Browser;
  before(async () => {
    center = await startIdentityCenter({});
    oidc = new SsoOidc(fetchClient(), center.oidc, new Retries());
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await center.stop();
  });

  async function withCode(): Promise<string> {
    const client = await oidc.registerClient(CLIENT, NEVER);
    const answer = await oidc.startDeviceAuthorization(client, center.startUrl, NEVER);
    return answer.verificationUriComplete ?? assert.fail('There is no address with the code.');
  }

  async function authorization(): Promise<string> {
    const redirectUri = 'http://127.0.0.1/oauth/callback';
    const metadata = {
      ...CLIENT,
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [redirectUri],
      issuerUrl: center.startUrl,
    } as const;
    const { clientId } = await oidc.registerClient(metadata, NEVER);
    const [state, scopes] = ['s', CLIENT.scopes];
    return oidc.authorizationAddress({ clientId, redirectUri, state, codeChallenge, scopes });
  }

  const pages: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
    'the index': (page) => page.goto(center.oidc),
    'the code, to be typed': (page) => page.goto(`${center.oidc}/device`),
    'the code, to be confirmed': async (page) => page.goto(await withCode()),
    'the outcome': async (page) => {
      await page.goto(await withCode());
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.locator('.outcome').waitFor();
    },
    'the approval': async (page) => page.goto(await authorization()),
    'the way back, good': (page) =>
      page.setContent(
        callbackPage({
          outcome: 'good',
          heading: 'You can close this page',
          paragraphs: ['Return to VS Code.'],
        }),
      ),
    'the way back, bad': (page) =>
      page.setContent(
        callbackPage({
          outcome: 'bad',
          heading: 'Couldn’t sign in to corp',
          paragraphs: ['It was denied.', 'Close.'],
        }),
      ),
  };

  for (const [name, open] of Object.entries(pages)) {
    it(`can be used by everybody: ${name}`, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({
          colorScheme,
          locale: 'en-US',
          viewport: { width: 800, height: 600 },
        });
        const page = await context.newPage();
        await open(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        assert.deepEqual(
          violations.map(({ id, help, nodes }) => `${colorScheme}: ${id}: ${help}: ${nodes[0]?.html ?? ''}`),
          [],
        );
        await page.screenshot({ path: `build/e2e/pages/${name.replace(/\W+/g, '-')}-${colorScheme}.png` });
        await context.close();
      }
    });
  }

  it('need nothing but the keyboard, from the code to the outcome', async () => {
    const page = await browser.newPage({ locale: 'en-US' });
    const address = new URL(await withCode());
    const code = address.searchParams.get('user_code') ?? /[A-Z]{4}-[A-Z]{4}/.exec(address.href)?.[0] ?? '';
    await page.goto(`${center.oidc}/device`);
    await tabTo(page, page.getByRole('textbox'));
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    const allow = page.getByRole('button', { name: 'Allow', exact: true });
    await allow.waitFor();
    await tabTo(page, allow);
    await page.keyboard.press('Enter');
    await page.locator('.outcome').waitFor();
  });

  it('move nothing for who has asked for less motion', async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-US' });
    const page = await context.newPage();
    await page.goto(await withCode());
    const moving = await page.evaluate('document.getAnimations().length');
    assert.equal(moving, 0);
    await context.close();
  });
});

/** Presses Tab until that has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const focused = target.and(page.locator(':focus'));
  const hasFocus = async () => (await focused.count()) > 0;
  for (let tabs = 0; tabs < 20 && !(await hasFocus()); tabs += 1) {
    await page.keyboard.press('Tab');
  }
  assert.ok(await hasFocus(), 'The keyboard does not get there.');
}
