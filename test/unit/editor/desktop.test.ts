import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runExtensionHostTests } from '../../editor/testHost.ts';

/** Does with the flags what a desktop VS Code does: loads the tests in a process of its own, and ends as they do. */
const STAND_IN = `#!/usr/bin/env node
const { writeFileSync } = require('node:fs');
const flag = (name) => process.argv.find((each) => each.startsWith('--' + name + '='))?.slice(name.length + 3);
writeFileSync(process.env.SEEN, JSON.stringify({ flags: process.argv.slice(2), home: process.env.HOME }));
require(flag('extensionTestsPath')).run().then(() => process.exit(0), () => process.exit(1));
`;

describe('A desktop VS Code', function () {
  this.timeout(20_000);
  let folder: string;
  const { env } = process;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'desktop-'));
    mkdirSync(path.join(folder, 'resources/app'), { recursive: true });
    writeFileSync(path.join(folder, 'resources/app/package.json'), '{ "version": "1.200.0" }');
    writeFileSync(path.join(folder, 'code'), STAND_IN);
    chmodSync(path.join(folder, 'code'), 0o755);
    for (const [name, code] of [
      ['good', 'exports.run = async () => {};'],
      ['bad', 'exports.run = async () => { throw new Error("red"); };'],
    ]) {
      writeFileSync(path.join(folder, `${name}.cjs`), code ?? '');
    }
  });
  beforeEach(() => (process.env = { ...env, DISPLAY: ':99', VSCODE_PATH: path.join(folder, 'code') }));
  afterEach(() => (process.env = env));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (tests: string): Promise<number> =>
    runExtensionHostTests({
      desktop: true,
      extensionDevelopmentPath: folder,
      extensionTestsPath: path.join(folder, tests),
      env: { SEEN: path.join(folder, 'seen.json') },
      seconds: 10,
    });

  if (process.platform !== 'win32') {
    it('is given the extension, a folder of its own for its data, and nobody’s home', async () => {
      assert.equal(await run('good.cjs'), 0);
      const { flags, home } = JSON.parse(readFileSync(path.join(folder, 'seen.json'), 'utf8')) as {
        readonly flags: readonly string[];
        readonly home: string;
      };
      assert.ok(flags.includes(`--extensionDevelopmentPath=${folder}`), flags.join(' '));
      const data = flags.find((flag) => flag.startsWith('--user-data-dir='))?.split('=')[1] ?? '';
      assert.ok(home.startsWith(`${data}/`) && data !== '', home);
    });

    it('fails as its tests do', async () => {
      assert.equal(await run('bad.cjs'), 1);
    });
  }

  it('says so where there is none', async () => {
    process.env['VSCODE_PATH'] = path.join(folder, 'none');
    await assert.rejects(run('good.cjs'), { message: /^VSCODE_PATH names .*none, which does not exist\.$/ });
  });

  if (process.platform === 'linux') {
    it('says what to do where there is no display', async () => {
      delete process.env['DISPLAY'];
      delete process.env['WAYLAND_DISPLAY'];
      await assert.rejects(run('good.cjs'), { message: /needs a display: .*xvfb-run\.$/ });
    });
  }
});
