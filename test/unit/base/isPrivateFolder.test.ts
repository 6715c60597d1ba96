import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isPrivateFolder } from '../../../src/base/isPrivateFolder.ts';

describe('isPrivateFolder', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'private-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is one that is closed to others, or is below such a one, whether or not it exists', () => {
    mkdirSync(path.join(folder, 'open'));
    chmodSync(path.join(folder, 'open'), 0o755);
    assert.equal(isPrivateFolder(folder), true);
    assert.equal(isPrivateFolder(path.join(folder, 'open', 'later', 'still')), true);
  });

  it('is what a link leads to, and not where the link is', function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const open = mkdtempSync(path.join(tmpdir(), 'open-'));
    chmodSync(open, 0o755);
    symlinkSync(open, path.join(folder, 'link'));
    assert.equal(isPrivateFolder(path.join(folder, 'link')), false);
    assert.equal(isPrivateFolder(path.join(folder, 'link', 'later')), false);
    rmSync(open, { recursive: true });
  });

  it('is none that others can look into', () => {
    for (const mode of [0o755, 0o750, 0o711]) {
      chmodSync(folder, mode);
      assert.equal(isPrivateFolder(path.join(folder, 'x')), false);
    }
    assert.equal(isPrivateFolder(folder, 'win32'), true);
  });
});
