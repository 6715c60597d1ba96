import type * as vscode from 'vscode';

/** What a module `*.measurement.ts` exports as `measure`: runs inside the extension host, and answers with JSON. */
export type Measurement<Question, Answer> = (
  question: Question,
  context: vscode.ExtensionContext,
) => Promise<Answer>;

/** What is to be measured, as it is handed to a window in a file. */
export interface Errand {
  /** The module, without `.measurement.ts`. */
  readonly name: string;
  readonly question: unknown;
  /** Where the outcome goes. */
  readonly file: string;
}

export type Outcome = { readonly answer: unknown } | { readonly error: string };

/** Names the folder in which the errand lies. */
export const FOLDER_VARIABLE = 'BENCHMARK_FOLDER';
export const ERRAND_FILE = 'errand.json';
