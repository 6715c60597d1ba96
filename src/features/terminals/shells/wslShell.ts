import path from 'node:path';

/** The shell of a terminal profile: its name where it is known, and its file. */
export interface TerminalShell {
  readonly name?: string;
  readonly file?: string;
}

/**
 * Finds out whether a shell runs in the Windows Subsystem for Linux, which neither hands on variables of Windows nor reaches
 * its loopback address: by the file that starts it, or the name that the editor gives such profiles, as in `Ubuntu (WSL)`.
 */
export function isWslShell({ name = '', file = '' }: TerminalShell, platform: NodeJS.Platform): boolean {
  const isLauncher =
    path.win32.basename(file).toLowerCase() === 'wsl.exe' ||
    // The older launcher. That of Git is elsewhere.
    /\\windows\\(system32|sysnative)\\bash\.exe$/i.test(file);
  return platform === 'win32' && (isLauncher || name.endsWith('(WSL)'));
}
