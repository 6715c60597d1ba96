import path from 'node:path';
import { askWindows } from './askWindows.ts';
import type { HelperTexts } from './messages.ts';

/** Written in front of this program, when the extension puts it in its place. */
declare const TEXTS: HelperTexts;

/**
 * The program behind a `credential_process` of the AWS config file: prints the credentials of one role, which it asks a window of
 * the editor for; or one sentence on standard error. A bundle of its own, which reads no more of Node.js than it needs.
 */
async function run(words: readonly string[]): Promise<void> {
  const [session, accountId, roleName] = ['--session', '--account', '--role'].map((option) => {
    const at = words.indexOf(option);
    return at < 0 ? undefined : words[at + 1];
  });
  if (session === undefined || accountId === undefined || roleName === undefined) {
    fail(TEXTS.usage);
    return;
  }
  const isWaiting = words.includes('--wait');
  const question = { session, accountId, roleName, isWaiting, parent: process.ppid };
  const asked = await askWindows(path.join(import.meta.dirname, 'windows'), question);
  if (asked === undefined || asked === 'silent') {
    fail(asked ? TEXTS.noAnswer : TEXTS.noWindow);
  } else if (asked.output === undefined) {
    fail(asked.failure ?? TEXTS.noAnswer);
  } else {
    process.stdout.write(`${asked.output}\n`);
  }
}

function fail(sentence: string): void {
  process.exitCode = 1;
  process.stderr.write(`${sentence}\n`);
}

void run(process.argv.slice(2));
