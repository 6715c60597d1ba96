import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const EMITTED = 'build/api-types';

/**
 * Writes the declarations of the api package: in one file, because the modules that are not public are in none, and that
 * twice, because TypeScript takes it for a module of the kind that its name says.
 */
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'api', '--outDir', EMITTED], {
  stdio: 'inherit',
});
const declarationsOf = (module: string) => readFileSync(`${EMITTED}/${module}.d.ts`, 'utf8');
// All that it does is to export again what others declare.
const modules = [...declarationsOf('index').matchAll(/ from '\.\/(\w+)\./g)].map(([, module = '']) => module);
const declarations = modules.map((module) => declarationsOf(module).replaceAll(/^import .*\n/gm, ''));
mkdirSync('api/dist', { recursive: true });
for (const file of ['index.d.ts', 'index.d.cts']) {
  writeFileSync(`api/dist/${file}`, ["import type * as vscode from 'vscode';\n", ...declarations].join(''));
}
