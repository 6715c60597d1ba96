import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { editorBuilds, ENGINE_VARIABLE, engineNamed } from '../test/editor/editorBuilds.ts';

/**
 * Runs the tiers named as arguments, or all of them, and ends with one line of counts over all. `--desktop` runs the
 * host tier in a desktop VS Code. `--engine minimum` runs host and e2e in the oldest VS Code that the manifest allows.
 * `--write` has the networks tier rewrite its table in the docs.
 */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const root = path.join(import.meta.dirname, '..');
const bin = (name: string) => path.join(root, 'node_modules', name);
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    desktop: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'newest' },
    write: { type: 'boolean', default: false },
  },
});
const { desktop, write } = values;
const engine = engineNamed(values.engine);
if (desktop && engine === 'minimum') {
  throw new Error('The minimum engine is a server build: leave --desktop or --engine away.');
}

/** What can be seen without running the code. Each counts as one test. */
const checks: Record<string, string[]> = {
  'types of the api package': ['scripts/apiTypes.ts'],
  types: [bin('typescript/bin/tsc'), '--noEmit'],
  'types without Node.js': [bin('typescript/bin/tsc'), '--noEmit', '-p', 'examples/web-consumer'],
  lint: [bin('eslint/bin/eslint.js'), '--max-warnings=0', '.'],
  format: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  'imports go down only': [
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    'src',
    'api/src',
    'examples',
  ],
  'strings are exported for translation': ['scripts/checkStrings.ts'],
};

const mocha = (...args: string[]) => [
  bin('mocha/bin/mocha.js'),
  '--reporter',
  'test/countingReporter.cjs',
  ...args,
];

/** Of the minimum engine what every sign-in needs: whatever the extension itself does is shown in the newest. */
const endToEnd = {
  newest: ['*'],
  minimum: ['signIn', 'firstSignIn', 'authorizationCode'],
}[engine].map((name) => `test/e2e/${name}.test.ts`);

const tiers: Record<string, () => Counts> = {
  checks: () => total(Object.entries(checks).map(([name, args]) => check(name, args))),
  unit: () => suite(mocha('test/unit/**/*.test.ts')),
  conformance: () => suite(mocha('--timeout', '20000', 'test/conformance/*.test.ts')),
  host: () => suite(['test/host/main.ts', ...(desktop ? ['--desktop'] : [])]),
  networks: () => suite(['test/networks/main.ts', ...(write ? ['--write'] : [])]),
  e2e: () => suite(mocha('--timeout', '90000', ...endToEnd)),
};

function check(name: string, args: string[]): Counts {
  const ok =
    spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  console.log(`${ok ? '✔' : '✘'} ${name}`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** A run of mocha somewhere, which leaves its counts in a file. One that leaves none, or fails besides, has failed. */
function suite(args: string[]): Counts {
  const file = path.join(root, 'build/test-counts.json');
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const env = { ...process.env, TEST_COUNTS: file, [ENGINE_VARIABLE]: engine };
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const counts = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Counts)
    : { passed: 0, failed: 0, skipped: 0 };
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function total(all: Counts[]): Counts {
  const add = (a: Counts, b: Counts) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  });
  return all.reduce(add, { passed: 0, failed: 0, skipped: 0 });
}

const unknown = asked.filter((name) => !(name in tiers));
if (unknown.length > 0) {
  throw new Error(`There is no tier ${unknown.join(', no ')}. There are: ${Object.keys(tiers).join(', ')}.`);
}
const results: Counts[] = [];
if (engine === 'minimum') {
  console.log(`Host and e2e run in VS Code ${editorBuilds.minimum.vscodeVersion}, the minimum engine.`);
}
for (const name of asked.length > 0 ? asked : Object.keys(tiers)) {
  const started = performance.now();
  const counts = tiers[name]?.() ?? { passed: 0, failed: 0, skipped: 0 };
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`\n${name}: ${counts.passed} passed, ${counts.failed} failed, in ${seconds} s\n`);
  results.push(counts);
}
const { passed, failed, skipped } = total(results);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
