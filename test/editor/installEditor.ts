import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { GuardedProcess } from './GuardedProcess.ts';
import { nodeBinary } from './nodeBinary.ts';
import { downloadsFolder } from './repositoryRoot.ts';
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

const nativeModules = ['@vscode/spdlog', 'node-pty', '@vscode/native-watchdog', '@parcel/watcher'];

/** Installs VS Code's server build from the npm registry, once; later calls only look at the marker file. */
export async function installEditor({
  version = '4.139.1',
}: { version?: '4.139.1' } = {}): Promise<InstalledEditor> {
  if (process.platform === 'win32') {
    throw new Error('The server build of VS Code does not run on Windows: use --desktop, or WSL.');
  }
  const folder = path.join(downloadsFolder, `code-server-${version}`);
  const marker = path.join(folder, 'installed.json');
  const editor = (vscodeVersion: string): InstalledEditor => ({
    version,
    vscodeVersion,
    codeServer: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
    serverMain: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
    node: nodeBinary(),
  });
  const installed = await readMarker(marker);
  if (installed !== undefined) return editor(installed);
  return withLock(`${folder}.lock`, 'the installation of VS Code', async () => {
    const meanwhile = await readMarker(marker);
    if (meanwhile !== undefined) return editor(meanwhile);
    const vscodeVersion = await install(folder, version);
    await writeFile(marker, JSON.stringify({ vscodeVersion }));
    return editor(vscodeVersion);
  });
}

async function readMarker(marker: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(marker, 'utf8')) as { vscodeVersion: string }).vscodeVersion;
  } catch {
    return undefined;
  }
}

async function install(folder: string, version: string): Promise<string> {
  requireBuildTools();
  const started = performance.now();
  console.log(`Installing VS Code (code-server ${version}), once; about half a minute:`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
  const codeServer = path.join(folder, 'node_modules/code-server');
  const vscode = path.join(codeServer, 'lib/vscode');

  await step('download code-server', () =>
    npm(folder, ['install', '--ignore-scripts', `code-server@${version}`]),
  );
  await step("install VS Code's dependencies", () =>
    npm(vscode, ['install', '--ignore-scripts', '--omit=dev']),
  );
  await step('build its native modules', () =>
    npm(vscode, ['rebuild', '--ignore-scripts=false', ...nativeModules]),
  );
  await step('load them', () =>
    run(nodeBinary(), ['--eval', nativeModules.map((name) => `require('${name}')`).join(';')], vscode),
  );
  const product = JSON.parse(await readFile(path.join(vscode, 'product.json'), 'utf8')) as {
    version: string;
  };
  console.log(`VS Code ${product.version} is installed (${seconds(started)}).`);
  return product.version;
}

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  console.log(`  ${seconds(started).padStart(7)}  ${name}`);
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** How to reach the registry is the user's business; whatever else their npm is told must not change the outcome. */
const registrySettings =
  /^npm_config_(registry|userconfig|globalconfig|cache|.*proxy|.*cafile|ca|strict_ssl)$/i;

function npm(cwd: string, args: string[]): Promise<string> {
  const node = nodeBinary();
  const headers = path.resolve(path.dirname(node), '..');
  const registry = Object.entries(process.env).filter(([name]) => registrySettings.test(name));
  const env = cleanEnvironment({
    ...(Object.fromEntries(registry) as Record<string, string>),
    PATH: [path.dirname(node), process.env['PATH']].join(path.delimiter),
    // The npm package of Node brings its headers, so that nothing is fetched from elsewhere to build against.
    ...(existsSync(path.join(headers, 'include/node/node.h')) ? { npm_config_nodedir: headers } : {}),
  });
  const fixed = [
    '--workspaces=false',
    '--global=false',
    '--install-strategy=hoisted',
    '--no-audit',
    '--no-fund',
  ];
  const script = process.env['npm_execpath'];
  const fromNpm = script !== undefined && path.basename(script) === 'npm-cli.js' && existsSync(script);
  const [command, ...before] = fromNpm ? [node, script] : ['npm'];
  return run(command ?? 'npm', [...before, ...args, ...fixed], cwd, env);
}

async function run(command: string, args: string[], cwd: string, env = cleanEnvironment()): Promise<string> {
  const child = new GuardedProcess(command, args, { env, cwd });
  const limit = setTimeout(() => void child.stop(), 5 * 60_000);
  const code = await child.exited.finally(() => {
    clearTimeout(limit);
  });
  if (code !== 0) {
    throw new Error(
      `"${path.basename(command)} ${args.join(' ')}" ended with code ${code}:\n${child.output}`,
    );
  }
  return child.output;
}

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
