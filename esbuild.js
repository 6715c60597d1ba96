import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, context } from 'esbuild';

/** What the minimum engine's extension host runs on. */
const extension = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  // The editor brings its own.
  alias: { '@vscode/l10n': './src/editor/l10n.ts' },
  // The modules of a package rather than its one CommonJS file: only what is used is bundled.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** In every extension host, whichever that of its users is. */
const api = {
  bundle: true,
  platform: 'neutral',
  target: 'es2022',
  format: 'esm',
  minify: true,
  charset: 'utf8',
  logLevel: 'warning',
};

/** Writes the same for `require`, without the half kilobyte that esbuild needs to do so for modules of any kind. */
const forRequire = {
  name: 'for-require',
  setup: ({ onEnd, initialOptions }) =>
    onEnd(() => {
      const [code, names] = readFileSync(initialOptions.outfile, 'utf8').split(/\bexport\s*\{/);
      const exports = names.match(/\w+( as \w+)?/g).map((name) => name.split(' as '));
      const assignments = exports.map(([local, name = local]) => `exports.${name}=${local};`);
      writeFileSync(initialOptions.outfile.replace(/js$/, 'cjs'), `${code}${assignments.join('')}\n`);
    }),
};

/** What is loaded when it is first needed, each a bundle of its own beside the others. */
const apart = ['src/onDemand.ts', 'src/http/UndiciPath.ts', 'src/editor/diagnosis/Diagnosis.ts'];
const bundleOf = (entryPoint) => path.basename(entryPoint).replace(/ts$/, 'cjs');

const apartPlugin = {
  name: 'apart',
  setup: ({ onResolve }) =>
    onResolve(
      { filter: new RegExp(`/(${apart.map((file) => path.basename(file, '.ts')).join('|')})\\.ts$`) },
      (module) =>
        module.kind === 'dynamic-import' ? { path: `./${bundleOf(module.path)}`, external: true } : undefined,
    ),
};

/** undici's parser for processors without SIMD, which it falls back to by itself: none of the editor's. */
const withoutSpareParser = {
  name: 'without-spare-parser',
  setup: ({ onLoad }) => onLoad({ filter: /llhttp-wasm\.js$/ }, () => ({ contents: '' })),
};

const bundles = [
  ...['src/extension.ts', ...apart].map((entryPoint) => ({
    ...extension,
    entryPoints: [entryPoint],
    outfile: `dist/${bundleOf(entryPoint)}`,
    plugins: [apartPlugin, withoutSpareParser],
  })),
  { ...api, entryPoints: ['api/src/index.ts'], outfile: 'api/dist/index.js', plugins: [forRequire] },
];

/** These import the package that the bundles above make. */
const dependents = [
  {
    ...extension,
    entryPoints: ['examples/consumer/src/extension.ts'],
    outfile: 'examples/consumer/dist/extension.cjs',
  },
  {
    ...extension,
    entryPoints: ['examples/web-consumer/src/extension.ts'],
    outfile: 'examples/web-consumer/dist/extension.js',
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
  },
  {
    ...extension,
    entryPoints: ['test/e2e/probe/extension.ts'],
    outfile: 'test/e2e/probe/dist/extension.cjs',
  },
];

if (process.argv.includes('--watch')) {
  for (const options of bundles) {
    const watching = await context({ ...options, minify: false, sourcemap: 'linked', logLevel: 'info' });
    await watching.watch();
  }
} else {
  await Promise.all(bundles.map((options) => build(options)));
  await Promise.all(dependents.map((options) => build(options)));
}
