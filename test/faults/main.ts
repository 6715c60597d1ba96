import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import '../unit/support/useShownArguments.ts';
import { isWritten, writeSection } from '../reliability/writeSection.ts';
import { type FaultName, faultNames } from './faults.ts';
import { matrix } from './matrix.ts';
import { observe } from './observe.ts';
import { operation, type OperationName, operationNames } from './operations.ts';
import { promised } from './promises.ts';

// Tries every operation under every fault, and compares what comes of it with what is promised. `--only TEXT` tries the faults
// and operations with that in their names; `--write` renews the table in the docs.
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
});

const observed = new Map<string, string | undefined>();
const keyOf = (name: OperationName, fault: FaultName): string => `${name} · ${fault}`;
const problems: string[] = [];
for (const fault of faultNames) {
  for (const name of operationNames) {
    const key = keyOf(name, fault);
    if (key.includes(values.only)) {
      const problem = await problemOf(name, fault).catch((error: unknown) => String(error));
      problems.push(...(problem === undefined ? [] : [`${key}: ${problem}`]));
    }
  }
}

/** What is not as it is promised. */
async function problemOf(name: OperationName, fault: FaultName): Promise<string | undefined> {
  const outcome = await observe(name, fault);
  observed.set(keyOf(name, fault), outcome?.cell);
  const wanted = promised(name, fault);
  if (outcome?.cell !== wanted) {
    return `promised is “${wanted}”, but it is “${outcome?.cell}”`;
  }
  const { session } = operation(name);
  const isSignedIn = session === 'goes on' || (session === 'begins' && wanted?.startsWith('works'));
  return outcome && outcome.isSignedIn !== isSignedIn
    ? `it is ${outcome.isSignedIn ? '' : 'not '}signed in afterwards`
    : undefined;
}

const text = matrix((name, fault) => observed.get(keyOf(name, fault)));
console.log(`${text}\n`);
const isWhole = values.only === '' && problems.length === 0;
if (values.write && isWhole) {
  await writeSection('faults', text);
}
if (isWhole && !(await isWritten('faults', text))) {
  problems.push('docs/RELIABILITY.md says something else; “npm run test:faults -- --write” rewrites it');
}
for (const problem of problems) {
  console.log(`✘ ${problem}`);
}
const [passed, failed] = [observed.size - problems.length, problems.length];
console.log(`${passed} cells as promised, ${failed} not`);
const counts = process.env['TEST_COUNTS'];
if (counts !== undefined) {
  writeFileSync(counts, JSON.stringify({ passed, failed, skipped: 0 }));
}
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
