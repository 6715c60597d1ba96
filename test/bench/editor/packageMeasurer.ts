import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';

const sources = path.join(import.meta.dirname, 'measurer');
const bundling: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  outExtension: { '.js': '.cjs' },
  external: ['vscode'],
  logLevel: 'warning',
};

/** The extension that measures: a bundle for each measurement, so that none pays for another. */
export async function packageMeasurer(): Promise<string> {
  const folder = emptyFolder('measurer');
  const entryPoints = readdirSync(sources)
    .filter((name) => name === 'extension.ts' || name.endsWith('.measurement.ts'))
    .map((name) => path.join(sources, name));
  await build({ ...bundling, entryPoints, outdir: folder });
  return writeVsix(folder, { name: 'aws-sso-measurer', activationEvents: ['onStartupFinished'] });
}

/** The floor: what the editor itself takes for an extension, its API included. */
export function packageEmpty(): string {
  const folder = emptyFolder('empty');
  writeFileSync(
    path.join(folder, 'extension.cjs'),
    "require('vscode');\nexports.activate = () => undefined;\n",
  );
  return writeVsix(folder, { name: 'aws-sso-empty' });
}

/** What registers as much as this extension does, with nothing behind it. @param name of the extension, of which there may be several. */
export async function packageHollow(name: string): Promise<string> {
  const folder = emptyFolder(name);
  const entryPoints = [path.join(import.meta.dirname, 'hollow/extension.ts')];
  await build({ ...bundling, entryPoints, outdir: folder });
  const { contributes } = JSON.parse(readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8')) as {
    contributes: object;
  };
  // Names of its own, since there can be one of each only.
  const renamed = JSON.stringify(contributes).replaceAll(/aws-?(sso|signin)/gi, `${name}-$1`);
  return writeVsix(folder, { name: `aws-sso-${name}`, contributes: JSON.parse(renamed) as object });
}

function emptyFolder(name: string): string {
  const folder = path.join(repositoryRoot, 'build/bench', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

interface Manifest {
  readonly name: string;
  readonly activationEvents?: readonly string[];
  readonly contributes?: object;
}

function writeVsix(folder: string, manifest: Manifest): string {
  const whole = {
    ...{ publisher: 'sso-signin', version: '0.1.0', license: 'MIT', engines: { vscode: '^1.96.0' } },
    ...{ main: './extension.cjs', extensionKind: ['workspace'], activationEvents: [], ...manifest },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(whole));
  writeFileSync(path.join(folder, '.vscodeignore'), '');
  const file = `${folder}.vsix`;
  const vsce = path.join(repositoryRoot, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  execFileSync(process.execPath, [vsce, 'package', ...options], { cwd: folder, stdio: 'pipe' });
  return file;
}
