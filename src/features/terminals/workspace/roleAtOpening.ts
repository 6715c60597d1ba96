import type { TerminalRole } from '../terminalMemory.ts';
import type { TerminalState } from '../terminalState.ts';

interface NewTerminals {
  readonly state: Pick<TerminalState, 'role'> | undefined;
}

export interface OpeningContext {
  readonly window: NewTerminals;
  /** Whether a role is remembered for the terminals of the window. */
  readonly isWindowRemembered: boolean;
  /** The terminals of its folder, where that has a role of its own. */
  readonly ofFolder: NewTerminals | undefined;
  /** Whether VS Code says where the terminal was opened: of one that it opens by itself, only once the shell says so. */
  readonly isPlaceKnown: boolean;
  /** Whether any folder has a role of its own. */
  readonly hasFolderRoles: boolean;
}

/**
 * Finds out which role a terminal is opened with: `unknown` while it may be in a folder that has a role of its own, and while the
 * role that is remembered has not come back.
 */
export function roleAtOpening(context: OpeningContext): TerminalRole | 'unknown' | undefined {
  const { window, isWindowRemembered, ofFolder, isPlaceKnown, hasFolderRoles } = context;
  if (!isPlaceKnown && hasFolderRoles) {
    return 'unknown';
  }
  const isRemembered = ofFolder !== undefined || isWindowRemembered;
  return (ofFolder ?? window).state?.role ?? (isRemembered ? 'unknown' : undefined);
}
