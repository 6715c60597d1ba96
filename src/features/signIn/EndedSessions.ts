import * as l10n from '@vscode/l10n';
import type { Ui } from '../ui/Ui.ts';

/** A session that has ended without the person knowing. */
export interface EndedSession {
  readonly label: string;
  /** A sentence. */
  readonly reason: string;
  /** Whether it falls to this window to tell of it. True for one window only. */
  readonly claim: () => Promise<boolean>;
  /** Has the person sign in to it, unless somebody has meanwhile. How that ends is shown there. */
  readonly signInAgain: () => Promise<unknown>;
}

export interface EndedSessionsOptions {
  /** Those that nobody has told of yet, of each kind. */
  readonly untold: readonly (() => readonly EndedSession[])[];
  readonly ui: Ui;
}

/** Tells the person that a session has ended, and why: once, in the window that they are looking at. */
export class EndedSessions {
  readonly #options: EndedSessionsOptions;
  readonly #subscription: { dispose(): void };

  constructor(options: EndedSessionsOptions) {
    this.#options = options;
    this.#subscription = options.ui.onDidChangeFocus(() => this.update());
  }

  /** Tells of those that nobody has told of yet. */
  update(): void {
    const { untold, ui } = this.#options;
    if (ui.isFocused) {
      for (const session of untold.flatMap((list) => list())) {
        void this.#tell(session);
      }
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #tell({ label, reason, claim, signInAgain }: EndedSession): Promise<void> {
    if (!(await claim())) {
      return;
    }
    const again = l10n.t('Sign In');
    const text = l10n.t('Your sign-in to {0} has ended. {1}', label, reason);
    const pressed = await this.#options.ui.show({ severity: 'information', text, buttons: [again] });
    if (pressed === again) {
      await signInAgain().catch(() => undefined);
    }
  }
}
