import type { Log } from '../../../base/Log.ts';
import type { FlowChoice } from '../../../oauth/FlowChoice.ts';
import type { Ui } from '../../ui/Ui.ts';

/** What a person has to do for a sign-in. */
export interface SignInStep {
  /** What the progress notification says for as long as it has to be done. */
  message(): string;
  /** Brings it into sight, with buttons. */
  offer(): Promise<void>;
}

/** What each step knows of its sign-in. */
export interface StepOptions {
  /** How the links of the notification find the sign-in. */
  readonly id: string;
  /** What is signed in to, as people know it. */
  readonly name: string;
  /** The way that the person goes, which a step may change. */
  readonly choice: FlowChoice;
  /** Whether the sign-in is over, or has another step. */
  readonly isOver: () => boolean;
  readonly ui: Ui;
  readonly log: Log;
}
