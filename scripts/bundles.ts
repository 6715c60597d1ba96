import { readFileSync, writeFileSync } from 'node:fs';
import type { BuildOptions, Plugin } from 'esbuild';

/** For what runs in an extension host: the minimum engine's, too. */
export const extension: BuildOptions = {
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
const api: BuildOptions = {
  bundle: true,
  platform: 'neutral',
  target: 'es2022',
  format: 'esm',
  minify: true,
  charset: 'utf8',
  logLevel: 'warning',
};

/** Writes the same for `require`, without the half kilobyte that esbuild needs to do so for modules of any kind. */
const forRequire: Plugin = {
  name: 'for-require',
  setup: (build) =>
    build.onEnd(() => {
      const { outfile = '' } = build.initialOptions;
      const [code, names = ''] = readFileSync(outfile, 'utf8').split(/\bexport\s*\{/);
      const exports = Array.from(names.matchAll(/(\w+)(?: as (\w+))?/g), ([, local, name = local]) => [
        local,
        name,
      ]);
      const assignments = exports.map(([local, name]) => `exports.${name}=${local};`);
      writeFileSync(outfile.replace(/js$/, 'cjs'), `${code}${assignments.join('')}\n`);
    }),
};

/** Leaves what starting up can do without to a bundle of its own. */
const onDemandApart: Plugin = {
  name: 'on-demand-apart',
  setup: (build) =>
    build.onResolve({ filter: /\/onDemand\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './onDemand.cjs', external: true } : undefined,
    ),
};

export const bundles: BuildOptions[] = [
  {
    ...extension,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    plugins: [onDemandApart],
  },
  { ...extension, entryPoints: ['src/onDemand.ts'], outfile: 'dist/onDemand.cjs' },
  { ...api, entryPoints: ['api/src/index.ts'], outfile: 'api/dist/index.js', plugins: [forRequire] },
];

/** These import the package that the bundles above make. */
export const dependents: BuildOptions[] = [
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
