import { GuardedProcess } from './GuardedProcess.ts';

/** A desktop VS Code with the flags as they came; the time limit and the end of the parent hold for it too. */
export async function runOnDesktop(executable: string, args: string[], signal: AbortSignal): Promise<number> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
  const child = new GuardedProcess(executable, args, {
    env: env as Record<string, string>,
    onOutput: (text) => void process.stdout.write(text),
  });
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  try {
    return await Promise.race([child.exited, ended]);
  } finally {
    await child.stop();
  }
}
