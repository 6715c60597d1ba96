/**
 * What a person is shown and asked. Features decide what goes through this port; the implementation decides nothing, so each
 * decision can be tested without an editor.
 */
export interface Ui {
  /** Shows a notification or a dialog. @returns the button that was pressed; undefined when it was closed. */
  show(message: Message): Promise<string | undefined>;
  /** Runs the task under a cancellable progress notification with that text, which is withdrawn when the task is over. */
  progress<Result>(text: string, task: (progress: Progress) => Promise<Result>): Promise<Result>;
  /** Asks for one of several items. */
  pick<Item extends PickItem>(question: PickQuestion<Item>): Promise<Answer<Item>>;
  /** Asks for a text. Once the person has accepted one that has a problem, the problem is shown until it is mended. */
  input(question: InputQuestion): Promise<Answer<string>>;
  /**
   * Opens the address in a browser, byte for byte.
   *
   * @returns false when the person declined. Rejects when the editor can't open it.
   */
  openExternal(address: string): Promise<boolean>;
  /** Rejects when the clipboard can't be written, as in some remote windows. */
  copy(text: string): Promise<void>;
  /** Runs a command of the editor or of an extension. */
  run(command: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Opens a file in a text editor, at a line that is counted from 1. */
  openFile(path: string, line?: number): Promise<void>;
  /** Whether one of our questions is open. */
  readonly isAsking: boolean;
  /** Whether the person is looking at this window. */
  readonly isFocused: boolean;
  onDidChangeFocus(listener: () => void): { dispose(): void };
}

export interface Message {
  readonly severity: 'information' | 'warning' | 'error';
  /** Links of the form `[text](address)` work in notifications, those to commands too. */
  readonly text: string;
  readonly buttons?: readonly string[];
  /** Makes it a modal dialog, with this text below. */
  readonly detail?: string;
}

export interface Progress {
  /** Replaces the text. Links of the form `[text](address)` work in it. */
  readonly report: (message: string) => void;
  /** Aborted when the person cancels. */
  readonly cancelled: AbortSignal;
}

/** What was answered: a value; `BACK` for the step before; undefined when the question was closed. */
export type Answer<Value> = Value | typeof BACK | undefined;

export const BACK = Symbol('back');

/** What all questions have. They stay open when the person looks at another window, such as the browser. */
export interface Question {
  readonly title: string;
  /** Which of `totalSteps` it is, from 1. */
  readonly step?: number;
  readonly totalSteps?: number;
  /** Whether there is a step before. Required, so that no step forgets its Back button. */
  readonly canGoBack: boolean;
  /** Closes the question when aborted. */
  readonly signal?: AbortSignal;
}

/** A text from outside has to be `shown` before it is a part of this. */
export interface PickItem {
  readonly label: string;
  readonly description?: string;
  /** A line below. */
  readonly detail?: string;
  /** Whether it is a line with a heading between other items. */
  readonly isSeparator?: boolean;
  /** Whether it is listed whatever is typed. */
  readonly alwaysShow?: boolean;
  readonly button?: QuestionButton;
}

export interface PickQuestion<Item extends PickItem> extends Question {
  /** The question: a list has no other line for it. */
  readonly placeholder: string;
  /** While a promise is awaited, the list is open, empty and busy; one that is rejected leaves it so. */
  readonly items: readonly Item[] | Promise<readonly Item[]>;
  /** Lists the items once more, after a button of one was pressed. */
  readonly itemsAgain?: () => readonly Item[] | Promise<readonly Item[]>;
  /** Whether it is the item that Enter stands for at first, where that isn't the first one. */
  readonly isActive?: (item: Item) => boolean;
  /** What is listed once something is typed, where that depends on it. */
  readonly itemsFor?: (typed: string) => readonly Item[];
  /** What Enter stands for, where that isn't the active item; undefined for nothing. */
  readonly accept?: (typed: string, active: Item | undefined) => Item | undefined;
}

export interface InputQuestion extends Question {
  readonly value?: string;
  /** The question. */
  readonly prompt: string;
  /** An example of an answer. */
  readonly placeholder: string;
  /** What is wrong with a text, in a sentence; undefined when nothing is. */
  readonly problemOf: (text: string) => string | undefined;
  /** Told of every change, so that what was typed isn't lost when the box is closed. */
  readonly onType?: (text: string) => void;
  readonly buttons?: readonly QuestionButton[];
}

/** A button in the title of an input box, or at the end of an item. The question stays open when it is pressed. */
export interface QuestionButton {
  /** The id of a codicon. */
  readonly icon: string;
  readonly tooltip: string;
  readonly run: () => unknown;
}
