/**
 * What debuggers call the place where a program runs: mostly `console`; `runInTerminal` with LLDB and Erlang, `useTerminal` with
 * Ruby, `terminalKind` with Bash, `terminal` with CodeLLDB. Any other name that speaks of a terminal is taken for one of them.
 */
const PLACE = /^console$|terminal/i;

/** Values that name a place other than a terminal. */
const OTHER_PLACES: ReadonlySet<unknown> = new Set([
  undefined,
  null,
  false,
  '',
  'none',
  'console',
  'debugConsole',
  'internalConsole',
]);

/** Debuggers of terminals themselves. */
const TERMINAL_TYPES: ReadonlySet<string> = new Set(['node-terminal']);

/** Finds out whether a launch configuration has the program run where the editor types its command line, variables included. */
export function runsInTerminal(
  launch: { readonly type: string; readonly externalConsole?: unknown },
  platform: NodeJS.Platform,
): boolean {
  const { type, externalConsole } = launch;
  if (type === 'cppdbg') {
    // The C++ extension runs gdb in the terminal, so what gdb runs is there as well.
    return platform !== 'darwin' && externalConsole !== true;
  }
  return (
    TERMINAL_TYPES.has(type) ||
    (externalConsole === true && platform === 'darwin') ||
    Object.entries(launch).some(([name, value]) => PLACE.test(name) && isTerminal(name, value, platform))
  );
}

function isTerminal(name: string, value: unknown, platform: NodeJS.Platform): boolean {
  if (typeof value === 'string' && /^external/i.test(value)) {
    // The command line is typed into that one on macOS.
    return platform === 'darwin';
  }
  return name === 'console' ? /terminal/i.test(String(value)) : !OTHER_PLACES.has(value);
}
