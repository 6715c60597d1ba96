import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../test/editor/repositoryRoot.ts';
import { COVERAGE_VARIABLE } from './bundles.ts';
import { collectOwn, reportOf } from './testing/coverage.ts';

/**
 * Runs the tiers named as arguments, or all of them, and prints which lines and branches of `src` they have run, those in bundles
 * in the extension host included. `--files` lists every file. `--of DIRECTORY` reports what another run has left there, in folders
 * of NODE_V8_COVERAGE, for the sources in `--root`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'boolean', default: false },
    of: { type: 'string' },
    root: { type: 'string', default: repositoryRoot },
  },
});
const folder = path.join(repositoryRoot, 'build/coverage');
const collected = path.join(folder, 'own');

if (values.of === undefined) {
  rmSync(folder, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, ['scripts/test.ts', ...positionals], {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, [COVERAGE_VARIABLE]: '1', NODE_V8_COVERAGE: path.join(folder, 'v8') },
  });
  process.exitCode = status ?? 1;
}
const of = values.of ?? folder;
const folders = readdirSync(of, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'own')
  .map(({ name }) => path.join(of, name));
collectOwn(folders, path.resolve(values.root), collected);
console.log(reportOf(collected, path.resolve(values.root), values.files ? 'text' : 'text-summary'));
