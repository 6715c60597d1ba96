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

const api = { bundle: true, platform: 'neutral', target: 'es2022', logLevel: 'warning' };

/** Leaves what starting up can do without to a bundle of its own. */
const onDemandApart = {
  name: 'on-demand-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/onDemand\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './onDemand.cjs', external: true } : undefined,
    ),
};

const bundles = [
  {
    ...extension,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    plugins: [onDemandApart],
  },
  { ...extension, entryPoints: ['src/onDemand.ts'], outfile: 'dist/onDemand.cjs' },
  { ...api, entryPoints: ['api/src/index.ts'], format: 'esm', outfile: 'api/dist/index.js' },
  { ...api, entryPoints: ['api/src/index.ts'], format: 'cjs', outfile: 'api/dist/index.cjs' },
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
