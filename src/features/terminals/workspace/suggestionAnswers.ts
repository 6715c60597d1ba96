import type * as vscode from 'vscode';

/** By what the state of the workspace has the answers to its suggestions. */
const SUGGESTED = 'awsSso.suggestedRoles';
const NEVER = 'never';
/** So many answers are kept. */
const MAX_ANSWERS = 50;

/** What the settings say of the role that belongs to a workspace, or to one of its folders. */
export interface Suggestion {
  /** One of several; undefined for the whole window. */
  readonly folder?: vscode.WorkspaceFolder;
  readonly value: unknown;
  /** Identifies folder and value: another value is another suggestion. */
  readonly hash: string;
}

export type AnswerMemory = Pick<vscode.Memento, 'get' | 'update'>;

/** Those that the person hasn't answered yet. */
export function openAmong(memory: AnswerMemory, all: readonly Suggestion[]): readonly Suggestion[] {
  const answers = answersIn(memory);
  return answers === NEVER ? [] : all.filter(({ hash }) => !answers.includes(hash));
}

/** All of them, unless the person has refused suggestions for good. */
export function standingAmong(memory: AnswerMemory, all: readonly Suggestion[]): readonly Suggestion[] {
  return answersIn(memory) === NEVER ? [] : all;
}

/** Remembers that a suggestion is answered; another one is asked about anew. */
export async function rememberAnswered(memory: AnswerMemory, { hash }: Suggestion): Promise<void> {
  const answers = answersIn(memory);
  if (answers !== NEVER) {
    await memory.update(SUGGESTED, [...answers.filter((one) => one !== hash), hash].slice(-MAX_ANSWERS));
  }
}

/** Has nothing be suggested in this workspace any more. */
export async function rememberNever(memory: AnswerMemory): Promise<void> {
  await memory.update(SUGGESTED, NEVER);
}

/** Has what was answered be asked about again, but for a refusal for good. */
export async function forgetAnswers(memory: AnswerMemory): Promise<void> {
  if (answersIn(memory) !== NEVER) {
    await memory.update(SUGGESTED, undefined);
  }
}

function answersIn(memory: AnswerMemory): typeof NEVER | readonly unknown[] {
  const answers = memory.get<unknown>(SUGGESTED);
  return answers === NEVER ? NEVER : Array.isArray(answers) ? answers : [];
}
