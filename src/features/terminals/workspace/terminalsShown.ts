import type { TerminalState } from '../terminalState.ts';

export interface TerminalsShown<Some> {
  readonly shown: Some;
  /** What the others use. */
  readonly others: readonly TerminalState[];
}

interface Terminals {
  readonly state: TerminalState | undefined;
}

/**
 * Decides which terminals the status bar speaks of: those of the folder that a person looks at, where it has a role of its own;
 * else all the others of the window.
 *
 * @param folders the terminals of folders with a role of their own.
 * @param active the folder of the terminal with the focus.
 */
export function terminalsShown<Some extends Terminals>(
  window: Some,
  folders: readonly Some[],
  active: TerminalState['folder'],
): TerminalsShown<Some> {
  const key = active?.uri.toString();
  const used = folders.filter(({ state }) => state);
  const ofActive =
    key === undefined ? undefined : used.find(({ state }) => state?.folder?.uri.toString() === key);
  const shown = ofActive ?? (window.state ? window : used[0]) ?? window;
  const others = [...used, window].filter((one) => one !== shown);
  return { shown, others: others.flatMap(({ state }) => state ?? []) };
}
