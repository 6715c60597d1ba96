import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/** The environment variable under which bundles can be traced back to their sources, and tell what of them has run. */
export const COVERAGE_VARIABLE = 'TEST_COVERAGE';
const isCovered = process.env[COVERAGE_VARIABLE] === '1';

/** An extension host is killed rather than ended, so it writes down now and then what has run so far. */
const coverageBanner = {
  js: "if (process.env.NODE_V8_COVERAGE) setInterval(() => require('node:v8').takeCoverage(), 4000).unref();",
};

/** For what runs in an extension host: the minimum engine's, too. */
export const extension: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  // The editor brings its own.
  alias: { '@vscode/l10n': './src/features/ui/l10n.ts' },
  // The modules of a package rather than its one CommonJS file: only what is used is bundled.
  mainFields: ['module', 'main'],
  minify: !isCovered,
  sourcemap: isCovered && 'inline',
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

/** What is loaded when it is first needed, each a bundle of its own beside the others. */
const apart = [
  'src/main.ts',
  'src/http/fallback/UndiciPath.ts',
  'src/features/diagnosis/Diagnosis.ts',
  'src/features/signIn/waiting/qrCode.ts',
];
const bundleOf = (entryPoint: string) => path.basename(entryPoint).replace(/ts$/, 'cjs');

const apartPlugin: Plugin = {
  name: 'apart',
  setup: (build) =>
    build.onResolve(
      { filter: new RegExp(`/(${apart.map((file) => path.basename(file, '.ts')).join('|')})\\.ts$`) },
      (module) =>
        module.kind === 'dynamic-import' || module.kind === 'require-call'
          ? { path: `./${bundleOf(module.path)}`, external: true }
          : undefined,
    ),
};

/** undici's parser for processors without SIMD, which it falls back to by itself: none of the editor's. */
const withoutSpareParser: Plugin = {
  name: 'without-spare-parser',
  setup: (build) => build.onLoad({ filter: /llhttp-wasm\.js$/ }, () => ({ contents: '' })),
};

const SOURCES = path.join(import.meta.dirname, '../src') + path.sep;

/**
 * Modules that are imported whole as they are, rather than a copy for each file, which is what esbuild makes of them: of `vscode`
 * alone some 400 accessors, half a hundred times. And `vscode` once, since the editor resolves the path of whoever requires it
 * each time, link by link.
 */
const wholeModules: Plugin = {
  name: 'whole-modules',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path: file }) =>
      file.startsWith(SOURCES)
        ? {
            contents: readFileSync(file, 'utf8').replace(
              /^import (?:\* as )?(\w+) from ('(?:vscode|node:[\w/]+)');$/gm,
              'const $1 = require($2);',
            ),
            loader: 'ts',
          }
        : undefined,
    );
    build.onResolve({ filter: /^vscode$/ }, ({ namespace, path }) =>
      namespace === 'once' ? { path, external: true } : { path, namespace: 'once' },
    );
    build.onLoad({ filter: /.*/, namespace: 'once' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};

export const bundles: BuildOptions[] = [
  ...['src/extension.ts', ...apart].map((entryPoint) => ({
    ...extension,
    entryPoints: [entryPoint],
    outfile: `dist/${bundleOf(entryPoint)}`,
    ...(isCovered && entryPoint === 'src/extension.ts' ? { banner: coverageBanner } : {}),
    plugins: [apartPlugin, withoutSpareParser, wholeModules],
  })),
  // Starts for each call of an AWS tool, in whatever Node.js is there.
  {
    ...extension,
    entryPoints: ['src/helper/credentialHelper.ts'],
    outfile: 'dist/credentialHelper.cjs',
    define: { 'import.meta.dirname': '__dirname' },
    plugins: [wholeModules],
  },
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
