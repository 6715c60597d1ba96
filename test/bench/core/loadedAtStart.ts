import { build } from 'esbuild';
import { bundles } from '../../../scripts/bundles.ts';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';

/** What nobody needs who only starts the editor: packages, the sessions, what sends requests, what the view shows. */
const LATER = [
  /^node_modules\//,
  /^src\/(main\.ts$|(sessions|oauth|aws|http)\/)/,
  /^src\/features\/view\/(AccountView|AccountTree|treeItem)\.ts$/,
  /^(node:)?(http|http2|https|net|tls|dns)$/,
];

/** The modules of the main bundle that should be loaded on first use instead. */
export async function loadedTooEarly(): Promise<readonly string[]> {
  const main = bundles.find(({ outfile }) => outfile === 'dist/extension.cjs');
  const { metafile } = await build({
    ...main,
    absWorkingDir: repositoryRoot,
    metafile: true,
    write: false,
  });
  const modules = Object.values(metafile.outputs).flatMap(({ inputs, imports }) => [
    ...Object.keys(inputs),
    ...imports.map((imported) => imported.path),
  ]);
  return [...new Set(modules)].filter((name) => LATER.some((kind) => kind.test(name))).sort();
}
