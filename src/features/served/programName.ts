import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** What starts programs for others, and says nothing of itself. */
const SHELLS = ['sh', 'dash', 'bash', 'zsh'];

/** How many shells stand between a program and the helper at most. */
const SHELLS_BETWEEN = 3;

interface Process {
  readonly name: string;
  readonly parent: number;
}

/** The name of the program that started the helper, where it can be had. For people to read: any program can have any name. */
export async function programName(
  pid: number,
  look: (pid: number) => Promise<Process | undefined> = lookAt,
): Promise<string | undefined> {
  let at = pid;
  for (let shells = 0; shells <= SHELLS_BETWEEN && at > 1; shells++) {
    const found = await look(at).catch(() => undefined);
    if (!found || !SHELLS.includes(found.name)) {
      return found?.name;
    }
    at = found.parent;
  }
  return undefined;
}

async function lookAt(pid: number): Promise<Process | undefined> {
  if (process.platform === 'linux') {
    // `pid (name) state parent …`, with any character in the name.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const [, name = '', parent = ''] = /^\d+ \((.*)\) \S (\d+) /s.exec(stat) ?? [];
    // What Node.js calls itself.
    const isNode = name === 'MainThread';
    const shown = isNode ? path.basename(await readlink(`/proc/${pid}/exe`)) : name;
    return name === '' ? undefined : { name: shown, parent: Number(parent) };
  }
  if (process.platform === 'darwin') {
    const { stdout } = await promisify(execFile)('/bin/ps', ['-o', 'ppid=,comm=', '-p', String(pid)]);
    const [, parent = '', name = ''] = /^\s*(\d+)\s+(.*\S)/.exec(stdout) ?? [];
    return name === '' ? undefined : { name: name.replace(/^.*\//, ''), parent: Number(parent) };
  }
  return undefined;
}
