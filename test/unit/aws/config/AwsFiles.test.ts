import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { awsConfigFile, AwsFiles, credentialsFile } from '../../../../src/aws/config/AwsFiles.ts';
import { textOf } from '../../../../src/aws/config/awsConfig.ts';

/** Long enough ago for a file not to change again within the same time. */
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

describe('AwsFiles', () => {
  let HOME: string;
  let config: string;
  let credentials: string;
  let files: AwsFiles;
  beforeEach(() => {
    HOME = mkdtempSync(path.join(tmpdir(), 'home-'));
    config = path.join(HOME, '.aws/config');
    credentials = path.join(HOME, '.aws/credentials');
    mkdirSync(path.dirname(config));
    files = new AwsFiles();
  });
  afterEach(() => rmSync(HOME, { recursive: true }));

  function write(file: string, text: string): void {
    writeFileSync(file, text);
    utimesSync(file, LONG_AGO, LONG_AGO);
  }
  async function region(profile = 'a'): Promise<string | undefined> {
    return textOf((await files.read({ HOME })).profiles.get(profile), 'region');
  }

  it('looks below the home directory, or where variables say', () => {
    assert.equal(awsConfigFile({ HOME, AWS_CONFIG_FILE: '' }), config);
    assert.equal(credentialsFile({ HOME }), credentials);
    assert.equal(awsConfigFile({ HOME, AWS_CONFIG_FILE: '~/x' }), path.join(HOME, 'x'));
    assert.equal(credentialsFile({ HOME, AWS_SHARED_CREDENTIALS_FILE: 'x' }), path.resolve('x'));
  });

  it('merges the profiles of both files, as the AWS CLI does', async () => {
    write(config, '[profile a]\nregion = r1\noutput = json\n[profile b]\nregion = r2\n[c]\nregion = r3\n');
    write(credentials, '[a]\nregion = r4\n[profile b]\nregion = r5\n[d]\nregion = r6\n');
    const { profiles } = await files.read({ HOME });
    const regions = [...profiles].map(([name, settings]) => [name, textOf(settings, 'region')]);
    assert.deepEqual(Object.fromEntries(regions), { a: 'r4', b: 'r2', 'profile b': 'r5', d: 'r6' });
    assert.equal(textOf(profiles.get('a'), 'output'), 'json');
  });

  it('reads files once, as long as they do not change', async () => {
    write(config, '[profile a]\nregion = r1\n');
    const first = await files.read({ HOME });
    assert.equal(await files.read({ HOME }), first);
    write(credentials, '');
    const second = await files.read({ HOME });
    assert.notEqual(second, first);
    assert.equal(second.config.ini, first.config.ini);
    assert.equal(await files.read({ HOME }), second);
  });

  it('reads a file again when it appears, changes or goes', async () => {
    assert.equal(await region(), undefined);
    write(config, '[profile a]\nregion = r1\n');
    assert.equal(await region(), 'r1');
    // As long as before, and as old.
    write(config, '[profile a]\nregion = r2\n');
    assert.equal(await region(), 'r2');
    rmSync(config);
    assert.equal(await region(), undefined);
  });

  it('reads a file again that has just been changed, since its time may not tell of the next change', async () => {
    writeFileSync(config, '[profile a]\nregion = r1\n');
    const first = await files.read({ HOME });
    assert.notEqual((await files.read({ HOME })).config.ini, first.config.ini);
  });

  it('notices that the target of a link has changed, or that it leads elsewhere', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const [one, other] = [path.join(HOME, 'one'), path.join(HOME, 'other')];
    write(one, '[profile a]\nregion = r1\n');
    write(other, '[profile a]\nregion = r2\n');
    symlinkSync(one, config);
    assert.equal(await region(), 'r1');
    write(one, '[profile a]\nregion = r3\n');
    assert.equal(await region(), 'r3');
    symlinkSync(other, path.join(HOME, 'link'));
    renameSync(path.join(HOME, 'link'), config);
    assert.equal(await region(), 'r2');
  });

  it('tells of a file that cannot be read, which has nothing in it', async () => {
    mkdirSync(config);
    const { problems, profiles } = await files.read({ HOME });
    assert.equal(profiles.size, 0);
    assert.deepEqual(
      problems.map(({ file }) => file),
      [config],
    );
  });
});
