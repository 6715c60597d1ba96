import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './repositoryRoot.ts';

/** VS Code 1.139 runs on Node 24; so does this repository, by an optional dependency. */
export function nodeBinary(): string {
  const linked = path.join(repositoryRoot, 'node_modules/.bin/node');
  if (existsSync(linked)) return realpathSync(linked);
  if (process.versions.node.startsWith('24.')) return process.execPath;
  throw new Error(
    `VS Code needs Node 24, but node_modules/.bin/node is missing and this is Node ${process.versions.node}. Run "npm ci" first.`,
  );
}
