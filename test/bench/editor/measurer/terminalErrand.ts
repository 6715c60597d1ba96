import path from 'node:path';

export interface TerminalQuestion {
  readonly role: { readonly session: string; readonly accountId: string; readonly roleName: string };
  /** Where the files of `terminalFiles` are. */
  readonly folder: string;
  /** What the bare server answers. */
  readonly answer: string;
}

/** What has been set up. */
export interface TerminalReady {
  /** That of a terminal. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the bare server, in the same process as that of the credentials. */
  readonly barePort: number;
}

/** By which the window and whoever asks from outside keep step. */
export const terminalFiles = (folder: string) => ({
  env: path.join(folder, 'env'),
  /** A `TerminalReady` in JSON. */
  ready: path.join(folder, 'ready.json'),
  /** Is there once nothing is asked any more. */
  done: path.join(folder, 'done'),
});
