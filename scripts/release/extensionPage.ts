import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Frame } from 'playwright-core';
import { launchBrowser } from '../../test/editor/browser.ts';
import { startCodeServer } from '../../test/editor/codeServer.ts';
import { EditorWindow } from '../../test/editor/EditorWindow.ts';
import { stillPicture } from '../../test/editor/stillPicture.ts';
import { waitFor } from '../../test/editor/waitFor.ts';
import { owner } from './owner.ts';

/**
 * Has the command line of a real VS Code install the VSIX that `npm run release` has made, and takes pictures of the extension's page and
 * the walkthrough. Look at each. Fails where a picture in them doesn't load.
 */
const root = path.join(import.meta.dirname, '../..');
const out = path.join(root, 'build/extension-page');
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};
const TALL = 2200;
const HEIGHT = 900;

interface Look {
  readonly colorScheme: 'dark' | 'light';
  readonly width: number;
}

/** Answers in the place of the repository, with what its tag is going to have. */
async function serveTag(context: BrowserContext): Promise<void> {
  const pictures = `${owner.repository}/raw/v${version}/`;
  await context.route(`${pictures}**`, (route) =>
    route.fulfill({ path: path.join(root, route.request().url().slice(pictures.length)) }),
  );
}

async function takePage(browser: Browser, url: string, { colorScheme, width }: Look): Promise<void> {
  const viewport = { width, height: HEIGHT };
  const context = await browser.newContext({
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
  });
  await serveTag(context);
  const window = await EditorWindow.open(browser, url, { context, size: viewport });
  const { page } = window;
  const take = async (what: string): Promise<void> => {
    writeFileSync(path.join(out, `${what}-${colorScheme}-${width}.png`), await stillPicture(page));
  };

  await window.runCommand('Extensions: Show Installed Extensions');
  await page.locator('.extensions-list .monaco-list-row', { hasText: 'SSO Sign-in for AWS' }).first().click();
  const editor = page.locator('.extension-editor');
  const open = (tab: string): Promise<void> =>
    editor.locator('.navbar').getByText(tab, { exact: true }).first().click();
  await open('Details');
  const readme = await rendered(window, 'Sign in to AWS IAM Identity Center');
  await allPictures(readme);
  await take('details');
  await page.setViewportSize({ width, height: TALL });
  await take('details-begin');
  await readme.evaluate('scrollTo(0, document.body.scrollHeight)');
  await take('details-end');
  await open('Features');
  const features = editor.locator('.features-list-container .monaco-list-row');
  await features.first().waitFor();
  for (const feature of await features.allInnerTexts()) {
    await features.filter({ hasText: feature }).first().click();
    await editor.locator('.feature-header', { hasText: feature }).waitFor();
    await take(`features-${feature.trim().toLowerCase().replace(' ', '-')}`);
  }
  await page.setViewportSize(viewport);
  await open('Changelog');
  await rendered(window, 'Keep a Changelog');
  await take('changelog');

  // It needs the width to show pictures.
  await page.keyboard.press('Control+b');
  await window.runCommand('Welcome: Open Walkthrough...');
  await window.quickInput.pick('Get started with AWS SSO');
  const steps = page.locator('.gettingStartedContainer .getting-started-step');
  await waitFor('the steps', async () => (await steps.count()) > 1);
  for (const step of await steps.all()) {
    await step.click();
    await allPictures(page.mainFrame());
    await take(`walkthrough-${(await step.getAttribute('data-step-id'))?.split('#').at(-1) ?? ''}`);
  }
  await context.close();
}

function rendered({ page }: EditorWindow, text: string): Promise<Frame> {
  return waitFor(`a page with “${text}”`, async () => {
    for (const frame of page.frames()) {
      const shown = await frame.evaluate<string>('document.body?.innerText ?? ""').catch(() => '');
      if (frame !== page.mainFrame() && shown.includes(text)) return frame;
    }
    return undefined;
  });
}

function allPictures(frame: Frame): Promise<unknown> {
  const loaded =
    '[...document.images].every((image) => image.offsetParent === null || (image.complete && image.naturalWidth > 0))';
  return waitFor('all pictures', () => frame.evaluate<boolean>(loaded));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const vsix = path.join(root, `build/release/${name}-${version}.vsix`);
const server = await startCodeServer({ extensions: [vsix], installs: true, settings: {} });
const browser = await launchBrowser();
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 800]) await takePage(browser, server.url, { colorScheme, width });
  }
  console.log(`Look at each picture in ${path.relative(root, out)}/.`);
} finally {
  await browser.close();
  await server.stop();
}
