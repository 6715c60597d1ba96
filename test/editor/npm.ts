import { existsSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { runToEnd } from './runToEnd.ts';

/** What makes packages compile their native modules rather than fetch them from where their authors publish. */
const fromSource = { npm_config_build_from_source: 'true' };

/** How to reach the registry is the user's business; whatever else their npm is told must not change the outcome. */
const registrySettings =
  /^npm_config_(registry|userconfig|globalconfig|cache|.*proxy|.*cafile|ca|strict_ssl)$/i;

/** Installs without running any script: what is named, else what the folder's manifest asks for. */
export const npmInstall = (node: string, folder: string, args: readonly string[]): Promise<string> =>
  npm(node, folder, ['install', '--ignore-scripts', ...args]);

/** Compiles native modules for that Node. */
export const npmRebuild = (node: string, folder: string, packages: readonly string[]): Promise<string> =>
  npm(node, folder, ['rebuild', '--ignore-scripts=false', ...packages], fromSource);

/** @throws with its output if it fails. */
function npm(
  node: string,
  cwd: string,
  args: readonly string[],
  added: Record<string, string> = {},
): Promise<string> {
  const headers = path.resolve(path.dirname(node), '..');
  const registry = Object.entries(process.env).filter(([name]) => registrySettings.test(name));
  const env = cleanEnvironment({
    ...added,
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
  return runToEnd(command ?? 'npm', [...before, ...args, ...fixed], cwd, env);
}
