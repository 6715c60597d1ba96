import type { TerminalState } from '../terminalState.ts';

/** What the status bar shows: the state of the terminals that a person looks at, and those of other folders. */
export interface StatesShown {
  readonly state: TerminalState | undefined;
  readonly others: readonly TerminalState[];
}

/**
 * @param window the state of terminals without a role of their folder.
 * @param folders those of folders with a role of their own.
 * @param active the folder of the terminal with the focus.
 */
export function statesShown(
  window: TerminalState | undefined,
  folders: readonly TerminalState[],
  active: TerminalState['folder'],
): StatesShown {
  const key = active?.uri.toString();
  const state = folders.find(({ folder }) => folder?.uri.toString() === key) ?? window ?? folders[0];
  return { state, others: [...folders, ...(window ? [window] : [])].filter((other) => other !== state) };
}
