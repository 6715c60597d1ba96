import path from 'node:path';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { GuardedProcess } from './GuardedProcess.ts';

/** Answers with what the command printed; after five minutes it is stopped. @throws with that if it fails. */
export async function runToEnd(
  command: string,
  args: string[],
  cwd: string,
  env = cleanEnvironment(),
): Promise<string> {
  const child = new GuardedProcess(command, args, { env, cwd });
  const limit = setTimeout(() => void child.stop(), 5 * 60_000);
  const code = await child.exited.finally(() => {
    clearTimeout(limit);
  });
  if (code !== 0) {
    throw new Error(
      `"${path.basename(command)} ${args.join(' ')}" ended with code ${code}:\n${child.output}`,
    );
  }
  return child.output;
}
