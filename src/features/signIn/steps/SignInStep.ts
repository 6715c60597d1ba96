import type { Log } from '../../../base/Log.ts';
import type { Ui } from '../../ui/Ui.ts';
import type { SignInActionId } from './signInActions.ts';

/** What a person has to do for a sign-in. */
export interface SignInStep {
  /** What every place that shows the sign-in is drawn from. */
  view(): SignInView;
  /** Opens the page in a browser, if there is one. */
  open(): Promise<void>;
  /** Copies what is to be carried to a browser: the code, or the link. */
  copy(): Promise<void>;
  /** Has a question of its own, which takes the place of the list of what can be done. @returns whether it does. */
  ask?(): boolean;
}

/** A sign-in as the notification, the quick input, the view and the status bar show it. */
export interface SignInView {
  /** Begins with the code, where there is one. Ends with a full stop. */
  readonly sentence: string;
  /** The code in a row or in the status bar. */
  readonly code?: string;
  /** Where the code is entered. */
  readonly address?: string;
  /** The same with the code filled in. */
  readonly completeAddress?: string;
  readonly actions: readonly SignInActionId[];
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
}

/** What each step knows of its sign-in. */
export interface StepOptions {
  /** What is signed in to, as people know it. */
  readonly name: string;
  /** Draws the sign-in anew. */
  readonly changed: () => void;
  readonly ui: Pick<Ui, 'openExternal' | 'copy' | 'input'>;
  readonly log: Log;
}
