import type { Locator, Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

/** Toasts, and the notification centre for those that have faded (after about ten seconds if they have no button). */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits for the notification whose message holds the text; where it appeared, it can be read and pressed. */
  async find(text: string | RegExp, seconds = 15): Promise<Locator> {
    const item = this.#items(this.#page.locator('body'), text).first();
    const toasts = this.#items(this.#page.locator('.notifications-toasts'));
    const unread = this.#page.locator('[id="status.notifications"] .codicon-bell-dot');
    let quietSince = performance.now();
    const appeared = await waitFor(
      async () => `the notification ${String(text)}; there are ${JSON.stringify(await this.all())}`,
      async () => {
        if (await item.isVisible()) return true;
        if ((await toasts.count()) > 0 || !(await unread.isVisible())) quietSince = performance.now();
        // Unread and not on the screen: it has faded. Opening the centre takes toasts away, so only look if there are none.
        if (performance.now() - quietSince < 500) return false;
        quietSince = performance.now();
        return this.#lookInCentre(item);
      },
      { seconds },
    ).catch(async (error: unknown) => {
      if (await this.#lookInCentre(item)) return true;
      throw error;
    });
    if (appeared) await this.#expand(item);
    return item;
  }

  /** The messages now on the screen, newest first. */
  async all(): Promise<string[]> {
    const messages = this.#items(this.#page.locator('body')).locator('.notification-list-item-message');
    return (await messages.allInnerTexts()).map((message) => message.trim());
  }

  async press(text: string | RegExp, button: string): Promise<void> {
    const item = await this.find(text);
    const buttons = item.locator('.notification-list-item-buttons-container');
    await buttons
      .getByRole('button', { name: button, exact: true })
      .click({ timeout: 10_000 })
      .catch(async (error: unknown) => {
        const offered = await buttons
          .getByRole('button')
          .allInnerTexts()
          .catch(() => []);
        throw new Error(`"${button}" cannot be pressed; the notification offers ${JSON.stringify(offered)}`, {
          cause: error,
        });
      });
  }

  async gone(text: string | RegExp, seconds = 15): Promise<void> {
    await waitFor(
      `the notification ${String(text)} to go away`,
      async () => (await this.#items(this.#page.locator('body'), text).count()) === 0,
      { seconds },
    );
  }

  async close(text: string | RegExp): Promise<void> {
    const item = await this.find(text);
    await item.hover();
    await item.getByRole('button', { name: /^Clear Notification/ }).click({ timeout: 10_000 });
  }

  #items(within: Locator, text?: string | RegExp): Locator {
    const message = this.#page.locator(
      '.notification-list-item-message',
      text === undefined ? {} : { hasText: text },
    );
    return within.locator('.notification-list-item').filter({ has: message, visible: true });
  }

  async #expand(item: Locator): Promise<void> {
    const expand = item.getByRole('button', { name: /^Expand Notification/ });
    if ((await expand.count()) === 0) return;
    await item.hover();
    await expand.click({ timeout: 5_000 });
  }

  async #lookInCentre(item: Locator): Promise<boolean> {
    const centre = this.#page.locator('.notifications-center').filter({ visible: true });
    const bell = this.#page.locator('[id="status.notifications"]');
    if ((await centre.count()) === 0) await bell.click({ timeout: 5_000 });
    await centre.waitFor({ timeout: 5_000 }).catch(() => undefined);
    if (await item.isVisible()) return true;
    if ((await centre.count()) > 0) await bell.click({ timeout: 5_000 });
    return false;
  }
}
