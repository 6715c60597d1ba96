import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { packageExtension } from '../../../scripts/packageExtensions.ts';
import { launchBrowser } from '../../editor/browser.ts';
import { type CodeServer, startCodeServer } from '../../editor/codeServer.ts';
import { allowSignIns } from '../../editor/consent.ts';
import { EditorWindow } from '../../editor/EditorWindow.ts';
import { waitFor } from '../../editor/waitFor.ts';
import {
  type IdentityCenter,
  type IdentityCenterOptions,
  startIdentityCenter,
} from '../../identity-center/server.ts';
import { type Errand, ERRAND_FILE, FOLDER_VARIABLE, type Outcome } from './measurer/Measurement.ts';
import { packageEmpty, packageHollow, packageMeasurer } from './packageMeasurer.ts';

let packaged: Promise<string[]> | undefined;

/** Once for all benchmarks. */
async function packageAll(): Promise<string[]> {
  const hollow = [await packageHollow('hollow'), await packageHollow('before')];
  return [packageExtension(), packageEmpty(), ...hollow, await packageMeasurer()];
}

export interface MeasuringEditorOptions {
  readonly identityCenter?: IdentityCenterOptions;
  /** The names of the sessions that the settings hold. All lead to the local Identity Center. */
  readonly sessions?: readonly string[];
  /** User settings besides those. */
  readonly settings?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Called before the first window is opened. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/**
 * A real VS Code, as a person would have it, with this extension, those that it is measured against and one that measures, all
 * packaged; and a local Identity Center where somebody agrees to whatever is asked.
 */
export class MeasuringEditor {
  readonly identityCenter: IdentityCenter;
  readonly server: CodeServer;
  readonly #folder: string;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #approving: NodeJS.Timeout;
  #errands = 0;

  static async start(options: MeasuringEditorOptions = {}): Promise<MeasuringEditor> {
    const { sessions = ['local'] } = options;
    const extensions = await (packaged ??= packageAll());
    const folder = await mkdtemp(path.join(tmpdir(), 'measured-'));
    const identityCenter = await startIdentityCenter({ interval: 0.1, ...options.identityCenter });
    const { oidc, portal, signin, startUrl, region } = identityCenter;
    const server = await startCodeServer({
      extensions,
      settings: {
        'awsSso.sessions': sessions.map((name) => ({ name, startUrl, region })),
        'awsSso.endpoints': { oidc, portal, signin },
        // Looks again and again for what listens.
        'remote.autoForwardPorts': false,
        ...options.settings,
      },
      env: { ...options.env, [FOLDER_VARIABLE]: folder },
    });
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    await options.prepare?.(context);
    return new MeasuringEditor({ identityCenter, server, folder, browser, context });
  }

  private constructor(parts: {
    identityCenter: IdentityCenter;
    server: CodeServer;
    folder: string;
    browser: Browser;
    context: BrowserContext;
  }) {
    this.identityCenter = parts.identityCenter;
    this.server = parts.server;
    this.#folder = parts.folder;
    this.#browser = parts.browser;
    this.#context = parts.context;
    this.#approving = setInterval(() => {
      for (const code of this.identityCenter.pendingUserCodes) this.identityCenter.approve(code);
    }, 20);
  }

  /**
   * Opens a window, so a fresh extension host, has it measure, and closes it. Whoever is signed in stays so in the next.
   *
   * @param meanwhile what goes on outside while it measures.
   */
  async measure<Answer>(
    name: string,
    question: object = {},
    meanwhile: (window: EditorWindow) => Promise<void> = () => Promise.resolve(),
  ): Promise<Answer> {
    const file = path.join(this.#folder, `outcome-${++this.#errands}.json`);
    await mkdir(this.#folder, { recursive: true });
    const errand: Errand = { name, question, file };
    await writeFile(path.join(this.#folder, ERRAND_FILE), JSON.stringify(errand));
    const window = await EditorWindow.open(this.#browser, this.server.url, { context: this.#context });
    try {
      // Ends when the page does.
      void allowSignIns(window.page).catch(() => undefined);
      const ended = waitFor(`the measurement ${name}`, () => existsSync(file), { seconds: 300 });
      await Promise.all([ended, meanwhile(window)]);
      const outcome = JSON.parse(await readFile(file, 'utf8')) as Outcome;
      if ('error' in outcome) throw new Error(`The measurement ${name} failed: ${outcome.error}`);
      return outcome.answer as Answer;
    } catch (error) {
      await window.screenshot(path.join('build/bench', `${name}.png`)).catch(() => undefined);
      throw error;
    } finally {
      await window.close();
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#approving);
    await this.#browser.close();
    await Promise.all([this.server.stop(), this.identityCenter.stop()]);
    await rm(this.#folder, { recursive: true, force: true });
  }
}
