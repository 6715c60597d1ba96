import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from '../../scripts/packageExtensions.ts';
import { inLanes } from '../../scripts/testing/inLanes.ts';
import { installEditor } from '../editor/installEditor.ts';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { bundleForHost } from './bundleForHost.ts';
import { makeCertificates } from './certificates.ts';
import { startForwardProxy } from './forwardProxy.ts';
import type { Launch } from './launch.ts';
import { launches } from './launches.ts';
import { ownNames } from './ownNames.ts';
import { runLaunch } from './runLaunch.ts';
import { isDocumented, writeDocument } from './document.ts';
import { table } from './table.ts';

// `--only FILE`, such as `pac`, runs one file of tests and leaves the table in the docs alone; `--write` rewrites that.
const { values } = parseArgs({
  options: { only: { type: 'string' }, write: { type: 'boolean', default: false } },
});
/** How many editors run at a time. */
const LANES = 2;
const folder = mkdtempSync(path.join(tmpdir(), 'networks-'));

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const report = ({ passed, failed, skipped }: Counts) => {
  const file = process.env['TEST_COUNTS'];
  if (file) writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
};

if (process.platform !== 'linux') {
  console.log('Skipped: the store of the system is another’s on this machine; on Linux a variable names it.');
  report({ passed: 0, failed: 0, skipped: 1 });
  process.exit(0);
}
packageExtension();
await installEditor();
const host = path.join(import.meta.dirname, 'host');
const tests = readdirSync(host).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
await bundleForHost(
  tests.map((name) => path.join(host, name)),
  path.join(repositoryRoot, 'build/networks'),
);
const proxy = await startForwardProxy();
try {
  const certificates = path.join(folder, 'certificates');
  await makeCertificates(certificates);
  const names = ownNames(folder);
  const chosen = launches.flatMap((run) => {
    const files = run.files.filter((file) => values.only === undefined || file === values.only);
    return files.length > 0 ? [{ ...run, files }] : [];
  });
  const ended = await inLanes(LANES, chosen, async (run) => {
    const world: Launch = {
      certificates,
      openPort: proxy.openPort,
      lockedPort: proxy.lockedPort,
      hasOwnNames: names !== undefined,
      pacFile: path.join(folder, `${run.name}.pac`),
      rows: path.join(folder, `${run.name}.rows`),
    };
    const result = await runLaunch(run, world, names ?? []);
    console.log(`${result.output}\n`);
    return [run.name, result] as const;
  });
  const byName = new Map(ended);
  const results = chosen.flatMap(({ name }) => byName.get(name) ?? []);
  const found = table(results.flatMap(({ rows }) => rows));
  console.log(`The proxy is ${proxy.name}.\n\n${found}\n`);
  const sum = (of: keyof Counts) => results.reduce((total, { counts }) => total + counts[of], 0);
  const [failed, skipped] = [sum('failed'), sum('skipped')];
  const isWhole = values.only === undefined && failed + skipped === 0;
  if (values.write && !isWhole)
    console.log('Nothing is written: not everything was tried, or something failed.');
  if (values.write && isWhole) writeDocument(found);
  const documented = isDocumented(found, isWhole) ? 1 : 0;
  report({ passed: sum('passed') + documented, failed: failed + 1 - documented, skipped });
} finally {
  await proxy.stop();
  rmSync(folder, { recursive: true, force: true });
}
