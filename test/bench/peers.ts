import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../editor/repositoryRoot.ts';

/** The name of a package with the version that is installed. */
export function packageWithVersion(name: string): string {
  const manifest = path.join(repositoryRoot, 'node_modules', name, 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return `${name} ${version}`;
}
