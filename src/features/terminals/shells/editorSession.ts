import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

/**
 * Identifies this run of the editor: the same after a reload of the window, another one after a restart.
 *
 * @param proc where Linux says what processes there are.
 */
export function editorSession(proc = '/proc'): string {
  const { env, UIKind } = vscode;
  // In a browser every load of the page is a session. There it is the server whose end is that of the terminals.
  return env.uiKind === UIKind.Web ? `server ${process.ppid}${startOf(process.ppid, proc)}` : env.sessionId;
}

/**
 * When the process was started: in a container, a server that starts again has the same id as before. Empty where the system
 * doesn't say it.
 */
function startOf(pid: number, proc: string): string {
  try {
    // The name of the program, in parentheses, may have anything in it. The start is the 20th field behind it (proc(5)).
    const stat = readFileSync(`${proc}/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return ` ${ticks} ${readFileSync(`${proc}/sys/kernel/random/boot_id`, 'utf8').trim()}`;
  } catch {
    return '';
  }
}
