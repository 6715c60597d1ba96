import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { absoluteLinks, missing, owner } from './release/owner.ts';
import { stagedExtension } from './stagedExtension.ts';

/** The environment variable that names a folder in which a run of tests has packaged everything already. */
export const PACKAGES_VARIABLE = 'TEST_PACKAGES';

/** The examples of consuming extensions, by the names of their folders. */
export type Consumer = 'consumer' | 'providers-only' | 'web-consumer';
export const consumers: readonly Consumer[] = ['consumer', 'providers-only', 'web-consumer'];

const root = path.join(import.meta.dirname, '..');
const packagedHere = new Set<string>();

/** Builds everything, and writes `aws-sso.vsix` at the root of the repository. Needs no network. */
export function packageExtension(): string {
  const links = missing(owner).length === 0 ? absoluteLinks(owner, 'HEAD') : undefined;
  return packaged('aws-sso', root, root, links);
}

/** Builds everything, the types of the api package included, unless the run of tests has done so. */
export function buildWithTypes(): void {
  if (process.env[PACKAGES_VARIABLE] !== undefined) return;
  for (const script of ['esbuild.js', 'scripts/apiTypes.ts']) run(root, [script]);
}

/** Packages an example. */
export function packageConsumer(name: Consumer): string {
  return packaged(name, path.join(root, 'examples', name));
}

/** Packages what tests ask windows with. */
export function packageProbe(): string {
  return packaged('probe', path.join(root, 'test/e2e/probe'));
}

/** Once a process; and not at all where the run of tests has done so. */
function packaged(name: string, folder: string, target = path.join(root, 'build'), links?: string[]): string {
  const ofRun = process.env[PACKAGES_VARIABLE];
  const file = path.join(ofRun ?? target, `${name}.vsix`);
  if (packagedHere.has(file) || (ofRun !== undefined && existsSync(file))) return file;
  if (packagedHere.size === 0) run(root, ['esbuild.js']);
  mkdirSync(path.dirname(file), { recursive: true });
  const staged = stagedExtension(folder);
  run(staged, vsixArguments(file, links));
  rmSync(staged, { recursive: true });
  packagedHere.add(file);
  return file;
}

/**
 * Arguments of Node.js that package the extension in the working directory. Everything is bundled, so no dependency is packed.
 * @param links what becomes of the relative links in README and CHANGELOG; they stay if left out.
 */
export function vsixArguments(file: string, links = ['--no-rewrite-relative-links']): string[] {
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', ...links];
  return [vsce, 'package', ...options, '--out', file];
}

/** The date of all files in a package, so that who builds it again gets the same bytes. */
export const reproducibly = { SOURCE_DATE_EPOCH: '315532800' };

/** Its output is worth reading only when it fails, and then the error holds it. */
function run(cwd: string, args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd, stdio: 'pipe', env: { ...process.env, ...reproducibly } });
}
