import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { bundles } from './bundles.ts';

const root = path.join(import.meta.dirname, '..');

/** A package of which the extension ships code. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier. */
  readonly license: string;
  /** Where it is installed. */
  readonly folder: string;
}

/** The packages that esbuild really bundles, by name. */
export async function bundledPackages(): Promise<readonly BundledPackage[]> {
  const folders = new Set((await bundledModules()).flatMap((module) => packageFolder(module) ?? []));
  return [...folders].sort().map((folder) => {
    const manifest = readFileSync(path.join(root, folder, 'package.json'), 'utf8');
    const { name, version, license } = JSON.parse(manifest) as Omit<BundledPackage, 'folder'>;
    return { name, version, license, folder: path.join(root, folder) };
  });
}

async function bundledModules(): Promise<readonly string[]> {
  const shipped = bundles.filter(({ outfile }) => outfile?.startsWith('dist/'));
  const results = await Promise.all(
    shipped.map((options) => build({ ...options, absWorkingDir: root, metafile: true, write: false })),
  );
  return results.flatMap(({ metafile }) => Object.values(metafile.outputs)).flatMap(bytesOf);
}

/** Modules of which at least a byte is in the output: what tree shaking removed needs no notice. */
function bytesOf({ inputs }: { inputs: Record<string, { bytesInOutput: number }> }): readonly string[] {
  return Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
}

/** The folder of the package that a module belongs to; undefined for our own. */
function packageFolder(module: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0];
}
