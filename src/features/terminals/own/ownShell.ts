import path from 'node:path';
import { PROFILE_VARIABLES, SOURCE_VARIABLES } from '../../../aws/config/preferredSources.ts';
import type { Variables } from '../terminalVariables.ts';

/**
 * What the names of a terminal's own variables begin with until its shell starts: VS Code applies what it adds to all terminals
 * of a window, the role of the window included, after the variables of one terminal (`TerminalOptions.env`).
 */
const PREFIX = 'AWS_SSO_TERMINAL_';
const SHELL = `${PREFIX}SHELL`;
/** Those of the shell, as a command line of Windows. */
const ARGUMENTS = `${PREFIX}ARGUMENTS`;
/** What shell integration sets again after the start-up files of the shell. */
const AGAIN = `${PREFIX}AGAIN`;
/** Says which terminal it is. */
const ID = `${PREFIX}ID`;

/** None of these comes from anybody else: where the terminal has none, it is unset. */
const DECIDED = [
  ...SOURCE_VARIABLES,
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
];

/**
 * Starts the shell with the terminal's own variables. They come through the environment, never through arguments, which other
 * users can read. A file of this text that is named after the shell is taken for that shell by VS Code, so that shell
 * integration works, and with it what comes after the start-up files.
 */
export const SHELL_SCRIPT = `#!/bin/sh
# Written by SSO Sign-in for AWS: starts the shell of a terminal that has an AWS role of its own.
kept=
saved=$IFS
set -f
IFS=:
for item in \${VSCODE_ENV_REPLACE-}; do
  case $item in AWS_*) ;; *) kept=$kept$item: ;; esac
done
IFS=$saved
set +f
VSCODE_ENV_REPLACE=$kept\${${AGAIN}-}
export VSCODE_ENV_REPLACE
unset ${DECIDED.join(' ')}
for name in ${[...DECIDED, ...PROFILE_VARIABLES].join(' ')}; do
  eval "given=\\\${${PREFIX}$name+given} value=\\\${${PREFIX}$name-}"
  if [ "$given" ]; then export "$name=$value"; fi
  unset "${PREFIX}$name"
done
shell=\${${SHELL}:-\${SHELL:-/bin/sh}}
unset ${SHELL} ${AGAIN} ${ID} kept saved item given value name
exec "$shell" "$@"
`;

/** The shell that terminals start, with its arguments. */
export interface Shell {
  readonly file: string;
  readonly args: readonly string[];
}

/** How a terminal is started; as `TerminalOptions`. */
export interface OwnShell {
  readonly shellPath: string;
  readonly shellArgs: string[] | string;
  readonly env: Record<string, string>;
}

/**
 * Has a terminal start its shell with variables of its own, whatever VS Code adds to those of the window.
 *
 * @param shell undefined for that of another machine, which is not known.
 * @param script a file of `SHELL_SCRIPT`, where there is one.
 */
export function ownShell(
  id: string,
  variables: Variables,
  {
    shell,
    script,
    platform,
  }: {
    readonly shell: Shell | undefined;
    readonly script: string | undefined;
    readonly platform: NodeJS.Platform;
  },
): OwnShell {
  const again = Object.entries(variables).map(([name, value]) => `${name}=${value.replaceAll(':', '\\x3a')}`);
  const env = {
    ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [PREFIX + name, value])),
    [AGAIN]: again.join(':'),
    [ID]: id,
    ...(shell && { [SHELL]: shell.file }),
  };
  const args = [...(shell?.args ?? [])];
  if (shell && platform === 'win32') {
    return {
      shellPath: 'cmd.exe',
      shellArgs: commandLine(variables),
      env: { ...env, [ARGUMENTS]: args.map(quoted).join(' ') },
    };
  }
  return script === undefined
    ? { shellPath: '/bin/sh', shellArgs: ['-c', SHELL_SCRIPT, 'sh', ...args], env }
    : { shellPath: script, shellArgs: args, env };
}

/** Returns which terminal of its own it is that has these variables; undefined for any other. */
export function ownTerminalId(env: Readonly<Record<string, string | null | undefined>>): string | undefined {
  return env[ID] ?? undefined;
}

/** The name of the file by which VS Code knows the shell. */
export function scriptName({ file }: Shell): string {
  return path.posix.basename(file);
}

/**
 * For cmd.exe, which unsets what is set to nothing. With `/v:on` it puts a value in last of all, so that nothing in one has a
 * meaning for it; the shell and its arguments are values, too. Those two stay set, for want of a moment to unset them in.
 */
function commandLine(variables: Variables): string {
  const given = PROFILE_VARIABLES.filter((name) => name in variables);
  const names = [...DECIDED, ...given];
  const commands = [
    ...names.map((name) => `set "${name}=!${PREFIX}${name}!"`),
    ...[...names.map((name) => PREFIX + name), AGAIN, ID, 'VSCODE_ENV_REPLACE'].map(
      (name) => `set "${name}="`,
    ),
    `"!${SHELL}!" !${ARGUMENTS}!`,
  ];
  return `/d /v:on /c ${commands.join('&')}`;
}

/** An argument by the rules of the C runtime of Windows. */
function quoted(argument: string): string {
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}
