import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

export interface AccountsMenuEntry {
  label: string;
  submenu: string[];
}

const timeout = 10_000;

/** The menu behind the Accounts icon of the activity bar. */
export class AccountsMenu {
  readonly #page: Page;
  readonly #menus: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#menus = page.locator('.monaco-menu').filter({ visible: true });
  }

  async entries(): Promise<AccountsMenuEntry[]> {
    await this.#open();
    const entries: AccountsMenuEntry[] = [];
    for (const item of await this.#items(0).all()) {
      const label = await labelOf(item);
      const submenu = (await hasSubmenu(item)) ? await this.#labelsOf(await this.#openSubmenu(item)) : [];
      entries.push({ label, submenu });
    }
    await this.#close();
    return entries;
  }

  /** Clicks through to an entry, such as `pick('alice (AWS)', 'Sign Out')`. */
  async pick(...labels: string[]): Promise<void> {
    await this.#open();
    for (const [depth, label] of labels.entries()) {
      const item = this.#items(depth).filter({
        has: this.#page.locator('.action-label').getByText(label, { exact: true }),
      });
      if ((await item.count()) === 0) {
        const offered = await this.#labelsOf(this.#items(depth));
        await this.#close();
        throw new Error(`The Accounts menu has no "${label}"; it has ${JSON.stringify(offered)}`);
      }
      if (depth < labels.length - 1) await this.#openSubmenu(item.first());
      else await item.first().click({ timeout });
    }
  }

  #items(depth: number): Locator {
    return this.#menus
      .nth(depth)
      .locator(':scope > .monaco-action-bar > .actions-container > .action-item > .action-menu-item');
  }

  async #labelsOf(items: Locator): Promise<string[]> {
    return Promise.all((await items.all()).map(labelOf));
  }

  async #open(): Promise<void> {
    await this.#page.locator('.part.activitybar .action-item[aria-label^="Accounts"]').click({ timeout });
    await this.#menus.first().waitFor({ timeout });
    await waitFor('the entries of the Accounts menu', async () => (await this.#items(0).count()) > 0);
  }

  async #openSubmenu(item: Locator): Promise<Locator> {
    await item.hover({ timeout });
    await waitFor(
      'a submenu of the Accounts menu',
      async () => (await item.getAttribute('aria-expanded')) === 'true',
    );
    const items = this.#items(1);
    await items.first().waitFor({ timeout });
    return items;
  }

  async #close(): Promise<void> {
    await waitFor('the Accounts menu to close', async () => {
      if ((await this.#menus.count()) === 0) return true;
      await this.#page.keyboard.press('Escape');
      return false;
    });
  }
}

const labelOf = async (item: Locator): Promise<string> =>
  (await item.locator('.action-label').first().innerText()).trim();

const hasSubmenu = async (item: Locator): Promise<boolean> =>
  (await item.getAttribute('aria-haspopup')) === 'true';
