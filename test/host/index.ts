import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Runs the tests beside this file. The editor calls it, inside its extension host. */
export async function run(): Promise<void> {
  // What `require` makes of it differs between the editors' versions of Node.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
    color: true,
    reporter: path.join(__dirname, '../../test/countingReporter.cjs'),
  });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'))) {
    mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) {
    throw new Error(`${failures} tests failed.`);
  }
}
