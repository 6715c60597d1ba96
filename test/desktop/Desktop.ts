import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { EditorWindow } from '../editor/EditorWindow.ts';
import { GuardedProcess } from '../editor/GuardedProcess.ts';
import { waitFor } from '../editor/waitFor.ts';

/** Where Chromium says by which port it can be reached. */
export const PORT_FILE = 'DevToolsActivePort';

/** How long the editor may take to start or to quit, in seconds. */
const seconds = 60;

/** A desktop VS Code of one person, over all its starts: what it stores stays in its folder, and in the keychain of the system. */
export class Desktop {
  readonly #executable: string;
  readonly #dataDir: string;
  readonly #env: Record<string, string>;
  #run: GuardedProcess | undefined;
  #browser: Browser | undefined;

  /** @param dataDir has the settings in `User` and the extensions in `extensions`. */
  constructor(executable: string, dataDir: string, env: Record<string, string>) {
    this.#executable = executable;
    this.#dataDir = dataDir;
    this.#env = env;
  }

  /** Starts it with one window, of that folder. */
  async start(folder: string): Promise<EditorWindow> {
    const portFile = path.join(this.#dataDir, PORT_FILE);
    rmSync(portFile, { force: true });
    const options = ['--remote-debugging-port=0', '--disable-workspace-trust', '--skip-welcome'];
    const run = new GuardedProcess(this.#executable, [folder, ...this.#flags, ...options], {
      env: this.#env,
    });
    this.#run = run;
    const port = await waitFor(
      () => `VS Code to start; it said:\n${run.output}`,
      () => (existsSync(portFile) ? /^\d+/.exec(readFileSync(portFile, 'utf8'))?.[0] : undefined),
      { seconds },
    );
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    this.#browser = browser;
    const page = await waitFor(
      'the window',
      async () => {
        for (const one of browser.contexts().flatMap((context) => context.pages())) {
          if (await one.locator('.monaco-workbench').first().isVisible()) return one;
        }
        return undefined;
      },
      { seconds },
    );
    return EditorWindow.attach(page);
  }

  /** Closes its window, with which it quits; on macOS it's ended then. */
  async quit({ page }: EditorWindow): Promise<void> {
    await page.close({ runBeforeUnload: true });
    await waitFor('VS Code to quit', () => this.#run?.running !== true, { seconds: 10 }).catch(
      () => undefined,
    );
    await this.stop();
  }

  /** Opens a link as the system would: by another start, which hands it over. */
  async open(link: string): Promise<void> {
    const handing = new GuardedProcess(this.#executable, ['--open-url', ...this.#flags, '--', link], {
      env: this.#env,
    });
    const limit = setTimeout(() => void handing.stop(), seconds * 1000);
    await handing.exited.finally(() => clearTimeout(limit));
  }

  async stop(): Promise<void> {
    await this.#browser?.close().catch(() => undefined);
    await this.#run?.stop();
  }

  get #flags(): string[] {
    return [`--user-data-dir=${this.#dataDir}`, `--extensions-dir=${path.join(this.#dataDir, 'extensions')}`];
  }
}
