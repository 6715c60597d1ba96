/** What the script starts, and what it says when it can't. */
export interface ScriptOptions {
  /** The executable of the editor, or the Node.js of its server. */
  readonly executable: string;
  readonly noExecutable: string;
  /** Of the editor, for cmd.exe. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The folder of a release in the path of an executable: a commit of the editor's server, or a revision of a snap. */
const RELEASE = /(?<=[/\\](?:[\w.]+-)?)[0-9a-f]{40}(?=[/\\])|(?<=^\/snap\/[\w-]+\/)[0-9]+(?=\/)/;

/**
 * The script that AWS tools start, for a POSIX shell: runs the helper beside it by the executable of the editor; where an update
 * has taken that away, by the one that took its place; else by any Node.js.
 */
export function posixScript({ executable, noExecutable }: ScriptOptions): string {
  const [before = executable, after] = executable.split(RELEASE);
  const others = after === undefined ? '' : ` ${quoted(before)}*${quoted(after)}`;
  return `#!/bin/sh
# Gives AWS tools the credentials of roles that you added profiles for. Written by the VS Code extension sso-signin.aws-sso.
unset NODE_OPTIONS
ELECTRON_RUN_AS_NODE=1
export ELECTRON_RUN_AS_NODE
helper="\${0%/*}/credentialHelper.cjs"
for node in ${quoted(executable)}${others}; do
  [ -x "$node" ] && exec "$node" "$helper" "$@"
done
node="$(command -v node)" && exec "$node" "$helper" "$@"
printf '%s\\n' ${quoted(noExecutable)} >&2
exit 1
`;
}

/** The same for cmd.exe. It reads scripts in an encoding of its own, so the person's folder is named by its variable. */
export function cmdScript({ executable, noExecutable, env = process.env }: ScriptOptions): string {
  const variable = ['LOCALAPPDATA', 'USERPROFILE'].find((name) => {
    const folder = env[name] ?? '';
    return folder !== '' && executable.toLowerCase().startsWith(`${folder.toLowerCase()}\\`);
  });
  const rest = variable === undefined ? executable : executable.slice(env[variable]?.length);
  const node = (variable === undefined ? '' : `%${variable}%`) + rest.replaceAll('%', '%%');
  const sentence = noExecutable.replace(/[%^&|<>()!"]/g, '');
  return [
    '@echo off',
    'rem Gives AWS tools the credentials of roles that you added profiles for. Written by the VS Code extension sso-signin.aws-sso.',
    'setlocal DisableDelayedExpansion',
    'set NODE_OPTIONS=',
    'set ELECTRON_RUN_AS_NODE=1',
    `set "NODE=${node}"`,
    'if exist "%NODE%" goto run',
    'set "NODE=node.exe"',
    'where /q node.exe && goto run',
    `>&2 echo ${sentence}`,
    'exit /b 1',
    ':run',
    '"%NODE%" "%~dp0credentialHelper.cjs" %*',
    '',
  ].join('\r\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
