import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { waitFor } from '../editor/waitFor.ts';
import type { Account, Ask, Change, Found, Kept, TokensAnswer } from './probe/questions.ts';
import type { Stage } from './Stage.ts';

/** The probe extension in one window, as a test asks it. */
export class Probe {
  /** The process of the window's extensions. */
  readonly pid: number;
  readonly #port: number;

  /** Waits for the one of a window that has just been opened, or reloaded. @param known those of others. */
  static async appear(stage: Stage, known: readonly { readonly pid: number }[]): Promise<Probe> {
    const pids = new Set(known.map(({ pid }) => pid));
    const look = async () => {
      const found = (await Probe.places(stage)).find(({ pid }) => !pids.has(pid));
      return found && new Probe(found.pid, found.port);
    };
    return waitFor('a probe to listen', look, { seconds: 40 });
  }

  /** Where every probe has listened since the editor was started. */
  static async places(stage: Stage): Promise<readonly { readonly pid: number; readonly port: number }[]> {
    const folder = path.join(stage.server.dataDir, 'User/globalStorage/sso-signin.aws-sso-probe');
    const files = (await readdir(folder).catch(() => [])).filter((name) => /^\d+\.json$/.test(name));
    return Promise.all(
      files.map(
        async (name) =>
          JSON.parse(await readFile(path.join(folder, name), 'utf8')) as { pid: number; port: number },
      ),
    );
  }

  private constructor(pid: number, port: number) {
    this.pid = pid;
    this.#port = port;
  }

  /** Asks for that many tokens at once. @returns how often each answer came. */
  async tokens(count: number, { silent = true } = {}): Promise<Readonly<Record<string, number>>> {
    return (await this.#ask<TokensAnswer>({ ask: 'tokens', count, silent })).counts;
  }

  look(): Promise<Found> {
    return this.#ask<Found>({ ask: 'look' });
  }

  /** The changes after that moment. */
  async changesSince(moment: number): Promise<readonly Change[]> {
    return (await this.look()).changes.filter(({ at }) => at >= moment);
  }

  /** Runs a command in the window, without waiting for its end. */
  async run(command: string, ...args: unknown[]): Promise<void> {
    await this.#ask({ ask: 'run', command, args });
  }

  /** The address at which a browser hands the link, from its path on, to AWS SSO in this window. It works once. */
  addressOf(link: string): Promise<string> {
    return this.#ask({ ask: 'link', link });
  }

  /** Every account that there has been in this host. */
  accounts(): Promise<readonly Account[]> {
    return this.#ask({ ask: 'accounts' });
  }

  /** False once its window was reloaded or closed. */
  isThere(): Promise<boolean> {
    return this.kept().then(
      () => true,
      () => false,
    );
  }

  kept(): Promise<Kept> {
    return this.#ask({ ask: 'kept' });
  }

  /** Has timers that are set for exactly that long from now on fire earlier, until the next reset. */
  async shortenTimers(fromMs: number, toMs: number): Promise<void> {
    await this.#ask({ ask: 'shorten', fromMs, toMs });
  }

  /** Writes user settings; `null` removes one. */
  async configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ask({ ask: 'configure', settings });
  }

  async clear(): Promise<void> {
    await this.#ask({ ask: 'clear' });
  }

  async #ask<Answer>(question: Ask): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.#port}/`, {
      method: 'POST',
      body: JSON.stringify(question),
    });
    if (!response.ok) throw new Error(`The probe failed: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
