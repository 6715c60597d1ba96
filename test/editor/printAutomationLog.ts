import { format } from 'node:util';

/** The workbench's own words, of no interest to whoever reads test results; the rest is the extension host's console. */
const ownWords = [
  /^(Resolving|Resolved) connection token/,
  /^Creating a socket/,
  /^\[(reconnection-grace-time|AgentHost:.*|AccountPolicyGate|Service Worker)\]/,
  /^(Updating|Ignoring fetching) additional builtin extensions/,
  /^DialogService: Dialog requested during smoke test/,
  /^Canceled: Canceled/,
];

export function printAutomationLog(type: string, args: unknown[]): void {
  const text = format(...args);
  if (ownWords.some((pattern) => pattern.test(text))) return;
  const stream = type === 'error' || type === 'warn' ? process.stderr : process.stdout;
  stream.write(`${text}\n`);
}
