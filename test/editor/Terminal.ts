import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EditorWindow } from './EditorWindow.ts';
import { waitFor } from './waitFor.ts';

export interface Output {
  readonly code: number;
  /** What it printed, errors included. */
  readonly text: string;
}

let commands = 0;

/** The integrated terminal that has the focus, and what a person types there. */
export class Terminal {
  readonly #window: EditorWindow;
  /** On the machine of the terminal, which is this one. */
  readonly #directory: string;

  /** Opens a new one. */
  static async open(window: EditorWindow, directory: string): Promise<Terminal> {
    await window.runCommand('Terminal: Create New Terminal');
    return Terminal.focused(window, directory);
  }

  /** The one that has just been opened by something else. */
  static async focused(window: EditorWindow, directory: string): Promise<Terminal> {
    const terminal = new Terminal(window, directory);
    await window.page.locator('.terminal-wrapper.active .xterm').waitFor();
    await terminal.run('true');
    return terminal;
  }

  private constructor(window: EditorWindow, directory: string) {
    this.#window = window;
    this.#directory = directory;
  }

  /** Types the command, and waits for its end. */
  async run(command: string, { seconds = 60 } = {}): Promise<Output> {
    const out = path.join(this.#directory, `command-${++commands}`);
    // By a script, because the shell integration prints into what the shell itself redirects.
    await writeFile(`${out}.sh`, `( ${command} ) > ${out}.text 2>&1\necho $? > ${out}.code\n`);
    // A window that has just changed may take the focus away in the middle of the typing.
    await waitFor(`the terminal to begin with ${command}`, async () => {
      await this.#type(`sh ${out}.sh`);
      return waitFor('the output', () => existsSync(`${out}.text`), { seconds: 5 }).catch(() => undefined);
    });
    const code = await waitFor(
      `the command ${command}`,
      async () => /^\d+(?=\n)/.exec(await readFile(`${out}.code`, 'utf8').catch(() => ''))?.[0],
      { seconds },
    );
    return { code: Number(code), text: await readFile(`${out}.text`, 'utf8') };
  }

  /** Ends its shell. By a word, because a key that comes before the next prompt means something else. */
  exit(): Promise<void> {
    return this.#type('exit');
  }

  async #type(line: string): Promise<void> {
    const { page } = this.#window;
    await page.bringToFront();
    await page.locator('.terminal-wrapper.active .xterm-helper-textarea').first().focus();
    // Whatever stands there from before.
    await page.keyboard.press('Control+U');
    await page.keyboard.insertText(line);
    await page.keyboard.press('Enter');
  }
}
