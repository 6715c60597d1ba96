import type { Locator, Page } from 'playwright-core';
import { PATIENCE, waitFor } from './waitFor.ts';

/** Toasts, and the notification centre for those that have faded (after about ten seconds if they have no button). */
export class Notifications {
  readonly #page: Page;
  readonly #bell: Locator;
  readonly #centre: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#bell = page.locator('[id="status.notifications"]');
    this.#centre = page.locator('.notifications-center').filter({ visible: true });
  }

  /** Waits for the notification whose message holds the text; where it appeared, it can be read and pressed. */
  async find(text: string | RegExp, seconds = PATIENCE): Promise<Locator> {
    const item = this.#items(this.#page.locator('body'), text).first();
    const started = performance.now();
    let lookedAt = started;
    await waitFor(
      async () => `the notification ${String(text)}; there are ${JSON.stringify(await this.all())}`,
      async () => {
        if (await item.isVisible()) return true;
        if (performance.now() - lookedAt < 700 || !(await this.#isHidden(text, performance.now() - started)))
          return false;
        lookedAt = performance.now();
        return this.#lookInCentre(item);
      },
      { seconds },
    ).catch(async (error: unknown) => {
      if (!(await this.#lookInCentre(item))) throw error;
    });
    await this.#expand(item);
    return item;
  }

  async closeCentre(): Promise<void> {
    if (await this.#centre.isVisible()) await this.#bell.click({ timeout: 15_000 });
  }

  /** The messages now on the screen, newest first. */
  async all(): Promise<string[]> {
    const messages = this.#items(this.#page.locator('body')).locator('.notification-list-item-message');
    return (await messages.allInnerTexts()).map((message) => message.trim());
  }

  /** Does something with the notification, which may fade, or slide away, while one is at it; the centre keeps it. */
  async use<Result>(
    text: string | RegExp,
    action: (item: Locator) => Promise<Result>,
    seconds = PATIENCE,
  ): Promise<Result> {
    const item = await this.find(text, seconds);
    return action(item).catch(async (error: unknown) => {
      if (!(await this.#lookInCentre(item))) throw error;
      await this.#expand(item);
      return action(item);
    });
  }

  async press(text: string | RegExp, button: string): Promise<void> {
    await this.use(text, async (item) => {
      const buttons = item.locator('.notification-list-item-buttons-container');
      // Where the mouse was left, a tooltip may have come up over the button.
      await this.#page.mouse.move(0, 0);
      await buttons
        .getByRole('button', { name: button, exact: true })
        .click({ timeout: 15_000 })
        .catch(async (error: unknown) => {
          const offered = await buttons
            .getByRole('button')
            .allInnerTexts()
            .catch(() => []);
          throw new Error(
            `"${button}" cannot be pressed; the notification offers ${JSON.stringify(offered)}`,
            { cause: error },
          );
        });
    });
  }

  async gone(text: string | RegExp, seconds = PATIENCE): Promise<void> {
    await waitFor(
      `the notification ${String(text)} to go away`,
      async () => (await this.#items(this.#page.locator('body'), text).count()) === 0,
      { seconds },
    );
  }

  async close(text: string | RegExp): Promise<void> {
    await this.use(text, async (item) => {
      await item.hover({ timeout: 15_000 });
      await item.getByRole('button', { name: /^Clear Notification/ }).click({ timeout: 15_000 });
    });
  }

  /** Cancels every progress on the screen. */
  async cancelAll(): Promise<void> {
    const cancel = this.#items(this.#page.locator('body')).getByRole('button', {
      name: 'Cancel',
      exact: true,
    });
    await waitFor('every progress to be cancelled', async () => {
      const last = cancel.last();
      if ((await cancel.count()) === 0) return true;
      await last.click({ timeout: 1_000 }).catch(() => undefined);
      return false;
    });
  }

  #items(within: Locator, text?: string | RegExp): Locator {
    const message = this.#page.locator(
      '.notification-list-item-message',
      text === undefined ? {} : { hasText: text },
    );
    return within.locator('.notification-list-item').filter({ has: message, visible: true });
  }

  /** Opening the centre takes toasts off the screen, so there must be a reason to look for it there. */
  async #isHidden(text: string | RegExp, waitedMs: number): Promise<boolean> {
    // The editor reads out each notification, also one that it does not show because there are many.
    const alerts = await this.#page.locator('.monaco-aria-container .monaco-alert').allInnerTexts();
    if (alerts.some((alert) => (typeof text === 'string' ? alert.includes(text) : text.test(alert))))
      return true;
    if ((await this.#items(this.#page.locator('.notifications-toasts')).count()) > 0) return false;
    return waitedMs > 3_000 || (await this.#bell.locator('.codicon-bell-dot').isVisible());
  }

  async #expand(item: Locator): Promise<void> {
    const expand = item.getByRole('button', { name: /^Expand Notification/ });
    if ((await expand.count()) === 0) return;
    // The centre may just be expanding it by itself.
    await expand.click({ timeout: 1_000 }).catch(() => undefined);
  }

  async #lookInCentre(item: Locator): Promise<boolean> {
    // What the mouse rests on may have a tooltip above the bell.
    await this.#page.mouse.move(1, 1);
    if (!(await this.#centre.isVisible())) await this.#bell.click({ timeout: 15_000 }).catch(() => undefined);
    await this.#centre.waitFor({ timeout: 2_000 }).catch(() => undefined);
    if (await item.isVisible()) return true;
    await this.closeCentre();
    return false;
  }
}
