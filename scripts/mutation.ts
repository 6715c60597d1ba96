import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../test/editor/repositoryRoot.ts';
import { markdownTable } from '../test/reliability/table.ts';
import { sectionText, writeSection } from '../test/reliability/writeSection.ts';

/**
 * Changes the code in small ways, and counts how many of the changes the unit tests notice: folder by folder, each by the tests
 * under its name. `--only TEXT` takes the files with that in their paths; a single one is tried by its own test. What has not
 * changed since the last run is not tried again, unless `--whole` says so. `--write` renews its rows of the table in the docs.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    whole: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const FOLDERS = ['oauth', 'sessions', 'aws', 'features'];
const HEAD = ['changed', 'changes', 'noticed', 'not noticed', 'share'];
const BUILD = path.join(repositoryRoot, 'build/mutation');
const STRYKER = path.join(repositoryRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js');

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** The files to change, by their folders. */
const shards = new Map<string, string[]>();
for (const folder of FOLDERS) {
  const names = readdirSync(path.join(repositoryRoot, 'src', folder), { recursive: true, encoding: 'utf8' });
  for (const name of names.map((one) => `${folder}/${one.replaceAll('\\', '/')}`).sort()) {
    if (name.endsWith('.ts') && name.includes(values.only) && decides(name)) {
      const shard = path.posix.dirname(name);
      shards.set(shard, [...(shards.get(shard) ?? []), name]);
    }
  }
}
mkdirSync(BUILD, { recursive: true });
const rows: string[][] = [];
for (const [shard, files] of shards) {
  const found = run(shard, files);
  rows.push(...found);
  if (values.write && found.length > 0) {
    await writeSection('mutation', markdownTable(HEAD, beside(found)));
  }
}
console.log(markdownTable(HEAD, rows));

/** What draws in the editor is for other tiers. */
function decides(file: string): boolean {
  return !/^import \* as vscode/m.test(readFileSync(path.join(repositoryRoot, 'src', file), 'utf8'));
}

/** The rows of the page, with these among them. */
function beside(found: readonly string[][]): readonly string[][] {
  const before = [...sectionText('mutation').matchAll(/^\| (src\/.*) \|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.trim()),
  );
  const others = before.filter(([name]) => !found.some(([one]) => one === name));
  return [...others, ...found].sort(([one = ''], [other = '']) => one.localeCompare(other));
}

/** @returns a row of the table, or none where there are no tests. */
function run(shard: string, files: readonly string[]): string[][] {
  const own = files.length === 1 ? `test/unit/${files[0]?.replace(/\.ts$/, '')}.test.ts` : '';
  const folder = `test/unit/${shard}`;
  if (!existsSync(path.join(repositoryRoot, folder))) {
    return [];
  }
  const inFolder = readdirSync(path.join(repositoryRoot, folder)).filter((name) => name.endsWith('.test.ts'));
  const tests = existsSync(path.join(repositoryRoot, own || '-'))
    ? [own]
    : inFolder.map((name) => `${folder}/${name}`);
  const at = (name: string): string => path.join(BUILD, `${shard.replaceAll('/', '-')}${name}`);
  const config = {
    testRunner: 'mocha-in-process',
    plugins: [path.join(repositoryRoot, 'scripts/mutation/mochaInProcess.ts')],
    testsInProcess: tests,
    coverageAnalysis: 'perTest',
    // What runs while a module loads can't be switched on afterwards.
    ignoreStatic: true,
    concurrency: 1,
    timeoutMS: 3000,
    mutate: files.map((file) => `src/${file}`),
    ignorePatterns: ['.vscode-test', 'build', 'dist', '*.vsix', '/docs', '/media'],
    tempDirName: 'build/mutation/sandbox',
    reporters: ['clear-text', 'json'],
    clearTextReporter: { allowColor: false, reportTests: false },
    jsonReporter: { fileName: at('.report.json') },
    incremental: true,
    incrementalFile: at('.incremental.json'),
  };
  if (values.whole) {
    rmSync(at('.incremental.json'), { force: true });
  }
  writeFileSync(at('.json'), JSON.stringify(config));
  const { status } = spawnSync(process.execPath, [STRYKER, 'run', at('.json')], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
  if (status !== 0) {
    process.exitCode = 1;
    return [];
  }
  const report = JSON.parse(readFileSync(at('.report.json'), 'utf8')) as Report;
  // The report of an incremental run also has files that an earlier run changed.
  const found = files.flatMap((file) => report.files[`src/${file}`]?.mutants ?? []);
  const count = (...of: string[]): number => found.filter((mutant) => of.includes(mutant.status)).length;
  const [killed, survived] = [count('Killed', 'Timeout'), count('Survived', 'NoCoverage')];
  const name = files.length === 1 ? `src/${files[0]}` : `src/${shard}`;
  const share = ((100 * killed) / Math.max(1, killed + survived)).toFixed(1);
  return [[name, String(killed + survived), String(killed), String(survived), `${share} %`]];
}
