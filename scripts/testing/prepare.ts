import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { repositoryRoot } from '../../test/editor/repositoryRoot.ts';
import { consumers, PACKAGES_VARIABLE, vsixArguments } from '../packageExtensions.ts';
import { stagedExtension } from '../stagedExtension.ts';

/**
 * Builds and packages what the items of a run share, once for all of them.
 *
 * @param isForEditor whether some run in an editor, which has other extensions beside this one.
 * @returns the variables that tell them so.
 * @throws with the output of what has failed.
 */
export async function prepare(isForEditor: boolean): Promise<Record<string, string>> {
  const packages = path.join(repositoryRoot, 'build/packages');
  rmSync(packages, { recursive: true, force: true });
  mkdirSync(packages, { recursive: true });
  const folders = {
    'aws-sso': repositoryRoot,
    ...(isForEditor && {
      probe: path.join(repositoryRoot, 'test/e2e/probe'),
      ...Object.fromEntries(consumers.map((name) => [name, path.join(repositoryRoot, 'examples', name)])),
    }),
  };
  await Promise.all([
    run(repositoryRoot, ['scripts/apiTypes.ts']),
    run(repositoryRoot, ['esbuild.js']).then(() =>
      Promise.all(
        Object.entries(folders).map(async ([name, folder]) => {
          const staged = stagedExtension(folder);
          await run(staged, vsixArguments(path.join(packages, `${name}.vsix`)));
          rmSync(staged, { recursive: true });
        }),
      ),
    ),
  ]);
  return { [PACKAGES_VARIABLE]: packages };
}

async function run(cwd: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const [[code], output, errors] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code !== 0) throw new Error(`"${args.join(' ')}" ended with code ${code}:\n${output}${errors}`);
}
