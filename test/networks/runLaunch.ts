import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment } from '../editor/cleanEnvironment.ts';
import { GuardedProcess } from '../editor/GuardedProcess.ts';
import { nodeBinary } from '../editor/nodeBinary.ts';
import { LAUNCH_VARIABLE, type Launch } from './launch.ts';
import type { EditorLaunch } from './launches.ts';
import type { Row } from './Row.ts';

/** Of the developer's own network. */
const leaking = /^((https?|all|no)_proxy|NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_(FILE|DIR))$/i;

interface Result {
  output: string;
  counts: { passed: number; failed: number; skipped: number };
  rows: Row[];
}

/** Runs an editor with its tests. @param before what to put before the command. */
export async function runLaunch(
  { name, files, variables }: EditorLaunch,
  launch: Launch,
  before: readonly string[],
): Promise<Result> {
  const countsFile = `${launch.rows}.counts`;
  const environment = Object.fromEntries(
    Object.entries(cleanEnvironment()).filter(([variable]) => !leaking.test(variable)),
  );
  const hostEnvironment = {
    ...variables(launch),
    [LAUNCH_VARIABLE]: JSON.stringify(launch),
    NETWORKS_FILES: files.join(),
    TEST_COUNTS: countsFile,
  };
  const [command = '', ...args] = [
    ...before,
    nodeBinary(),
    path.join(import.meta.dirname, 'launchEditor.ts'),
  ];
  const editor = new GuardedProcess(command, args, {
    env: { ...environment, EDITOR_LAUNCH: JSON.stringify({ env: hostEnvironment, pacFile: launch.pacFile }) },
  });
  const code = await editor.exited;
  const counts = linesOf<Result['counts']>(countsFile)[0] ?? { passed: 0, failed: 1, skipped: 0 };
  return {
    output: `${name}:\n${editor.output}`,
    counts: code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts,
    rows: linesOf<Row>(launch.rows),
  };
}

function linesOf<Line>(file: string): Line[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}
