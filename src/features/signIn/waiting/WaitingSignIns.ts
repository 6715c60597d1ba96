import type { SignInView } from '../steps/SignInStep.ts';

/** A sign-in that goes on. */
export interface WaitingSignIn {
  /** How links and rows find it. No other extension can guess it, and so do what they do. */
  readonly id: string;
  /** Of the session that it's for; where that isn't known before, of its kind alone. */
  readonly sessionId: string;
  /** What is signed in to, as people know it. */
  readonly name: string;
  view(): SignInView;
  /** Brings what has to be done back into sight. */
  showAgain(): void;
  cancel(): void;
}

/** The sign-ins of this window that go on, for everything that shows them. */
export class WaitingSignIns {
  readonly #list = new Set<WaitingSignIn>();
  readonly #listeners = new Set<() => void>();

  list(): readonly WaitingSignIn[] {
    return [...this.#list];
  }

  /** The one to that session. */
  of(sessionId: string): WaitingSignIn | undefined {
    return this.list().find((one) => one.sessionId === sessionId);
  }

  add(signIn: WaitingSignIn): void {
    this.#list.add(signIn);
    this.changed();
  }

  delete(signIn: WaitingSignIn): void {
    this.#list.delete(signIn);
    this.changed();
  }

  /** One of them has something else to show. */
  changed(): void {
    this.#listeners.forEach((listener) => listener());
  }

  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }
}
