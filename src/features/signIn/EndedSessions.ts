import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

export interface EndedSessionsWorld<Ended> {
  /** Those that nobody has told of yet. */
  readonly untold: () => readonly Ended[];
  /** Whether it falls to this window to tell of it. */
  readonly claim: (session: Ended) => Promise<boolean>;
  readonly sentence: (session: Ended) => string;
  /** Has the person sign in to it, unless somebody has meanwhile. How that ends is shown there. */
  readonly signInAgain: (session: Ended) => Promise<unknown>;
}

/** Tells the person that a session has ended, and why: once, in the window that they are looking at. */
export class EndedSessions<Ended> {
  readonly #world: EndedSessionsWorld<Ended>;
  readonly #subscription: vscode.Disposable;

  constructor(world: EndedSessionsWorld<Ended>) {
    this.#world = world;
    this.#subscription = vscode.window.onDidChangeWindowState(() => this.update());
  }

  /** Tells of those that nobody has told of yet. */
  update(): void {
    if (vscode.window.state.focused) {
      for (const session of this.#world.untold()) {
        void this.#tell(session);
      }
    }
  }

  async #tell(session: Ended): Promise<void> {
    if (!(await this.#world.claim(session))) {
      return;
    }
    const signInAgain = l10n.t('Sign in again');
    const choice = await vscode.window.showInformationMessage(this.#world.sentence(session), signInAgain);
    if (choice === signInAgain) {
      await this.#world.signInAgain(session).catch(() => undefined);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
