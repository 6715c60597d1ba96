/** What the helper asks a window for. Everything but the role says nothing that a window relies on. */
export interface Question {
  /** Proves that whoever asks can read what the window has announced. */
  readonly word: string;
  /** As the profile names it. */
  readonly session: string;
  readonly accountId: string;
  readonly roleName: string;
  /** Whether to wait until the person has signed in. */
  readonly isWaiting: boolean;
  /** The process that started the helper. */
  readonly parent: number;
}

/** What a window answers: the text for standard output, or a sentence for people. */
export interface Answer {
  readonly output?: string;
  readonly failure?: string;
}

/** The sentences of the helper, in the language of the editor. */
export interface HelperTexts {
  readonly usage: string;
  readonly noWindow: string;
  readonly noAnswer: string;
}
