import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../../scripts/bundles.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { CRASH_POINT } from './crashPointName.ts';
import { crashPoints, withCrashPoints } from './crashPoints.ts';

/** The variable that names a file with the one point at which the next extension host that comes by is killed. */
export const CRASH_FILE_VARIABLE = 'TEST_CRASH_FILE';

/** Ends the process by which it is reached at the point in the file, and takes that away. */
const RUNTIME = `globalThis.${CRASH_POINT} = (() => {
  const { readFileSync, rmSync } = require('node:fs');
  const file = process.env['${CRASH_FILE_VARIABLE}'];
  const at = (point) => {
    let wanted;
    try { wanted = readFileSync(file, 'utf8'); } catch { return; }
    if (wanted === point) { rmSync(file); process.kill(process.pid, 'SIGKILL'); }
  };
  return async (place, value) => {
    at(place + ' begins');
    try { return await value; } finally { at(place + ' is over'); }
  };
})();`;

/** Puts what is read of the extension when somebody first asks into its folder anew, with crash points. */
export async function placeCrashPoints(extensionFolder: string): Promise<void> {
  const main = bundles.find(({ outfile }) => outfile === 'dist/main.cjs');
  await build({
    ...main,
    absWorkingDir: repositoryRoot,
    outfile: path.join(extensionFolder, 'dist/main.cjs'),
    minify: false,
    banner: { js: RUNTIME },
    // Only one plugin reads the sources.
    plugins: [...(main?.plugins ?? []).filter(({ name }) => name !== 'whole-modules'), crashPoints],
  });
}

/** The point at the first `await` in a source whose expression begins so. */
export function pointAt(name: string, expression: string, moment: 'begins' | 'is over'): string {
  const text = withCrashPoints(readFileSync(path.join(repositoryRoot, 'src', name), 'utf8'), name);
  const [before] = text.split(`', ${expression}`);
  const place = before?.split(`${CRASH_POINT}('`).at(-1);
  if (place === undefined || !place.startsWith(name) || before === text) {
    throw new Error(`${name} does not wait for “${expression}”.`);
  }
  return `${place} ${moment}`;
}
