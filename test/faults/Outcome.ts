/** What a person is told: the part of the sentence that says it, by a name that is short enough for a table. */
export const SENTENCES = {
  broken: 'The connection to {host} failed.',
  refused: '{host} refused the connection.',
  'no name': 'Couldn’t resolve {host}.',
  'no answer': '{host} didn’t respond in time.',
  'not AWS': 'Something other than AWS answered for {host}.',
  'too large': 'The response from {host} is too large to come from AWS.',
  limited: 'AWS is limiting requests. Try again in a moment.',
  'server error': 'AWS returned a server error. Try again in a moment.',
  dropped: 'The connection dropped during sign-in. Sign in again.',
  'clock slow': 'This machine’s clock is 1440 min slow. Correct it, then try again.',
  'clock fast': 'This machine’s clock is 1440 min fast. Correct it, then try again.',
  'half renewed': 'Its last renewal didn’t complete. Sign in again.',
} as const;

export type Told = keyof typeof SENTENCES;

/**
 * What becomes of an operation under a fault: what the person is told in the end; how often AWS is asked for the operation;
 * in parentheses, what is shown while it goes on; and what they are told who try again a minute after the fault, unless it works
 * then.
 */
export type Cell = string;

export interface Outcome {
  readonly cell: Cell;
  /** Whether it is signed in afterwards. */
  readonly isSignedIn: boolean;
}
