import path from 'node:path';

/** Runs the files of tests that the runner names. The editor calls it, inside its extension host. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    timeout: 60_000,
    forbidOnly: true,
    color: true,
    reporter: path.join(__dirname, '../../test/countingReporter.cjs'),
  });
  for (const name of (process.env['NETWORKS_FILES'] ?? '').split(',')) {
    mocha.addFile(path.join(__dirname, `${name}.test.cjs`));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) {
    throw new Error(`${failures} tests failed.`);
  }
}
