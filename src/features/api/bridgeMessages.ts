import type * as vscode from 'vscode';
import * as v from 'valibot';
import type { AwsSsoErrorCode } from '../../../api/src/index.ts';

export const Question = v.object({
  version: v.number(),
  /** Which caller it is, in its own words: good for nothing but to leave it alone after a refusal. */
  who: v.optional(v.number()),
  method: v.picklist([
    'sessions',
    'signIn',
    'getAccessToken',
    'listAccounts',
    'listAccountRoles',
    'getRoleCredentials',
    'getEnvironment',
    'explain',
  ]),
  options: v.optional(v.unknown()),
  /** Of what the editor has handed out to the caller, in the caller's own extension host. */
  proof: v.optional(
    v.object({
      providerId: v.string(),
      id: v.string(),
      account: v.object({ id: v.string(), label: v.string() }),
      /** SHA-256 of the access token: its bytes as decimal numbers, with commas. */
      digest: v.string(),
    }),
  ),
});
export type Question = v.InferOutput<typeof Question>;
export type Method = Exclude<Question['method'], 'explain' | 'sessions'>;

/** What the editor has rejected with, and what it was asked for. */
export const Rejection = v.object({
  name: v.optional(v.string(), 'Error'),
  message: v.string(),
  scopes: v.optional(v.array(v.string()), []),
});

/** The sessions that the caller knows of. */
export const Known = v.optional(
  v.object({ before: v.optional(v.array(v.looseObject({ id: v.string() })), []) }),
);

export interface Ask {
  readonly providerId: string;
  readonly scopes: readonly string[];
  readonly options: vscode.AuthenticationGetSessionOptions;
}

/** Plain JSON, nothing of it secret: other things do not cross from one extension host to another. */
export interface Answer {
  readonly value?: unknown;
  /** What is missing in it: each a member of the JSON that the editor handed out, or, without a name, all of that. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What the caller has to ask its editor for. It then repeats the question, with the proof. */
  readonly ask?: Ask;
  /** What went wrong; or, besides something to ask for, what it is when the editor has nothing. */
  readonly error?: { readonly code: AwsSsoErrorCode; readonly message: string };
}
