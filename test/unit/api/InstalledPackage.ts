import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../../..');

/** Newer versions of Node.js let `require` have modules of the other kind. Those that editors come with do not. */
const NO_MIXING = '--no-experimental-require-module';

/** How a project that uses the package may look for modules. */
export type Resolution = 'node16' | 'nodenext' | 'bundler';

/** The api package as npm packs it, installed by npm into a project of somebody else. */
export class InstalledPackage {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'api-consumer-'));
  /** What the package holds. */
  readonly files: readonly string[];
  /** Its JavaScript, in bytes. */
  readonly sizes: ReadonlyMap<string, number>;

  constructor() {
    this.write('package.json', '{ "private": true }');
    const packed = npm(root, ['pack', '--workspace', 'api', '--json', '--pack-destination', this.folder]);
    const [{ filename, files }] = JSON.parse(packed) as [
      { filename: string; files: { path: string; size: number }[] },
    ];
    this.files = files.map((file) => file.path).sort();
    this.sizes = new Map(files.map((file) => [file.path, file.size]));
    npm(this.folder, ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', filename]);
    // The rest of what such a project installs is what this one has.
    mkdirSync(this.#modules('@types'));
    for (const name of ['@types/vscode', '@types/node', 'undici-types', '@aws-sdk', '@smithy']) {
      symlinkSync(path.join(root, 'node_modules', name), this.#modules(name), 'junction');
    }
  }

  /** Puts a file into the project. Its text may be that of another file. */
  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    if (path.isAbsolute(text)) {
      cpSync(text, file);
    } else {
      writeFileSync(file, text);
    }
  }

  /**
   * What TypeScript has to say about these files of the project, which it also compiles; nothing when all is well.
   *
   * @param withDeclarations check all declarations that they use, those of the package too.
   */
  compile(files: readonly string[], resolution: Resolution, withDeclarations = false): string {
    const compilerOptions = {
      module: resolution === 'bundler' ? 'esnext' : resolution,
      moduleResolution: resolution,
      target: 'es2022',
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: !withDeclarations,
      types: ['vscode', 'node'],
    };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    return spawnSync(process.execPath, [tsc, '-p', this.folder], { encoding: 'utf8' }).stdout;
  }

  /** What a file of the project prints when Node.js runs it. */
  run(file: string): unknown {
    return JSON.parse(
      execFileSync(process.execPath, [NO_MIXING, file], { cwd: this.folder, encoding: 'utf8' }),
    );
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #modules(name: string): string {
    return path.join(this.folder, 'node_modules', name);
  }
}

/** The npm that runs this, if one does. What that was told for its own run is not for this one. */
function npm(cwd: string, args: string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name)));
  const script = process.env['npm_execpath'];
  const [command, ...before] = script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
  return execFileSync(command ?? 'npm', [...before, ...args], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
}
