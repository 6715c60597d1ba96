import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

/** Builds everything, and writes `aws-sso.vsix` at the root of the repository. Needs no network. */
export function packageExtension(): string {
  run(root, ['esbuild.js']);
  return writeVsix(root, path.join(root, 'aws-sso.vsix'));
}

/** The examples of consuming extensions, by the names of their folders. */
export type Consumer = 'consumer' | 'providers-only' | 'web-consumer';

/** Packages one of them, once everything has been built. */
export function packageConsumer(name: Consumer): string {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  return writeVsix(path.join(root, 'examples', name), path.join(root, `build/${name}.vsix`));
}

/** Packages what tests ask several windows with, once everything has been built. */
export function packageProbe(): string {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  return writeVsix(path.join(root, 'test/e2e/probe'), path.join(root, 'build/probe.vsix'));
}

function writeVsix(folder: string, file: string): string {
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  // Everything is bundled, so no dependency is packed; and pictures stay the relative links that they are.
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--no-rewrite-relative-links',
  ];
  run(folder, [vsce, 'package', ...options, '--out', file]);
  return file;
}

/** Its output is worth reading only when it fails, and then the error holds it. */
function run(cwd: string, args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd, stdio: 'pipe' });
}
