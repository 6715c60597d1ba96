import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { packageExtension } from '../../scripts/packageExtensions.ts';
import { runExtensionHostTests } from '../editor/testHost.ts';

const root = path.join(import.meta.dirname, '../..');
const outdir = path.join(root, 'build/host');

packageExtension();
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
await build({
  entryPoints: readdirSync(import.meta.dirname)
    .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
    .map((name) => path.join(import.meta.dirname, name)),
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  external: ['vscode', 'mocha'],
});
process.exitCode = await runExtensionHostTests({
  extensionDevelopmentPath: root,
  extensionTestsPath: path.join(outdir, 'index.cjs'),
  desktop: process.argv.includes('--desktop'),
  env: { ...(process.env['TEST_COUNTS'] ? { TEST_COUNTS: process.env['TEST_COUNTS'] } : {}) },
});
