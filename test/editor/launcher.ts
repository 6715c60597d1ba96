import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runOnDesktop } from './desktopHost.ts';
import { runOnServer } from './serverHost.ts';

// The program that @vscode/test-electron takes for VS Code: same flags, same exit code. It ends with its parent.
const given = process.argv.slice(2);
const { values } = parseArgs({ args: given, strict: false, allowPositionals: true });
const text = (name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};
const folder = (name: string): string => {
  const value = text(name);
  if (value === undefined) throw new Error(`The flag --${name} is missing.`);
  return path.resolve(value);
};

const ended = new AbortController();
const end = (reason: string) => () => {
  ended.abort(new Error(reason));
};
process.stdin.once('end', end('The test runner has gone.')).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, end(`Stopped by ${signal}.`));

const seconds = Number(process.env['EDITOR_HOST_SECONDS'] ?? 300);
const limit = setTimeout(end(`The tests did not end within ${seconds} s.`), seconds * 1000);
const desktop = process.env['EDITOR_HOST_DESKTOP'];
try {
  process.exitCode = desktop
    ? await runOnDesktop(desktop, given, ended.signal)
    : await runOnServer({
        extensionDevelopmentPath: folder('extensionDevelopmentPath'),
        extensionTestsPath: folder('extensionTestsPath'),
        userDataDir: folder('user-data-dir'),
        extensionsDir: folder('extensions-dir'),
        signal: ended.signal,
      });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  clearTimeout(limit);
  // The runner cannot tidy up any more if it was killed.
  if (ended.signal.aborted) rmSync(folder('user-data-dir'), { recursive: true, force: true });
  process.exit();
}
