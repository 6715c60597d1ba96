import type { Ui } from './Ui.ts';

/** What menus and the palette go by, as far as it's known. */
export interface KnownState {
  /** Whether any session is signed in. */
  readonly isSignedIn?: boolean;
  /** Whether any session that is signed in can have accounts. */
  readonly hasAccounts?: boolean;
  /** Whether terminals use a role. */
  readonly hasTerminalRole?: boolean;
}

/** The keys by the state that they stand for. Each state has one for “no”, too: a key that isn't set reads like one that is false. */
const KEYS = {
  isSignedIn: ['awsSso.isSignedIn', 'awsSso.isSignedOut'],
  hasAccounts: ['awsSso.hasAccounts', 'awsSso.hasNoAccounts'],
  hasTerminalRole: ['awsSso.hasTerminalRole', 'awsSso.hasNoTerminalRole'],
} as const satisfies Readonly<Record<keyof KnownState, readonly [string, string]>>;

/**
 * Keeps the context keys of the `when` clauses in the manifest. Writes a key only when it changes, since VS Code then looks at every
 * menu. Before anything is known, no key is set, and what depends on one of them is shown.
 */
export class ContextKeys {
  readonly #ui: Pick<Ui, 'run'>;
  #known: KnownState = {};

  constructor(ui: Pick<Ui, 'run'>) {
    this.#ui = ui;
  }

  update(state: KnownState): void {
    for (const name of Object.keys(KEYS) as (keyof KnownState)[]) {
      const value = state[name];
      if (value !== undefined && value !== this.#known[name]) {
        const [yes, no] = KEYS[name];
        void this.#ui.run('setContext', yes, value);
        void this.#ui.run('setContext', no, !value);
      }
    }
    this.#known = { ...this.#known, ...state };
  }
}
