import type { SsoSession } from '@sso-signin/aws-sso-api';

/** What a test can ask the probe in a window. */
export type Ask =
  /** That many calls of `getAccessToken` at once. */
  | { readonly ask: 'tokens'; readonly count: number; readonly silent: boolean }
  | { readonly ask: 'look' }
  | { readonly ask: 'run'; readonly command: string; readonly args: readonly unknown[] };

/** How often each answer came: the SHA-256 of a token, `none`, or the code of an error. */
export interface TokensAnswer {
  readonly counts: Readonly<Record<string, number>>;
}

/** A change of the sessions, when the window heard of it. */
export type Change =
  | { readonly at: number; readonly from: 'editor' }
  | {
      readonly at: number;
      readonly from: 'api';
      readonly names: readonly string[];
      readonly signedIn: boolean;
    };

export interface Found {
  /** How many tokens have been asked for so far. */
  readonly asked: number;
  readonly changes: readonly Change[];
  readonly sessions: readonly SsoSession[];
}
