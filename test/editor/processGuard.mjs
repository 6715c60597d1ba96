// Runs a command in a process group of its own and ends the whole group, then removes a folder, as soon as the parent is
// gone: the pipe on stdin closes however the parent ends, SIGKILL and a thrown setup included.
import { spawn } from 'node:child_process';
import console from 'node:console';
import { rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { clearInterval, setInterval } from 'node:timers';

const [folderToRemove, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

let ending = false;
const signalGroup = (signal) => {
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch {
    return false;
  }
};
const finish = (code) => {
  if (folderToRemove)
    rmSync(folderToRemove, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  process.exit(code);
};
const end = (code) => {
  if (ending) return;
  ending = true;
  signalGroup('SIGTERM');
  const patience = performance.now() + 2000;
  const timer = setInterval(() => {
    if (signalGroup(0) && performance.now() < patience) return;
    signalGroup('SIGKILL');
    clearInterval(timer);
    finish(code);
  }, 20);
};

child.once('error', (error) => {
  console.error(error.message);
  finish(127);
});
child.once('exit', (code, signal) => end(code ?? (signal ? 1 : 0)));
process.stdin
  .once('end', () => end(143))
  .once('error', () => end(143))
  .resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(1));
// A reader that went away must not keep the guard from its duty.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
