import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { AccountsMenu, type AccountsMenuEntry } from './AccountsMenu.ts';
import { exactly } from './exactly.ts';
import { Notifications } from './Notifications.ts';
import { openWindow } from './openWindow.ts';
import { labelOfRow, QuickInput } from './QuickInput.ts';
import { PATIENCE, waitFor } from './waitFor.ts';

export interface EditorWindowOptions {
  /** An absolute path on the server, of a folder or of a workspace file. */
  folder?: string;
  colorScheme?: 'dark' | 'light';
  size?: { width: number; height: number };
  /** One of those that the editor was started with; default is English. */
  language?: string;
  /** To share storage, so secrets, with other windows; default is a browser context of its own. */
  context?: BrowserContext;
}

export interface Popup {
  page: Page;
  /** The address that the editor opened, whether or not anything answered there. */
  url: string;
}

const timeout = PATIENCE * 1000;

/** A person at the editor: what they can do, and what they can see. */
export class EditorWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly quickInput: QuickInput;
  readonly #url: string;
  readonly #options: EditorWindowOptions;
  readonly #notifications: Notifications;
  readonly #accounts: AccountsMenu;
  readonly #ownsContext: boolean;

  static async open(browser: Browser, url: string, options: EditorWindowOptions = {}): Promise<EditorWindow> {
    const context =
      options.context ??
      (await browser.newContext({
        viewport: options.size ?? { width: 1280, height: 800 },
        colorScheme: options.colorScheme ?? 'dark',
        reducedMotion: 'reduce',
        locale: 'en-US',
      }));
    try {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
      if (options.language !== undefined) {
        const cookie = { name: 'vscode.nls.locale', value: options.language, url: new URL(url).origin };
        await context.addCookies([cookie]);
      }
      const page = await openWindow(context);
      const window = new EditorWindow(page, url, options);
      if (options.size) await page.setViewportSize(options.size);
      await page.goto(window.address, { timeout: 60_000 });
      await window.#usable();
      return window;
    } catch (error) {
      if (!options.context) await context.close();
      throw error;
    }
  }

  /** Of an editor that has opened it by itself. */
  static async attach(page: Page): Promise<EditorWindow> {
    const window = new EditorWindow(page, page.url(), { context: page.context() });
    await window.#usable();
    return window;
  }

  private constructor(page: Page, url: string, options: EditorWindowOptions) {
    this.page = page;
    this.context = page.context();
    this.quickInput = new QuickInput(page);
    this.#url = url;
    this.#options = options;
    this.#notifications = new Notifications(page);
    this.#accounts = new AccountsMenu(page);
    this.#ownsContext = options.context === undefined;
  }

  get address(): string {
    const address = new URL(this.#url);
    if (this.#options.folder === undefined) address.searchParams.set('ew', 'true');
    else {
      const isWorkspace = this.#options.folder.endsWith('.code-workspace');
      address.searchParams.set(isWorkspace ? 'workspace' : 'folder', this.#options.folder);
    }
    return address.href;
  }

  /** A second window of the same person: one more extension host, the same browser storage. */
  async openSecondWindow(
    options: Omit<EditorWindowOptions, 'context'> = this.#options,
  ): Promise<EditorWindow> {
    const browser = this.context.browser();
    if (!browser) throw new Error('The browser has gone.');
    return EditorWindow.open(browser, this.#url, { ...options, context: this.context });
  }

  /** Picks a command from the palette by its full title, such as "AWS SSO: Sign In". */
  async runCommand(title: string, { seconds = PATIENCE }: { seconds?: number } = {}): Promise<void> {
    await this.page.bringToFront();
    await this.#notifications.closeCentre();
    const entry = this.quickInput.widget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator(labelOfRow, { hasText: exactly(title) }) })
      .first();
    let offered: string[] = [];
    /** Milliseconds for each step: more on a machine that has proved slow. */
    let patience = 1_500;
    await waitFor(
      () => `the command "${title}"; the palette offers ${JSON.stringify(offered)}`,
      async () => {
        // The palette does not learn of commands that come while it is open, and a window that has just come up may take
        // the focus from it, which closes it: so ask again.
        if (await this.quickInput.isOpen()) await this.quickInput.escape();
        await this.page.keyboard.press('F1');
        if (await this.#pickFromPalette(entry, title, patience)) return true;
        patience = Math.min(patience * 2, 10_000);
        offered = await this.quickInput.entries();
        return false;
      },
      { seconds },
    ).catch(async (error: unknown) => {
      await this.quickInput.escape().catch(() => undefined);
      throw error;
    });
  }

  notification(text: string | RegExp, { seconds = PATIENCE }: { seconds?: number } = {}): Promise<Locator> {
    return this.#notifications.find(text, seconds);
  }

  async notificationText(
    text: string | RegExp,
    { seconds = PATIENCE }: { seconds?: number } = {},
  ): Promise<string> {
    const read = (item: Locator) =>
      item.locator('.notification-list-item-message').innerText({ timeout: 5_000 });
    return (await this.#notifications.use(text, read, seconds)).trim();
  }

  async notificationButtons(text: string | RegExp): Promise<string[]> {
    const item = await this.#notifications.find(text);
    return item.locator('.notification-list-item-buttons-container').getByRole('button').allInnerTexts();
  }

  /** The messages on the screen now; does not wait. */
  notifications(): Promise<string[]> {
    return this.#notifications.all();
  }

  pressNotificationButton(text: string | RegExp, button: string): Promise<void> {
    return this.#notifications.press(text, button);
  }

  cancelProgress(text: string | RegExp): Promise<void> {
    return this.#notifications.press(text, 'Cancel');
  }

  cancelAllProgress(): Promise<void> {
    return this.#notifications.cancelAll();
  }

  closeNotification(text: string | RegExp): Promise<void> {
    return this.#notifications.close(text);
  }

  notificationGone(text: string | RegExp, { seconds = PATIENCE }: { seconds?: number } = {}): Promise<void> {
    return this.#notifications.gone(text, seconds);
  }

  /** Waits for the modal dialog whose message or detail holds the text. */
  async dialog(text: string | RegExp, { seconds = PATIENCE }: { seconds?: number } = {}): Promise<Locator> {
    const dialog = this.#dialogs().filter({ hasText: text }).first();
    await waitFor(
      async () =>
        `the dialog ${String(text)}; there are ${JSON.stringify(await this.#dialogs().allInnerTexts())}`,
      () => dialog.isVisible(),
      { seconds },
    );
    return dialog;
  }

  /** Whether such a dialog is there now; does not wait. */
  hasDialog(text: string | RegExp): Promise<boolean> {
    return this.#dialogs().filter({ hasText: text }).first().isVisible();
  }

  /** Its message and, on a line of its own, its detail. */
  async dialogText(
    text: string | RegExp,
    { seconds = PATIENCE }: { seconds?: number } = {},
  ): Promise<string> {
    const dialog = await this.dialog(text, { seconds });
    return (await dialog.locator('.dialog-message-container').innerText({ timeout })).trim();
  }

  /** Presses a button of the topmost dialog. */
  async pressDialogButton(button: string): Promise<void> {
    const buttons = this.#dialogs().last().locator('.dialog-buttons');
    await buttons
      .getByRole('button', { name: button, exact: true })
      .click({ timeout })
      .catch(async (error: unknown) => {
        const offered = await buttons
          .getByRole('button')
          .allInnerTexts()
          .catch(() => []);
        throw new Error(`"${button}" cannot be pressed; the dialog offers ${JSON.stringify(offered)}`, {
          cause: error,
        });
      });
  }

  /** Leaves every dialog without an answer. */
  async closeDialogs(): Promise<void> {
    await waitFor('no dialog to be open', async () => {
      if ((await this.#dialogs().count()) === 0) return true;
      await this.page.keyboard.press('Escape');
      return false;
    });
  }

  accountsMenu(): Promise<AccountsMenuEntry[]> {
    return this.#accounts.entries();
  }

  pickAccountsMenu(...labels: string[]): Promise<void> {
    return this.#accounts.pick(...labels);
  }

  async clipboard(): Promise<string> {
    await this.page.bringToFront();
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /**
   * Waits for what `openExternal` opens because of the action; agrees if the editor asks first. Addresses on loopback
   * arrive rewritten to the editor's own `/proxy/<port>/`; others should be answered by `context.route`.
   */
  async expectPopup(
    action: () => Promise<unknown>,
    { seconds = PATIENCE }: { seconds?: number } = {},
  ): Promise<Popup> {
    let page: Page | undefined;
    const onPage = (opened: Page) => void (page ??= opened);
    this.context.on('page', onPage);
    try {
      await action();
      const question = this.#dialogs().filter({ hasText: 'to open the external website?' });
      const found = await waitFor(
        async () => `a page to be opened; dialogs: ${JSON.stringify(await this.#dialogs().allInnerTexts())}`,
        async () => {
          if (page) {
            const url = await firstAddress(page);
            if (url !== undefined) return { page, url };
          }
          if (await question.isVisible()) await this.pressDialogButton('Open');
          return undefined;
        },
        { seconds },
      );
      await found.page.waitForLoadState('domcontentloaded', { timeout });
      return found;
    } finally {
      this.context.off('page', onPage);
    }
  }

  /** The text of the status bar entries. */
  async statusBar(): Promise<string[]> {
    const items = this.page.locator('.part.statusbar .statusbar-item').filter({ visible: true });
    const texts = (await items.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    return texts.filter((text) => text !== '');
  }

  /** Whether something is being debugged, or about to be. */
  isDebugging(): Promise<boolean> {
    return this.page.locator('.part.statusbar.debugging, .debug-toolbar').first().isVisible();
  }

  async reload(): Promise<void> {
    await this.page.reload({ timeout: 60_000 });
    await this.#usable();
  }

  async screenshot(file: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    const drawn = `[...document.querySelectorAll('.notification-toast')].every((toast) => getComputedStyle(toast).opacity === '1')`;
    await waitFor('notifications to be drawn', () => this.page.evaluate<boolean>(drawn));
    await this.page.screenshot({ path: file });
  }

  /** Closes the window, and its browser context unless that was given. */
  async close(): Promise<void> {
    // The page first: when a context is closed, its pages cannot say goodbye to the server.
    await this.page.close();
    if (this.#ownsContext) await this.context.close();
  }

  async #pickFromPalette(entry: Locator, title: string, timeout: number): Promise<boolean> {
    const limit = { timeout };
    try {
      await this.quickInput.widget.waitFor(limit);
      await this.quickInput.input.fill(`>${title}`, limit);
      // By key: a click may run the command and still be reported as failed, because it takes the entry away.
      await entry.and(this.page.locator('.focused')).waitFor(limit);
      await this.quickInput.input.press('Enter', limit);
      return true;
    } catch {
      return false;
    }
  }

  #dialogs(): Locator {
    return this.page.locator('.monaco-dialog-box').filter({ visible: true });
  }

  async #usable(): Promise<void> {
    const seconds = 60;
    const bell = this.page.locator('.monaco-workbench [id="status.notifications"]');
    await waitFor(
      async () => `the editor at ${this.address} to be usable; its title is "${await this.page.title()}"`,
      // The notifications are the last part to come, and contributed menus need the connection to the server.
      async () => (await bell.isVisible()) && (await this.page.locator('.part.activitybar').isVisible()),
      { seconds },
    );
  }
}

/** From the history, which keeps the fragment, and the address of a page that could not be reached. */
async function firstAddress(page: Page): Promise<string | undefined> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  await session.detach();
  return entries.map((entry) => entry.url).find((url) => url !== '' && url !== 'about:blank');
}
