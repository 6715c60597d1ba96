import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { NOTICES_FILE, thirdPartyNotices } from '../thirdPartyNotices.ts';
import { reproducibly, vsixArguments } from '../packageExtensions.ts';
import { stagedExtension } from '../stagedExtension.ts';
import { absoluteLinks, fill, missing, owner } from './owner.ts';
import { changelogProblems } from './changelog.ts';
import { newVersion } from './newVersion.ts';
import { sbom } from './sbom.ts';
import { wrongTag } from './wrongTag.ts';

/**
 * Makes everything that a release uploads, in `build/release/`, and checks it. `--dry-run` lists what is missing instead of
 * failing for it. The upload itself is `.github/workflows/release.yml`'s, which no token has to be kept for. Two options only write files:
 * `--fill` what `owner.json` says into those that repeat it, and `--version X.Y.Z` a new version, with what is unreleased in the changelogs.
 */
const { values } = parseArgs({
  options: {
    'dry-run': { type: 'boolean', default: false },
    fill: { type: 'boolean', default: false },
    version: { type: 'string' },
  },
});
const root = path.join(import.meta.dirname, '../..');
const out = path.join(root, 'build/release');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}
const manifest = JSON.parse(read('package.json')) as Manifest;
const api = JSON.parse(read('api/package.json')) as Manifest;

if (values.fill) {
  fill();
} else if (values.version !== undefined) {
  writeVersion(values.version);
} else {
  await release();
}

async function release(): Promise<void> {
  const problems = [
    ...missing(owner),
    ...changelogProblems(read('CHANGELOG.md'), manifest.version).map((problem) => `CHANGELOG.md: ${problem}`),
    ...changelogProblems(read('api/CHANGELOG.md'), api.version).map(
      (problem) => `api/CHANGELOG.md: ${problem}`,
    ),
    ...uncommitted(),
    ...wrongTag(process.env, manifest.version),
    ...(readFileSync(NOTICES_FILE, 'utf8') === (await thirdPartyNotices())
      ? []
      : ['ThirdPartyNotices.txt is out of date: run "npm run notices".']),
  ];
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const files = [...vsix(problems), packedApi(), await billOfMaterials()];
  const sums = files.map((file) => `${sha256(path.join(out, file))}  ${file}\n`);
  writeFileSync(path.join(out, 'SHA256SUMS'), sums.join(''));
  audit();

  console.log(`\nbuild/release/ holds what is uploaded:\n${sums.join('')}`);
  if (problems.length > 0) {
    console.log(`Before a release:\n${problems.map((problem) => `- ${problem}\n`).join('')}`);
  }
  if (values['dry-run']) {
    console.log('Nothing was uploaded.');
  } else if (problems.length > 0) {
    process.exitCode = 1;
  } else {
    console.log(`Tag it: git tag v${manifest.version} && git push origin v${manifest.version}`);
  }
}

/** The VSIX, made twice, since whoever builds it again must get the same bytes. */
function vsix(problems: string[]): string[] {
  const name = `${manifest.name}-${manifest.version}.vsix`;
  const [first, second] = [name, 'again.vsix'].map((file) => {
    const target = path.join(out, file);
    run(['esbuild.js']);
    const staged = stagedExtension(root);
    run(vsixArguments(target, absoluteLinks(owner, `v${manifest.version}`)), staged);
    rmSync(staged, { recursive: true });
    return sha256(target);
  });
  rmSync(path.join(out, 'again.vsix'));
  if (first !== second) {
    problems.push(`${name} is different each time that it is built.`);
  }
  return [name];
}

function packedApi(): string {
  // Its prepack builds it; a shell, since npm is a script with another name on Windows.
  const args = ['pack', '--ignore-scripts=false', '--json', '--pack-destination', out];
  const answer = execFileSync('npm', args, {
    cwd: path.join(root, 'api'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  const [{ filename = '' } = {}] = JSON.parse(answer.slice(answer.search(/^\[/m))) as { filename?: string }[];
  return filename.replace('@', '').replace('/', '-');
}

async function billOfMaterials(): Promise<string> {
  const name = `${manifest.name}-${manifest.version}.cdx.json`;
  writeFileSync(path.join(out, name), await sbom(manifest));
  return name;
}

/** Says what is known of the packages that the extension is made with, where that can be asked for. */
function audit(): void {
  const { status, stdout, stderr } = spawnSync('npm', ['audit', '--audit-level=high'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const isAnswered = /found \d+ vulnerabilities|\d+ vulnerabilit/.test(stdout);
  console.log(
    isAnswered
      ? `npm audit (${status ?? '?'}):\n${stdout}`
      : `npm audit cannot run here: ${firstLine(stderr)}`,
  );
}

function writeVersion(version: string): void {
  const names = ['package.json', 'package-lock.json', 'CHANGELOG.md', 'api/package.json', 'api/CHANGELOG.md'];
  const examples = readdirSync(path.join(root, 'examples')).map((name) => `examples/${name}/package.json`);
  const files = new Map([...names, ...examples].map((file) => [file, read(file)]));
  const [date = ''] = new Date().toISOString().split('T');
  for (const [file, text] of newVersion(files, version, date)) writeFileSync(path.join(root, file), text);
  for (const script of ['esbuild.js', 'scripts/apiTypes.ts', 'scripts/apiShape.ts']) run([script]);
  console.log(
    `Look at the changes, then: git commit -am "Release ${version}" && npm run release -- --dry-run`,
  );
}

function uncommitted(): string[] {
  const { stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  return stdout.trim() === '' ? [] : ['There are changes that are not committed.'];
}

function run(args: readonly string[], cwd = root): void {
  execFileSync(process.execPath, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...reproducibly },
  });
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
