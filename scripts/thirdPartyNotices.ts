import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BundledPackage, bundledPackages } from './bundledPackages.ts';

const root = path.join(import.meta.dirname, '..');

/** The file that ships the licences of what the bundles contain. */
export const NOTICES_FILE = path.join(root, 'ThirdPartyNotices.txt');

const HEADER = `Third-party notices

The bundles of this extension contain code of the packages below, each under its own licence.
`;

/** The text of the file: a section for each package that esbuild really bundles, by name. */
export async function thirdPartyNotices(): Promise<string> {
  return [HEADER, ...(await bundledPackages()).map(sectionOf)].join('\n');
}

/** @throws Error when the package has no licence text: then somebody has to look. */
function sectionOf({ name, version, license, folder }: BundledPackage): string {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!file) {
    throw new Error(`${name} has no licence text.`);
  }
  const text = readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
  const title = `${name} ${version} (${license})`;
  return `${'-'.repeat(80)}\n${title}\n${'-'.repeat(80)}\n\n${text}\n`;
}

if (process.argv[1] === import.meta.filename) {
  const text = await thirdPartyNotices();
  if (!existsSync(NOTICES_FILE) || readFileSync(NOTICES_FILE, 'utf8') !== text) {
    writeFileSync(NOTICES_FILE, text);
  }
}
