import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRegularFile } from '../../../src/base/readRegularFile.ts';

describe('readRegularFile', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'regular-'));
  after(() => rmSync(directory, { recursive: true }));

  it('reads a file', async () => {
    const file = path.join(directory, 'file');
    writeFileSync(file, 'text');
    assert.equal(String(await readRegularFile(file)), 'text');
  });

  it('waits for no pipe', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const pipe = path.join(directory, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(readRegularFile(pipe), /not a file/);
  });

  it('reads no more than the length that is wanted, whatever the file says of itself', async () => {
    const file = path.join(directory, 'long');
    writeFileSync(file, 'x'.repeat(101));
    assert.equal((await readRegularFile(file, 101)).length, 101);
    await assert.rejects(readRegularFile(file, 100), /longer than 100 bytes/);
  });

  it('says what a directory is, and that nothing is there', async () => {
    await assert.rejects(readRegularFile(directory), { code: 'EISDIR' });
    await assert.rejects(readRegularFile(path.join(directory, 'none')), { code: 'ENOENT' });
  });
});
