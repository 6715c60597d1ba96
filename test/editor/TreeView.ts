import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { PATIENCE, waitFor } from './waitFor.ts';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for a root. */
  readonly level: number;
  /** Undefined for what cannot be expanded. */
  readonly isExpanded: boolean | undefined;
  /** What a screen reader says. */
  readonly spoken: string;
  /** The name of the icon. */
  readonly icon: string;
}

const timeout = PATIENCE * 1000;
const BELOW_TITLE_BAR = 36;

/** Within the page. */
const READ_ROWS = `[...document.querySelectorAll('.part.sidebar .monaco-list-row')]
  .map((row) => ({ row, top: row.getBoundingClientRect().top }))
  .sort((one, other) => one.top - other.top)
  .map(({ row }) => ({
    label: row.querySelector('.label-name')?.textContent ?? '',
    description: row.querySelector('.label-description')?.textContent ?? '',
    level: Number(row.getAttribute('aria-level')),
    isExpanded: { true: true, false: false }[row.getAttribute('aria-expanded')],
    spoken: row.getAttribute('aria-label') ?? '',
    icon: /codicon-(?!modifier)([a-z-]+)/.exec(row.querySelector('.custom-view-tree-node-item-icon')?.className)?.[1] ?? '',
  }))`;

/** A tree view in a view container of its own in the side bar. */
export class TreeView {
  readonly #page: Page;
  readonly #container: string;
  readonly #side: Locator;

  constructor(page: Page, container: string) {
    this.#page = page;
    this.#container = container;
    this.#side = page.locator('.part.sidebar');
  }

  /** Opens the view by its icon in the activity bar. */
  async open(): Promise<void> {
    const icon = this.#page.locator('.part.activitybar').getByRole('tab', { name: this.#container });
    if ((await icon.getAttribute('aria-selected', { timeout })) !== 'true') await icon.click({ timeout });
    await this.#side.locator('.composite.title', { hasText: this.#container }).waitFor({ timeout });
  }

  /** What stands there while there are no rows. */
  async welcome(): Promise<string> {
    const welcome = this.#side.locator('.welcome-view-content').filter({ visible: true });
    await welcome.waitFor({ timeout });
    return welcome.innerText();
  }

  async pressWelcomeButton(name: string): Promise<void> {
    await this.#side.locator('.welcome-view-content').getByRole('button', { name }).click({ timeout });
  }

  async pressWelcomeLink(name: string): Promise<void> {
    await this.#side.locator('.welcome-view-content').locator('a', { hasText: name }).click({ timeout });
  }

  /** Those now on the screen; a long tree has more. */
  rows(): Promise<TreeRow[]> {
    return this.#page.evaluate<TreeRow[]>(READ_ROWS);
  }

  /** Waits for a row with that label. */
  row(label: string | RegExp, { seconds = 15 } = {}): Promise<TreeRow> {
    let last: TreeRow[] = [];
    return waitFor(
      () => `the row ${String(label)}; there are ${JSON.stringify(last.slice(0, 12))}`,
      async () => {
        last = await this.rows();
        return last.find((row) => matches(row.label, label));
      },
      { seconds },
    );
  }

  /** How many rows there are, on the screen or not. */
  async count(): Promise<number> {
    const sizes = this.#side.locator('.monaco-list-row').first();
    return Number((await sizes.getAttribute('aria-setsize', { timeout })) ?? 0);
  }

  /** Goes to the row by the keyboard, without opening it; it must be among the first. */
  async focus(label: string): Promise<void> {
    await this.#side.locator('.monaco-list').focus({ timeout });
    await this.#page.keyboard.press('Home');
    const focused = this.#side.locator('.monaco-list-row.focused .label-name');
    for (let moves = 0; (await focused.textContent({ timeout })) !== label; moves++) {
      if (moves > 30) throw new Error(`The focus does not come to ${label}.`);
      await this.#page.keyboard.press('ArrowDown');
    }
  }

  async click(label: string): Promise<void> {
    await this.#row(label).click({ timeout });
  }

  async doubleClick(label: string): Promise<void> {
    await this.#row(label).dblclick({ timeout });
  }

  /** Opens or closes what is below the row. */
  async toggle(label: string): Promise<void> {
    await this.#row(label).locator('.monaco-tl-twistie').click({ timeout });
  }

  /** Presses a button of the row. */
  async pressAction(label: string, action: string): Promise<void> {
    const row = this.#row(label);
    await row.hover({ timeout });
    await row.getByRole('button', { name: action }).click({ timeout });
  }

  /** The names of the row's buttons. */
  async actions(label: string): Promise<string[]> {
    const row = this.#row(label);
    await row.hover({ timeout });
    const buttons = await row.locator('.actions .action-label').all();
    const names = await Promise.all(buttons.map((button) => button.getAttribute('aria-label', { timeout })));
    return names.filter((name): name is string => name !== null && name !== '');
  }

  /** Presses a button above the tree. */
  async pressTitleAction(action: string): Promise<void> {
    await this.#side.locator('.composite.title').hover({ timeout });
    await this.#side.locator('.composite.title').getByRole('button', { name: action }).click({ timeout });
  }

  /** The names of the buttons above the tree, but for the menu of the others. */
  async titleActions(): Promise<string[]> {
    const labels = this.#side.locator('.composite.title .actions-container .action-label[aria-label]');
    const all = await labels.filter({ visible: true }).all();
    const names = await Promise.all(all.map((label) => label.getAttribute('aria-label', { timeout })));
    return names
      .map((name) => (name ?? '').trim())
      .filter((name) => name !== '' && !/^(Views and )?More/.test(name));
  }

  /** Opens the row's menu with the keyboard, the row being focused. @returns what it offers. */
  async menu(): Promise<string[]> {
    await this.#page.keyboard.press('Shift+F10');
    const items = this.#page.locator('.context-view .monaco-menu .action-label').filter({ visible: true });
    await items.first().waitFor({ timeout });
    return (await items.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '');
  }

  /** By the keyboard: a menu that has just come up takes no clicks. */
  async pickFromMenu(item: string): Promise<void> {
    const menu = this.#page.locator('.context-view .monaco-menu').filter({ visible: true });
    const focused = menu.locator('.action-item.focused .action-label');
    await waitFor(`the menu's ${item} to have the focus`, async () => {
      if ((await focused.allInnerTexts())[0]?.trim() === item) return true;
      await this.#page.keyboard.press('ArrowDown');
      return false;
    });
    await this.#page.keyboard.press('Enter');
  }

  /** The tooltip of a row. */
  async tooltip(label: string): Promise<string> {
    const hovers = this.#page.locator('.monaco-hover').filter({ visible: true });
    // Where the mouse was left there may be one of something else.
    await this.#page.mouse.move(0, 0);
    await waitFor('no tooltip', async () => (await hovers.count()) === 0);
    await this.#row(label).locator('.label-name').hover({ timeout });
    await hovers.last().waitFor({ timeout });
    return hovers.last().innerText();
  }

  /** Draws the edge of the side bar to that distance from the window's left one. */
  async widen(width: number): Promise<void> {
    const box = await this.#side.boundingBox({ timeout });
    if (!box) throw new Error('The side bar is hidden.');
    const { mouse } = this.#page;
    await mouse.move(box.x + box.width, 300);
    await mouse.down();
    await mouse.move(width, 300, { steps: 5 });
    await mouse.up();
  }

  /** A picture of the upper left of the window below its title bar, with nothing selected or pointed at, and the focus on one row. */
  async screenshot(file: string, focused: string, size: { width: number; height: number }): Promise<void> {
    await this.#page.mouse.move(size.width + 100, size.height + 100);
    await this.#side.locator('.monaco-list').focus({ timeout });
    await this.#page.keyboard.press('Escape');
    await this.focus(focused);
    await mkdir(path.dirname(file), { recursive: true });
    await this.#page.screenshot({ path: file, clip: { x: 0, y: BELOW_TITLE_BAR, ...size } });
  }

  #row(label: string): Locator {
    const name = this.#page.locator('.label-name').getByText(label, { exact: true });
    return this.#side.locator('.monaco-list-row').filter({ has: name }).first();
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text === wanted : wanted.test(text);
}
