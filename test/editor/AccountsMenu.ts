import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

export interface AccountsMenuEntry {
  label: string;
  submenu: string[];
}

/** Short, because whatever closes the menu meanwhile is answered by opening it again. */
const timeout = 2_000;

/** The menu behind the Accounts icon of the activity bar. */
export class AccountsMenu {
  readonly #page: Page;
  readonly #menus: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#menus = page.locator('.monaco-menu').filter({ visible: true });
  }

  /** What the menu lists, once it has loaded. */
  async entries(): Promise<AccountsMenuEntry[]> {
    let entries: AccountsMenuEntry[] = [];
    await this.#whileOpen('the Accounts menu to be readable', async () => {
      entries = [];
      for (const item of await this.#items(0).all()) {
        const label = await labelOf(item);
        const submenu = (await hasSubmenu(item)) ? await this.#labelsOf(await this.#openSubmenu(item)) : [];
        entries.push({ label, submenu });
      }
      return entries.length > 0 && !entries.some(({ label }) => label === 'Loading...');
    });
    return entries;
  }

  /** Clicks through to an entry, such as `pick('alice (AWS)', 'Sign Out')`. It may take a while to be offered. */
  async pick(...labels: string[]): Promise<void> {
    let offered: string[] = [];
    await this.#whileOpen(
      () => `the Accounts menu to offer ${JSON.stringify(labels)}; it offers ${JSON.stringify(offered)}`,
      async () => {
        for (const [depth, label] of labels.entries()) {
          const items = this.#items(depth);
          offered = await this.#labelsOf(items);
          if (!offered.includes(label)) return false;
          const item = items.nth(offered.indexOf(label));
          if (depth < labels.length - 1) {
            await this.#openSubmenu(item);
            continue;
          }
          // A menu that has just opened takes no clicks yet.
          await waitFor(
            'the Accounts menu to take the click',
            async () => {
              if ((await this.#menus.count()) > 0) await item.click({ timeout });
              return (await this.#menus.count()) === 0;
            },
            { everyMs: 150 },
          );
        }
        return true;
      },
    );
  }

  /** Opens the menu, and closes and opens it again until the action is content: an open menu learns of nothing new. */
  async #whileOpen(what: string | (() => string), act: () => Promise<boolean>): Promise<void> {
    await waitFor(what, async () => {
      try {
        await this.#page
          .locator('.part.activitybar .action-item[aria-label^="Accounts"]')
          .click({ timeout: 10_000 });
        await this.#items(0).first().waitFor({ timeout });
        return await act();
      } catch (error) {
        if (error instanceof Error && error.name === 'TimeoutError') return false;
        throw error;
      } finally {
        await this.#close();
      }
    });
  }

  #items(depth: number): Locator {
    return this.#menus
      .nth(depth)
      .locator(':scope > .monaco-action-bar > .actions-container > .action-item > .action-menu-item');
  }

  async #labelsOf(items: Locator): Promise<string[]> {
    return Promise.all((await items.all()).map(labelOf));
  }

  async #openSubmenu(item: Locator): Promise<Locator> {
    await item.hover({ timeout });
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
  (await item.locator('.action-label').first().innerText({ timeout })).trim();

const hasSubmenu = async (item: Locator): Promise<boolean> =>
  (await item.getAttribute('aria-haspopup', { timeout })) === 'true';
