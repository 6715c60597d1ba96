import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import '../unit/support/useShownArguments.ts';
import { startIdentityCenter } from '../identity-center/server.ts';
import { markdownTable } from '../reliability/table.ts';
import { writeSection } from '../reliability/writeSection.ts';
import { buildCrashing, killAt, pointsOf } from './killAt.ts';
import { type OperationName, operationNames } from './operations.ts';

// Kills a window at each `await` of what it does, starts another, and looks at what that one finds. `--only NAME` one of the
// operations, `--sample N` only so many points of each; `--write` renews the table in the docs.
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    sample: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
/** Most of the time of a refused renewal is spent waiting for another window's. */
const AT_ONCE = 8;

await buildCrashing();
const center = await startIdentityCenter({ interval: 0.05 });
const rows: string[][] = [];
const problems: string[] = [];
let passed = 0;
for (const operation of operationNames.filter((name) => name.includes(values.only))) {
  const points = sampled(await pointsOf(operation, center));
  const findings = await findingsAt(operation, points);
  const places = new Set(points.map((point) => point.replace(/ .*/, '')));
  const kinds = [...new Set(findings)].map(
    (kind) => `${kind} ${findings.filter((one) => one === kind).length}`,
  );
  rows.push([operation, String(places.size), String(points.length), kinds.join('; ')]);
}
await center.stop();

/** Every so manieth. */
function sampled(points: readonly string[]): readonly string[] {
  const count = Number(values.sample ?? points.length);
  return points.filter(
    (_, index) =>
      Math.floor((index * count) / points.length) !== Math.floor(((index - 1) * count) / points.length),
  );
}

async function findingsAt(operation: OperationName, points: readonly string[]): Promise<string[]> {
  const findings: string[] = [];
  const left = [...points];
  const work = async (): Promise<void> => {
    for (let point = left.shift(); point !== undefined; point = left.shift()) {
      try {
        findings.push(await killAt(operation, point, center));
        passed++;
      } catch (error) {
        problems.push(`${operation}, at ${point}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return findings.sort();
}

const text = markdownTable(['killed over', 'awaits', 'kills', 'the next start finds'], rows);
console.log(text);
for (const problem of problems) {
  console.log(`✘ ${problem}`);
}
console.log(`${passed} kills as promised, ${problems.length} not`);
if (values.write && problems.length === 0 && values.only === '' && values.sample === undefined) {
  await writeSection('crashes', text);
}
const counts = process.env['TEST_COUNTS'];
if (counts !== undefined) {
  writeFileSync(counts, JSON.stringify({ passed, failed: problems.length, skipped: 0 }));
}
process.exitCode = problems.length > 0 || passed === 0 ? 1 : 0;
