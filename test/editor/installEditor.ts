import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chosenEngine, editorBuilds, type EditorBuild } from './editorBuilds.ts';
import { nodeForEditor } from './nodeForEditor.ts';
import { npmInstall, npmRebuild } from './npm.ts';
import { downloadsFolder } from './repositoryRoot.ts';
import { runToEnd } from './runToEnd.ts';
import { withLock } from './withLock.ts';

export interface InstalledEditor {
  /** Of code-server. */
  version: string;
  vscodeVersion: string;
  /** The front that people and end-to-end tests use. */
  codeServer: string;
  /** The bare VS Code server. */
  serverMain: string;
  node: string;
}

/** Installs VS Code's server build from the npm registry, once; later calls only look at the marker file. */
export async function installEditor(
  build: EditorBuild = editorBuilds[chosenEngine()],
): Promise<InstalledEditor> {
  if (process.platform === 'win32') {
    throw new Error('The server build of VS Code does not run on Windows: use --desktop, or WSL.');
  }
  const { version, vscodeVersion } = build;
  const folder = path.join(downloadsFolder, `code-server-${version}`);
  const marker = path.join(folder, 'installed.json');
  const node = await nodeForEditor(build.node);
  if (!existsSync(marker)) {
    await withLock(`${folder}.lock`, 'the installation of VS Code', async () => {
      if (existsSync(marker)) return;
      await install(folder, build, node);
      await writeFile(marker, JSON.stringify({ vscodeVersion }));
    });
  }
  return {
    version,
    vscodeVersion,
    codeServer: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
    serverMain: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
    node,
  };
}

async function install(folder: string, build: EditorBuild, node: string): Promise<void> {
  requireBuildTools();
  const { version } = build;
  const started = performance.now();
  console.log(`Installing VS Code (code-server ${version}), once; about half a minute:`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
  const codeServer = path.join(folder, 'node_modules/code-server');
  const vscode = path.join(codeServer, 'lib/vscode');

  await step('download code-server', () => npmInstall(node, folder, [`code-server@${version}`]));
  await takeFromRegistry(build.takenFromRegistry, path.join(vscode, 'npm-shrinkwrap.json'));
  await step("install VS Code's dependencies", () => npmInstall(node, vscode, ['--omit=dev']));
  for (const [where, nativeModules] of [
    [vscode, build.nativeModules],
    [folder, build.nativeModulesOfFront],
  ] as const) {
    if (nativeModules.length === 0) continue;
    await step(`build ${nativeModules.join(', ')}`, () => npmRebuild(node, where, nativeModules));
    await step('load them', () =>
      runToEnd(node, ['--eval', nativeModules.map((name) => `require('${name}')`).join(';')], where),
    );
  }
  for (const mistake of build.mended) await mend(codeServer, mistake);
  const product = JSON.parse(await readFile(path.join(vscode, 'product.json'), 'utf8')) as {
    version: string;
  };
  if (product.version !== build.vscodeVersion) {
    throw new Error(`code-server ${version} holds VS Code ${product.version}, not ${build.vscodeVersion}.`);
  }
  console.log(`VS Code ${product.version} is installed (${seconds(started)}).`);
}

async function mend(
  codeServer: string,
  { file, wrong, right }: EditorBuild['mended'][number],
): Promise<void> {
  const whole = path.join(codeServer, file);
  const text = await readFile(whole, 'utf8');
  if (text.split(wrong).length !== 2) throw new Error(`There is not one place to mend in ${whole}.`);
  await writeFile(
    whole,
    text.replace(wrong, () => right),
  );
}

/** All else stays pinned as it was. */
async function takeFromRegistry(packages: readonly string[], shrinkwrap: string): Promise<void> {
  if (packages.length === 0) return;
  const { packages: pinned, ...rest } = JSON.parse(await readFile(shrinkwrap, 'utf8')) as {
    packages: Record<string, { version: string; resolved?: string; integrity?: string }>;
  };
  for (const name of packages) {
    const entry = pinned[`node_modules/${name}`];
    if (entry === undefined) throw new Error(`VS Code's shrinkwrap has no ${name}.`);
    delete entry.resolved;
    delete entry.integrity;
  }
  await writeFile(shrinkwrap, JSON.stringify({ ...rest, packages: pinned }));
}

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  console.log(`  ${seconds(started).padStart(7)}  ${name}`);
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** One sentence now, rather than sixty lines of a failed build later. */
function requireBuildTools(): void {
  const runs = (name: string) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
  const missing = ['make', 'c++', 'python3'].filter((name) => !runs(name));
  if (missing.length > 0) {
    throw new Error(
      `VS Code's native modules are compiled on first use, but there is no ${missing.join(', no ')} here. ` +
        'Install them first: apt-get install build-essential python3, or xcode-select --install.',
    );
  }
}
