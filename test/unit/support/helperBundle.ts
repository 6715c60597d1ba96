import path from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../../../scripts/bundles.ts';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';

/** Bundles the helper as it ships. @returns the file. */
export async function helperBundle(folder: string): Promise<string> {
  const options = bundles.find(({ outfile }) => outfile === 'dist/credentialHelper.cjs');
  const outfile = path.join(folder, 'bundle.cjs');
  await build({ ...options, absWorkingDir: repositoryRoot, outfile });
  return outfile;
}
