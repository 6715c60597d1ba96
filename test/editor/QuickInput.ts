import type { Locator, Page } from 'playwright-core';
import { exactly } from './exactly.ts';
import { PATIENCE, waitFor } from './waitFor.ts';

const seconds = PATIENCE;
const timeout = seconds * 1000;

/** A second row, if any, is the detail. */
export const labelOfRow = '.quick-input-list-row:first-child .label-name';

/** The box at the top: input boxes, pick lists, the command palette. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget').filter({ visible: true });
    this.input = this.widget.locator('.quick-input-box input.input');
  }

  /** Waits for a box, of this title if one is given. The step is not part of the title. */
  async opened(title?: string | RegExp): Promise<this> {
    await this.widget.waitFor({ timeout }).catch(() => {
      throw new Error(`No quick input appeared within ${seconds} s.`);
    });
    if (title !== undefined)
      await waitFor(
        async () => `a quick input titled ${String(title)}; there is ${await this.#describe()}`,
        async () => {
          const shown = (await this.title().catch(() => undefined)) ?? '';
          return typeof title === 'string' ? shown === title : title.test(shown);
        },
        { seconds },
      );
    return this;
  }

  async closed(): Promise<void> {
    await waitFor(
      async () => `the quick input to close; there is ${await this.#describe()}`,
      async () => (await this.widget.count()) === 0,
      { seconds },
    );
  }

  isOpen(): Promise<boolean> {
    return this.widget.isVisible();
  }

  /** Replaces what is in the box. */
  async type(text: string): Promise<void> {
    await this.opened();
    await this.input.fill(text, { timeout });
  }

  value(): Promise<string> {
    return this.input.inputValue({ timeout });
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder', { timeout })) ?? '';
  }

  async title(): Promise<string> {
    return (await this.#titleAndStep()).replace(/ ?\(\d+\/\d+\)$/, '');
  }

  /** Such as `{ step: 1, of: 2 }`. */
  async step(): Promise<{ step: number; of: number } | undefined> {
    const shown = /\((\d+)\/(\d+)\)$/.exec(await this.#titleAndStep());
    return shown ? { step: Number(shown[1]), of: Number(shown[2]) } : undefined;
  }

  /** The prompt, or what is wrong with the input. */
  async message(): Promise<string> {
    const message = this.widget.locator('.quick-input-message');
    return (await message.isVisible()) ? (await message.innerText()).trim() : '';
  }

  /** Waits until the input is called wrong, and tells why. */
  async validationMessage(): Promise<string> {
    const complaint = this.widget.locator(
      '.monaco-inputbox.error, .monaco-inputbox.warning, .monaco-inputbox.info',
    );
    await complaint.waitFor({ timeout }).catch(() => {
      throw new Error(`The quick input did not complain within ${seconds} s.`);
    });
    return this.message();
  }

  /** Labels of the entries in view. */
  async entries(): Promise<string[]> {
    return (await this.#rows().locator(labelOfRow).allInnerTexts()).map((label) => label.trim());
  }

  /** Label, description and detail of the entries in view, as they are read out. */
  async entriesInFull(): Promise<string[]> {
    const rows = await this.#rows().all();
    return Promise.all(rows.map(async (row) => (await row.getAttribute('aria-label')) ?? ''));
  }

  async accept(): Promise<void> {
    await this.input.press('Enter', { timeout });
  }

  async escape(): Promise<void> {
    await waitFor(
      'the quick input to close',
      async () => {
        if (!(await this.isOpen())) return true;
        await this.#page.keyboard.press('Escape');
        return false;
      },
      { seconds },
    );
  }

  /** Clicks the entry with this label. */
  async pick(label: string | RegExp): Promise<void> {
    const hasText = typeof label === 'string' ? exactly(label) : label;
    const row = this.#rows().filter({ has: this.#page.locator(labelOfRow, { hasText }) });
    await this.opened();
    await row
      .first()
      .click({ timeout })
      .catch(async (error: unknown) => {
        throw new Error(`The entry ${String(label)} cannot be picked; there is ${await this.#describe()}`, {
          cause: error,
        });
      });
  }

  /** The button behind the box, where several entries can be ticked. */
  async ok(): Promise<void> {
    await this.widget.getByRole('button', { name: 'OK', exact: true }).click({ timeout });
  }

  /** The back arrow of a step. */
  async back(): Promise<void> {
    await this.widget.getByRole('button', { name: /^Back/ }).click({ timeout });
  }

  #rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row').filter({ visible: true });
  }

  async #titleAndStep(): Promise<string> {
    const title = this.widget.locator('.quick-input-title');
    return (await title.isVisible()) ? (await title.innerText()).trim() : '';
  }

  async #describe(): Promise<string> {
    if (!(await this.isOpen())) return 'no quick input';
    return `"${await this.#titleAndStep()}" with ${JSON.stringify(await this.entries())}, "${await this.message()}"`;
  }
}
