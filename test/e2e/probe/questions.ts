import type { SsoSession } from '@sso-signin/aws-sso-api';

/** What a test can ask the probe in a window. */
export type Ask =
  /** That many calls of `getAccessToken` at once. */
  | { readonly ask: 'tokens'; readonly count: number; readonly silent: boolean }
  | { readonly ask: 'look' }
  | { readonly ask: 'run'; readonly command: string; readonly args: readonly unknown[] }
  /** For the address at which a browser hands a link to AWS SSO in this window. */
  | { readonly ask: 'link'; readonly link: string }
  /** For every account that there has been. */
  | { readonly ask: 'accounts' }
  | { readonly ask: 'kept' }
  /** Writes user settings; `null` removes one. */
  | { readonly ask: 'configure'; readonly settings: Readonly<Record<string, unknown>> }
  /** Empties what the extension keeps, and closes what is open. */
  | { readonly ask: 'clear' }
  /** Has timers of exactly that long fire earlier, until `clear`. */
  | { readonly ask: 'shorten'; readonly fromMs: number; readonly toMs: number };

export interface Account {
  readonly provider: string;
  readonly label: string;
}

/** What this extension keeps, by its keys, and how much of the window's is open. */
export interface Kept {
  readonly secrets: readonly string[];
  readonly globalState: readonly string[];
  readonly workspaceState: readonly string[];
  readonly editors: number;
  readonly terminals: number;
  /** Of this extension, as the window has them. */
  readonly userSettings: Readonly<Record<string, unknown>>;
}

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
