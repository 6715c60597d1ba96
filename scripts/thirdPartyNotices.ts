import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { bundles } from './bundles.ts';

const root = path.join(import.meta.dirname, '..');

/** The file that ships the licences of what the bundles contain. */
export const NOTICES_FILE = path.join(root, 'ThirdPartyNotices.txt');

const HEADER = `Third-party notices

The bundles of this extension contain code of the packages below, each under its own licence.
`;

/** The text of the file: a section for each package that esbuild really bundles, by name. */
export async function thirdPartyNotices(): Promise<string> {
  const folders = new Set((await bundledModules()).flatMap((module) => packageFolder(module) ?? []));
  const sections = [...folders].sort().map(sectionOf);
  return [HEADER, ...sections].join('\n');
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

/** @throws Error when the package has no licence text: then somebody has to look. */
function sectionOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license: string;
  };
  const file = readdirSync(path.join(root, folder)).find((name) => /^licen[cs]e(\.|$)/i.test(name));
  if (!file) {
    throw new Error(`${manifest.name} has no licence text.`);
  }
  const text = readFileSync(path.join(root, folder, file), 'utf8')
    .replaceAll('\r\n', '\n')
    .trim();
  const title = `${manifest.name} ${manifest.version} (${manifest.license})`;
  return `${'-'.repeat(80)}\n${title}\n${'-'.repeat(80)}\n\n${text}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const text = await thirdPartyNotices();
  if (!existsSync(NOTICES_FILE) || readFileSync(NOTICES_FILE, 'utf8') !== text) {
    writeFileSync(NOTICES_FILE, text);
  }
}
